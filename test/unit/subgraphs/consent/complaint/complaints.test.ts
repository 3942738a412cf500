import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { DAY_MS } from "../../../../../shared/clock.js";
import { ConsentWorld, type Loose, OPERATOR, type TestBrand } from "../consent-world.js";

let world: ConsentWorld;
let brand: TestBrand;
beforeAll(async () => {
  world = await ConsentWorld.open();
  brand = await world.brand();
}, 30_000);
afterAll(() => world.close());

type Person = ReturnType<ConsentWorld["person"]>;
const TEXT = "They wrote to me about shoes that I had not asked for.";
const FIELDS = "complaint { id status kind text answer decisionReason brand { id } licence { id } }";

const file = (person: Person, licenceId: string, text = TEXT): Promise<Loose> =>
  world.mutate(person, "fileComplaint", { licenceId, kind: "UNWANTED_CONTACT", text }, FIELDS);
const answer = (complaintId: string, viewer = brand.viewer): Promise<Loose> =>
  world.mutate(viewer, "answerComplaint", { complaintId, answer: "It was a slip." }, FIELDS);
const decide = (complaintId: string, upheld: boolean): Promise<Loose> =>
  world.mutate(OPERATOR, "decideComplaint", { complaintId, upheld, reason: "The mail is there." }, FIELDS);

async function licensee(of = brand): Promise<{ ada: Person; licenceId: string }> {
  const ada = world.person();
  const { licence } = await world.accept(ada, await world.exchange(of));
  return { ada, licenceId: licence.id };
}
const card = async (of: TestBrand): Promise<Loose> =>
  (await world.brandCard(of, "trust { level complaintsUpheld }")).trust;
const listed = async (status: string): Promise<string[]> =>
  (
    await world.ask(OPERATOR, `{ complaints(status: ${status}, first: 100) { nodes { id } } }`)
  ).data.complaints.nodes.map(({ id }: { id: string }) => id);

describe("a complaint", () => {
  it("goes from the person over the brand to the operator, and each sees it", async () => {
    const { ada, licenceId } = await licensee();
    const { complaint } = await file(ada, licenceId);
    expect(complaint).toMatchObject({
      status: "OPEN",
      text: TEXT,
      brand: { id: brand.id },
      licence: { id: licenceId },
    });
    expect(await listed("OPEN")).toEqual([complaint.id]);
    expect((await answer(complaint.id)).complaint).toMatchObject({ status: "ANSWERED", answer: "It was a slip." });
    expect((await answer(complaint.id)).userErrors).toMatchObject([{ code: "ALREADY_ENDED" }]);
    expect((await decide(complaint.id, false)).complaint).toMatchObject({ status: "DISMISSED" });
    expect((await decide(complaint.id, true)).userErrors).toMatchObject([{ code: "ALREADY_ENDED" }]);
    const mine = (await world.me(ada, "complaints { id status decisionReason }")).complaints;
    expect(mine).toEqual([{ id: complaint.id, status: "DISMISSED", decisionReason: "The mail is there." }]);
    const seen = (await world.brandCard(brand, "account { complaints { nodes { id } } }")).account.complaints.nodes;
    expect(seen).toEqual([{ id: complaint.id }]);
  });

  it("comes from who had a licence, one at a time, about no other brand's", async () => {
    const { ada, licenceId } = await licensee();
    expect((await file(world.person(), licenceId)).userErrors).toMatchObject([{ code: "NOT_FOUND" }]);
    expect((await file(ada, licenceId, " ")).userErrors).toMatchObject([{ code: "INVALID", field: ["text"] }]);
    await world.withdraw(ada, licenceId, { askForErasure: false });
    const [first, second] = await Promise.all([file(ada, licenceId), file(ada, licenceId)]);
    expect([first, second].filter(({ complaint }) => complaint !== null)).toHaveLength(1);
    const { id } = (first.complaint ?? second.complaint) as { id: string };
    const other = await world.brand();
    expect((await answer(id, other.viewer)).userErrors).toMatchObject([{ code: "NOT_FOUND" }]);
    await decide(id, false);
    expect((await file(ada, licenceId)).complaint.status).toBe("OPEN");
  });

  it("counts when upheld, and only then, and for ninety days", async () => {
    const own = await world.brand();
    const { ada, licenceId } = await licensee(own);
    const { complaint } = await file(ada, licenceId);
    expect(await card(own)).toEqual({ level: "TRUSTED", complaintsUpheld: 0 });
    await decide(complaint.id, true);
    expect(await card(own)).toEqual({ level: "VERIFIED", complaintsUpheld: 1 });
    world.now = new Date(world.now.getTime() + 90 * DAY_MS + 1);
    expect(await card(own)).toEqual({ level: "TRUSTED", complaintsUpheld: 1 });
  });

  it("keeps its words sealed", async () => {
    const { ada, licenceId } = await licensee();
    await file(ada, licenceId, "unrepeatable-canary");
    const rows = await world.room.database.read((manager) => manager.query("SELECT * FROM complaint"));
    expect(Buffer.from(JSON.stringify(rows)).includes("unrepeatable-canary")).toBe(false);
    expect(rows.every(({ sealed }: { sealed: Buffer }) => !Buffer.from(sealed).includes("unrepeatable"))).toBe(true);
  });
});

