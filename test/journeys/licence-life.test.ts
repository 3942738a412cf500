import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { appleHealthExport, RUNNER } from "../../demo/sample-exports.js";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "../../shared/clock.js";
import { World, type Answer } from "../harness/world.js";
import type { WorldBrand } from "../harness/world-brand.js";
import type { WorldPerson } from "../harness/world-person.js";

const HEART = { field: "heart.restingRate", precision: "FINE", history: "P30D" };
const WEIGHT = { field: "body.weight", precision: "FINE", history: "P30D" };
const ASKED = "data { heart { restingRate { start mean min unit } } body { weight { mean } } }";
const NO_LICENCE = [{ path: ["customer"], field: null, reason: "NO_LICENCE" }];

/** What becomes of a licence after it was granted, through the gateway over HTTP. */
describe("the life of a licence", () => {
  let world: World;
  let ada: WorldPerson;
  let stranger: string;

  beforeAll(async () => {
    world = await World.open();
    ada = await world.person();
    const text = appleHealthExport({ seed: 3, now: world.now(), days: 45, profile: RUNNER });
    expect((await ada.importText(text, "export.xml")).status).toBe("DONE");
    stranger = (await (await world.brand()).customer("nobody-of-this-name", ASKED)).text;
  }, 60_000);
  afterAll(() => world.close());

  interface Given {
    brand: WorldBrand;
    ref: string;
    licenceId: string;
    exchangeId: string;
    ask: () => Promise<Answer>;
  }

  async function given(exchange: Record<string, unknown> = {}): Promise<Given> {
    const brand = await world.brand();
    const published = await brand.publish({ terms: [HEART, WEIGHT], ...exchange });
    const licenceId = await ada.accept(published);
    const ref = await brand.refOf(licenceId);
    return { brand, ref, licenceId, exchangeId: published.id, ask: () => brand.customer(ref, ASKED) };
  }

  const change = (who: WorldPerson | WorldBrand, name: string, input: object, selection: string) =>
    who.api.mutate<Record<string, never>>(name, { ...input, idempotencyKey: world.key() }, selection);

  const pause = (paused: boolean) => change(ada, "pauseSharing", { paused }, "sharingPaused");

  interface Values {
    heart: { restingRate: { start: string; mean: number | null; min: number | null }[] | null };
    body: { weight: { mean: number }[] | null };
  }
  const valuesIn = (answer: Answer): Values => (answer.data as never as { customer: { data: Values } }).customer.data;
  const reasonsIn = (answer: Answer): string[] =>
    (answer.extensions?.withheld ?? []).map(({ field, reason }) => `${field} ${reason}`);

  async function statusOf(who: WorldPerson | WorldBrand, licenceId: string): Promise<string> {
    const root = "licences(first: 100) { nodes { id status } }";
    const query = who === ada ? `{ me { ${root} } }` : `{ brand { account { ${root} } } }`;
    const data = (await who.ask(query)).data as never as {
      me?: { licences: { nodes: { id: string; status: string }[] } };
      brand?: { account: { licences: { nodes: { id: string; status: string }[] } } };
    };
    const { nodes } = (data.me ?? data.brand!.account).licences;
    return nodes.find(({ id }) => id === licenceId)?.status ?? "not there";
  }

  it("is silent while its person pauses, byte for byte as for a stranger, and speaks again afterwards", async () => {
    const { brand, ask, licenceId } = await given();
    const before = await ask();
    expect(valuesIn(before).heart.restingRate!.length).toBeGreaterThan(0);
    expect(await pause(true)).toMatchObject({ sharingPaused: true });
    expect((await ask()).text).toBe(stranger);
    const list = await brand.ask("{ customers(purpose: SERVICE_PERSONALISATION) { nodes { ref } } }");
    expect(list.data).toEqual({ customers: { nodes: [] } });
    expect(await statusOf(brand, licenceId)).toBe("ACTIVE");
    expect(await statusOf(ada, licenceId)).toBe("SUSPENDED");
    expect((await ada.ask("{ me { sharingPaused } }")).data).toEqual({ me: { sharingPaused: true } });
    expect(await pause(false)).toMatchObject({ sharingPaused: false });
    expect((await ask()).data).toEqual(before.data);
  });

  it("accepts nothing while paused", async () => {
    const brand = await world.brand();
    const { id: exchangeId, termsHash } = await brand.publish({ terms: [HEART] });
    await pause(true);
    const { data } = await ada.ask(
      `mutation { acceptExchange(input: { exchangeId: "${exchangeId}", termsHash: "${termsHash}", idempotencyKey: "${world.key()}" }) { licence { id } userErrors { code } } }`,
    );
    expect(data).toEqual({ acceptExchange: { licence: null, userErrors: [{ code: "SHARING_PAUSED" }] } });
    await pause(false);
  });

  it("gives less from the very next operation after it was narrowed", async () => {
    const { ask, licenceId } = await given();
    expect(valuesIn(await ask()).body.weight!.length).toBeGreaterThan(0);
    const terms = [{ field: "heart.restingRate", precision: "BAND", history: "P14D" }];
    await change(ada, "narrowLicence", { licenceId, terms }, "licence { id }");
    const answer = await ask();
    const { heart, body } = valuesIn(answer);
    expect(heart.restingRate!.length).toBeGreaterThan(0);
    expect(heart.restingRate!.length).toBeLessThanOrEqual(3); // weeks, of fourteen days
    for (const week of heart.restingRate!) {
      expect(week.mean).toBeNull();
      expect(week.min! % 5).toBe(0);
    }
    expect(body.weight).toBeNull();
    expect(reasonsIn(answer)).toEqual(["body.weight NO_LICENCE"]);
  });

  it("cannot be widened, and says which field of the input would", async () => {
    const { licenceId } = await given();
    const { data } = await ada.ask(
      `mutation { narrowLicence(input: { licenceId: "${licenceId}", idempotencyKey: "${world.key()}",
         terms: [{ field: "body.weight", precision: FINE, history: "P30D" }, { field: "heart.restingRate", precision: EXACT, history: "P30D" }] }) {
         licence { id } userErrors { code field } } }`,
    );
    const userErrors = [{ code: "INVALID", field: ["terms", "1", "precision"] }];
    expect(data).toEqual({ narrowLicence: { licence: null, userErrors } });
  });

  it("is over at once when its brand ends it; the points stay", async () => {
    const { brand, ask, licenceId } = await given({ terms: [{ ...HEART, points: 25 }] });
    const { available } = await ada.wallet();
    await change(brand, "endLicence", { licenceId }, "licence { id }");
    expect((await ask()).text).toBe(stranger);
    expect([await statusOf(brand, licenceId), await statusOf(ada, licenceId)]).toEqual(["REVOKED", "REVOKED"]);
    expect((await ada.wallet()).available).toBe(available);
  });

  it("is no other brand's to end, nor the person's by this name", async () => {
    const { licenceId, ask } = await given();
    const input = `{ licenceId: "${licenceId}", idempotencyKey: "${world.key()}" }`;
    const mutation = `mutation { endLicence(input: ${input}) { licence { id } userErrors { code } } }`;
    const other = await (await world.brand()).ask(mutation);
    expect(other.data).toEqual({ endLicence: { licence: null, userErrors: [{ code: "NOT_FOUND" }] } });
    expect((await ada.ask(mutation)).errors?.[0]?.extensions["code"]).toBe("FORBIDDEN");
    expect(valuesIn(await ask()).heart.restingRate).not.toBeNull();
  });

  it("lives until it expires, without a clock job, and never again", async () => {
    const { brand, ask, licenceId } = await given({ lasts: "PT2H" });
    world.advance(2 * HOUR_MS - 5 * MINUTE_MS);
    expect(valuesIn(await ask()).heart.restingRate).not.toBeNull();
    world.advance(5 * MINUTE_MS);
    expect((await ask()).text).toBe(stranger);
    expect([await statusOf(brand, licenceId), await statusOf(ada, licenceId)]).toEqual(["EXPIRED", "EXPIRED"]);
  });

  it("expires earlier where it was narrowed so, and while it is paused", async () => {
    const { ask, licenceId, brand } = await given({ lasts: "P1D" });
    const expiresAt = new Date(world.now().getTime() + HOUR_MS).toISOString();
    await change(ada, "narrowLicence", { licenceId, terms: [HEART], expiresAt }, "licence { id }");
    await pause(true);
    world.advance(HOUR_MS);
    await pause(false);
    expect((await ask()).text).toBe(stranger);
    expect(await statusOf(brand, licenceId)).toBe("EXPIRED");
  });

  it("is exhausted by its last disclosure, says so, and is gone when it expires", async () => {
    const { brand, ask, licenceId } = await given({ maxDisclosures: 2, lasts: "P1D" });
    for (let i = 0; i < 2; i += 1) expect(reasonsIn(await ask())).toEqual([]);
    await world.confide.settle();
    const spent = await ask();
    expect(valuesIn(spent)).toEqual({ heart: { restingRate: null }, body: { weight: null } });
    expect(reasonsIn(spent)).toEqual(["heart.restingRate USE_LIMIT_REACHED", "body.weight USE_LIMIT_REACHED"]);
    expect(await statusOf(brand, licenceId)).toBe("EXHAUSTED");
    await pause(true);
    expect((await ask()).text).toBe(stranger);
    await pause(false);
    expect((await ask()).text).toBe(spent.text);
    world.advance(DAY_MS);
    expect((await ask()).text).toBe(stranger);
    expect(await statusOf(ada, licenceId)).toBe("EXPIRED");
  });

  it("refuses what comes after its end", async () => {
    const { brand, licenceId } = await given();
    await ada.withdraw(licenceId);
    const key = () => world.key();
    const narrowed = await ada.ask(
      `mutation { narrowLicence(input: { licenceId: "${licenceId}", idempotencyKey: "${key()}", terms: [{ field: "body.weight", precision: FINE, history: "P30D" }] }) { userErrors { code } } }`,
    );
    const ended = await brand.ask(
      `mutation { endLicence(input: { licenceId: "${licenceId}", idempotencyKey: "${key()}" }) { userErrors { code } } }`,
    );
    expect(narrowed.data).toEqual({ narrowLicence: { userErrors: [{ code: "ALREADY_ENDED" }] } });
    expect(ended.data).toEqual({ endLicence: { userErrors: [{ code: "ALREADY_ENDED" }] } });
  });

  it("takes its exchange off the person's list while it runs, and its link stays open to a licensee", async () => {
    const { brand, exchangeId, licenceId } = await given();
    const listed = async (): Promise<boolean> =>
      (await ada.ask("{ me { exchanges(first: 100) { nodes { id } } } }")).text.includes(exchangeId);
    expect(await listed()).toBe(false);
    await ada.withdraw(licenceId);
    expect(await listed()).toBe(true);
    await change(brand, "setExchangeStatus", { exchangeId, status: "CLOSED" }, "exchange { id }");
    expect(await listed()).toBe(false);
    const link = `{ exchange(id: "${exchangeId}") { id } }`;
    expect((await ada.ask(link)).data).toEqual({ exchange: { id: exchangeId } });
    const bea = await world.person();
    expect((await bea.ask(link)).text).toBe((await bea.ask(link.replace(exchangeId, "no-such"))).text);
  });

  it("shows a preview that is paused, narrowed and ended as the brand's answer is", async () => {
    const { brand, licenceId, ask } = await given();
    const preview = () =>
      ada.ask(`{ me { customer: previewAs(brandId: "${brand.id}", purpose: SERVICE_PERSONALISATION) { ${ASKED} } } }`);
    const same = async (): Promise<unknown> => {
      const [mine, theirs] = [await preview(), await ask()];
      const { me } = mine.data as never as { me: unknown };
      expect(me).toEqual(theirs.data);
      return theirs.data;
    };
    expect(await same()).not.toEqual({ customer: null });
    await pause(true);
    expect(await same()).toEqual({ customer: null });
    await pause(false);
    const terms = [{ field: "heart.restingRate", precision: "COARSE", history: "P7D" }];
    await change(ada, "narrowLicence", { licenceId, terms }, "licence { id }");
    expect(await same()).not.toEqual({ customer: null });
    await change(brand, "endLicence", { licenceId }, "licence { id }");
    expect(await same()).toEqual({ customer: null });
    expect((await ask()).extensions).toEqual({ withheld: NO_LICENCE, cost: expect.any(Object) });
  });
});
