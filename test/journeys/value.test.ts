import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { appleHealthExport, RUNNER } from "../../demo/sample-exports.js";
import { auditRooms } from "../../topology/audit.js";
import { brokenTable } from "../harness/databases.js";
import { World } from "../harness/world.js";
import type { WorldBrand } from "../harness/world-brand.js";
import type { WorldPerson } from "../harness/world-person.js";

const STEPS = "ref data { fitness { steps { sum } } }";
const MINUTE_MS = 60_000;

/** Value moves with the data: what is paid is what was disclosed, once, and never what was not. */
describe("value", () => {
  let world: World;
  let person: WorldPerson;
  beforeAll(async () => {
    world = await World.open();
    person = await world.person();
    await person.importText(appleHealthExport({ seed: 5, now: world.now(), days: 40, profile: RUNNER }));
  }, 60_000);
  afterAll(async () => {
    await world.confide.settle();
    expect(await auditRooms(world.environment)).toEqual([]);
    await world.close();
  });

  const priced = async (
    more: Record<string, unknown> = {},
    escrow = 1_000,
  ): Promise<{ brand: WorldBrand; ref: string; licence: string; who: WorldPerson }> => {
    const brand = await world.brand({ escrow });
    const terms = [{ field: "fitness.steps", precision: "COARSE", history: "P30D" }];
    const licence = await person.accept(await brand.publish({ terms, rewardPerDisclosure: 5, ...more }));
    return { brand, ref: await brand.refOf(licence), licence, who: person };
  };
  const disclosuresTo = async (
    brand: WorldBrand,
  ): Promise<{ kind: string; points: number; fields: { field: string; items: number }[] }[]> => {
    const { data } = await person.ask(
      `query ($id: ID!) { me { disclosures(first: 100, brandId: $id) { nodes { kind points fields { field items } } } } }`,
      { id: brand.id },
    );
    return (data as never as { me: { disclosures: { nodes: never[] } } }).me.disclosures.nodes;
  };

  it("charges an operation once, however often it names a customer or a field", async () => {
    const { brand, ref } = await priced();
    const before = (await person.wallet()).available;
    const customer = `customer(ref: "${ref}", purpose: SERVICE_PERSONALISATION)`;
    const answer = await brand.ask(
      `{ a: ${customer} { ${STEPS} } b: ${customer} { data { fitness { one: steps { sum } two: steps { sum } } } }
         customers(purpose: SERVICE_PERSONALISATION) { nodes { ${STEPS} } } }`,
    );
    expect(answer.errors).toBeUndefined();
    expect(answer.extensions?.withheld).toBeUndefined();
    await world.confide.settle();
    expect((await person.wallet()).available).toBe(before + 5);
    expect(await disclosuresTo(brand)).toHaveLength(1);
    expect(await brand.escrow()).toEqual({ escrow: 995, held: 0 });
    await brand.customer(ref, STEPS);
    await world.confide.settle();
    expect(await disclosuresTo(brand)).toHaveLength(2);
    expect((await person.wallet()).available).toBe(before + 10);
  });

  it("withholds what escrow cannot pay, and pays nothing then", async () => {
    const { brand, ref } = await priced({}, 7);
    expect((await brand.customer(ref, STEPS)).extensions?.withheld).toBeUndefined();
    await world.confide.settle();
    const answer = await brand.customer(ref, STEPS);
    expect(answer.extensions?.withheld?.[0]?.reason).toBe("ESCROW_EXHAUSTED");
    await world.confide.settle();
    expect(await disclosuresTo(brand)).toHaveLength(1);
    expect(await brand.escrow()).toEqual({ escrow: 2, held: 0 });
  });

  it("pays exactly as often as maxDisclosures allows, also when reads come at once", async () => {
    const { brand, ref } = await priced({ maxDisclosures: 3 });
    const answers = await Promise.all(Array.from({ length: 6 }, () => brand.customer(ref, STEPS)));
    const reasons = answers.map((answer) => answer.extensions?.withheld?.[0]?.reason ?? "told").sort();
    expect(reasons).toEqual([...Array(3).fill("USE_LIMIT_REACHED"), ...Array(3).fill("told")]);
    await world.confide.settle();
    expect(await brand.escrow()).toEqual({ escrow: 985, held: 0 });
    expect((await brand.customer(ref, STEPS)).extensions?.withheld?.[0]?.reason).toBe("USE_LIMIT_REACHED");
  });

  it("lets nothing leave that cannot be recorded, and gives its price back once user-profile has told all it knows", async () => {
    const { brand, ref } = await priced();
    const database = world.confide.userProfile.database;
    const { breaks, mends } = brokenTable("disclosure");
    await database.write((manager) => manager.query(breaks));
    const answer = await brand.customer(ref, STEPS);
    await database.write((manager) => manager.query(mends));
    expect(answer.text).not.toMatch(/"sum"/);
    expect(answer.data).toEqual({ customer: { ref, data: null } });
    expect(answer.errors?.map(({ extensions }) => extensions["code"])).toEqual(["UNAVAILABLE"]);
    await world.confide.settle();
    expect(await disclosuresTo(brand)).toHaveLength(0);
    expect(await brand.escrow()).toEqual({ escrow: 995, held: 5 });
    world.advance(MINUTE_MS);
    expect(await world.confide.consent.askOutcomes()).toBe(true);
    await world.confide.settle();
    expect(await brand.escrow()).toEqual({ escrow: 1_000, held: 0 });
    expect(await world.confide.consent.askOutcomes()).toBe(false);
    expect((await brand.customer(ref, STEPS)).errors).toBeUndefined();
  });

  it("holds nothing for what an operation skips", async () => {
    const { brand, ref } = await priced();
    const skipped = await brand.ask(
      `query ($no: Boolean!) { customer(ref: "${ref}", purpose: SERVICE_PERSONALISATION) { ref data { fitness { steps @include(if: $no) { sum } } } } }`,
      { no: false },
    );
    expect(skipped.errors).toBeUndefined();
    expect(await brand.escrow()).toEqual({ escrow: 1_000, held: 0 });
  });

  it("lets a priced licence choose offers for nothing", async () => {
    const { brand, ref } = await priced({
      purpose: "PERSONALISED_OFFERS",
      terms: [{ field: "fitness.workouts", precision: "COARSE", history: "P30D" }],
    });
    await brand.offer({ targeting: [{ trait: "runsPerWeek", operator: "AT_LEAST", values: ["1"] }] });
    const { escrow } = await brand.escrow();
    const answer = await brand.customer(
      ref,
      'offerSlots(placement: "home") { proposition { because } }',
      "PERSONALISED_OFFERS",
    );
    expect(answer.data).toEqual({ customer: { offerSlots: [{ proposition: { because: ["runsPerWeek"] } }] } });
    await world.confide.settle();
    expect(await brand.escrow()).toEqual({ escrow, held: 0 });
    expect((await disclosuresTo(brand)).map(({ kind, points }) => `${kind} ${points}`)).toEqual(["DECISION 0"]);
  });

  it("gives one person one place, however often they accept and withdraw", async () => {
    const { brand, licence } = await priced({ places: 2 });
    const exchange = await brand.publish({
      places: 2,
      terms: [{ field: "fitness.steps", precision: "BAND", history: "P7D" }],
    });
    for (let time = 0; time < 3; time += 1) await person.withdraw(await person.accept(exchange));
    const other = await world.person();
    await other.accept(exchange);
    const third = await world.person();
    await expect(third.accept(exchange)).rejects.toThrow("places");
    await person.accept(exchange);
    expect(licence).toBeTruthy();
  });

  it("adds up what an operation read in several periods", async () => {
    const { brand, ref } = await priced();
    const days = [3, 6, 9].map((ago) => {
      const at = (days: number): string => new Date(world.now().getTime() - days * 86_400_000).toISOString();
      return `d${ago}: steps(during: { from: "${at(ago)}", to: "${at(ago - 2)}" }) { sum }`;
    });
    const answer = await brand.customer(ref, `data { fitness { ${days.join(" ")} } }`);
    const told = Object.values(
      (answer.data as never as { customer: { data: { fitness: Record<string, unknown[]> } } }).customer.data.fitness,
    );
    const [disclosure] = await disclosuresTo(brand);
    expect(disclosure?.fields).toEqual([
      { field: "fitness.steps", items: told.reduce((sum, list) => sum + list.length, 0) },
    ]);
  });

  it("keeps what was earned when a licence is withdrawn, and answers no operation after it", async () => {
    const { brand, ref, licence } = await priced();
    await brand.customer(ref, STEPS);
    await world.confide.settle();
    const { available } = await person.wallet();
    const reads = Array.from({ length: 10 }, () => brand.customer(ref, STEPS));
    await person.withdraw(licence);
    const after = await Promise.all(Array.from({ length: 5 }, () => brand.customer(ref, STEPS)));
    expect(after.map(({ data }) => data)).toEqual(Array(5).fill({ customer: null }));
    await Promise.all(reads);
    await world.confide.settle();
    expect((await person.wallet()).available).toBeGreaterThanOrEqual(available);
  });

  it("spends what is there and no more, when many spend at once", async () => {
    const brand = await world.brand({ escrow: 100 });
    const terms = [{ field: "fitness.steps", precision: "COARSE", history: "P30D", points: 60 }];
    const exchange = await brand.publish({ terms });
    const people = await Promise.all(Array.from({ length: 20 }, () => world.person()));
    const outcomes = await Promise.all(
      people.map((who) =>
        who.ask(
          `mutation ($input: AcceptExchangeInput!) { acceptExchange(input: $input) { licence { id } userErrors { code } } }`,
          { input: { exchangeId: exchange.id, termsHash: exchange.termsHash, idempotencyKey: world.key() } },
        ),
      ),
    );
    const payloads = outcomes.map(
      ({ data }) =>
        (data as never as { acceptExchange: { licence: unknown; userErrors: { code: string }[] } }).acceptExchange,
    );
    expect(payloads.filter(({ licence }) => licence !== null)).toHaveLength(1);
    expect(payloads.flatMap(({ userErrors }) => userErrors.map(({ code }) => code))).toEqual(
      Array(19).fill("ESCROW_TOO_LOW"),
    );
    expect((await brand.escrow()).escrow).toBe(40);
  }, 60_000);
});