describe("muting", () => {
  it("hides a brand's exchanges, and licences go on", async () => {
    const own = await world.brand();
    const { ada } = await licensee(own);
    const exchange = await world.exchange(own);
    const seen = async (): Promise<string[]> =>
      (await world.me(ada, "exchanges(first: 100) { nodes { id } }")).exchanges.nodes.map(
        ({ id }: { id: string }) => id,
      );
    expect(await seen()).toContain(exchange.id);
    const mute = (muted: boolean, brandId = own.id): Promise<Loose> =>
      world.mutate(ada, "muteBrand", { brandId, muted }, "mutedBrands { id name }");
    expect((await mute(true)).mutedBrands).toMatchObject([{ id: own.id }]);
    expect((await mute(true)).mutedBrands).toHaveLength(1);
    expect(await seen()).not.toContain(exchange.id);
    expect((await world.me(ada, "licences { nodes { status } }")).licences.nodes).toEqual([{ status: "ACTIVE" }]);
    expect((await mute(false)).mutedBrands).toEqual([]);
    expect(await seen()).toContain(exchange.id);
    expect((await mute(true, "nobody")).userErrors).toMatchObject([{ code: "NOT_FOUND" }]);
  });
});

describe("spending", () => {
  it("takes the points once, shows the code once, and never more than the wallet holds", async () => {
    const ada = world.person();
    await world.accept(ada, await world.exchange(brand, { terms: [{ field: "fitness.steps", precision: "COARSE", history: "P30D", points: 250 }] })); // prettier-ignore
    const vouchers = (await world.me(ada, "wallet { vouchers { id points available } }")).wallet.vouchers;
    expect(vouchers.filter((one: Loose) => one.available).map(({ id }: Loose) => id)).toEqual(["coffee"]);
    const redeem = (input: object): Promise<Loose> => {
      const query =
        "mutation M($input: RedeemPointsInput!) { redeemPoints(input: $input) { code wallet { available } userErrors { code } } }";
      return world.ask({ ...ada, scopes: ["read", "spend"] }, query, { input }).then(({ data }) => data.redeemPoints);
    };
    const input = { voucherId: "coffee", idempotencyKey: world.key() };
    const first = await redeem(input);
    expect(first).toEqual({ code: expect.stringMatching(/^([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}$/), wallet: { available: 150 }, userErrors: [] }); // prettier-ignore
    expect(await redeem(input)).toEqual({ code: null, wallet: { available: 150 }, userErrors: [] });
    const many = await Promise.all([1, 2, 3].map(() => redeem({ voucherId: "coffee", idempotencyKey: world.key() })));
    expect(many.filter(({ code }) => code !== null)).toHaveLength(1);
    expect(many.flatMap(({ userErrors }) => userErrors)).toEqual(Array(2).fill({ code: "INSUFFICIENT_POINTS" }));
    expect((await redeem({ voucherId: "nothing", idempotencyKey: world.key() })).userErrors).toEqual([
      { code: "NOT_FOUND" },
    ]);
    expect((await world.wallet(ada)).entries.nodes.map(({ points, kind }: Loose) => [points, kind])).toEqual([
      [-100, "REDEMPTION"],
      [-100, "REDEMPTION"],
      [250, "ACCEPTANCE"],
    ]);
  });
});
