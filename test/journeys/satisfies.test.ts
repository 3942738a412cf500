import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { DOCUMENT_TAIL, documentHead, PHONE, recordElement, sample, WATCH } from "../../demo/apple-health-document.js";
import { RUNNER } from "../../demo/sample-exports.js";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "../../shared/clock.js";
import { PredicateAnswerRow } from "../../subgraphs/user-profile/predicates/predicate-answer.js";
import { auditRooms } from "../../topology/audit.js";
import { brokenTable } from "../harness/databases.js";
import { World, type Answer } from "../harness/world.js";
import type { NewTerm, WorldBrand } from "../harness/world-brand.js";
import type { WorldPerson } from "../harness/world-person.js";

const RATE = "heart.rate";
const IS_80 = `satisfies(predicate: { field: "${RATE}", atLeast: 80 })`;
const PREDICATE: NewTerm = { field: RATE, precision: "PREDICATE", history: "P30D" };

interface Told {
  kind: string;
  points: number;
  fields: { field: string; precision: string; items: number }[];
}

/** A brand asks whether somebody's mean of the last 30 days reaches a threshold, and is told yes, no or nothing. */
describe("a predicate", () => {
  let world: World;
  beforeAll(async () => {
    world = await World.open();
  }, 60_000);
  afterAll(async () => {
    await world.confide.settle();
    expect(await auditRooms(world.environment)).toEqual([]);
    await world.close();
  });

  /** From today's noon, so that what is an hour apart is of one day. */
  const instant = (daysAgo: number): number =>
    Math.floor(world.now().getTime() / DAY_MS) * DAY_MS + 12 * HOUR_MS - daysAgo * DAY_MS;
  /** Heart rates of one hour, that many days ago. */
  const rates = (daysAgo: number, ...values: number[]): string =>
    values
      .map((value, minute) => {
        const code = '{"coding":[{"system":"http://loinc.org","code":"8867-4"}]}';
        const date = new Date(instant(daysAgo) + minute * MINUTE_MS).toISOString();
        return `{"resourceType":"Observation","status":"final","code":${code},"effectiveDateTime":"${date}","valueQuantity":{"value":${value},"code":"/min"}}`;
      })
      .join("\n");
  const someone = async (...lines: string[]): Promise<WorldPerson> => {
    const person = await world.person();
    if (lines.length > 0) await person.importText(lines.join("\n"));
    return person;
  };
  const licensed = async (
    person: WorldPerson,
    brand: WorldBrand,
    terms: NewTerm[] = [PREDICATE],
    more: Record<string, unknown> = {},
  ): Promise<string> => brand.refOf(await person.accept(await brand.publish({ terms, ...more })));
  const satisfied = (answer: Answer): unknown => {
    expect([answer.errors, answer.extensions?.withheld]).toEqual([undefined, undefined]);
    return (answer.data as never as { customer: { satisfies: unknown } }).customer.satisfies;
  };
  const ask = async (brand: WorldBrand, ref: string, selection = IS_80): Promise<unknown> =>
    satisfied(await brand.customer(ref, selection));
  const disclosures = async (person: WorldPerson): Promise<Told[]> => {
    const { me } = await person.api.query<{ me: { disclosures: { nodes: Told[] } } }>(
      "{ me { disclosures(first: 100) { nodes { kind points fields { field precision items } } } } }",
    );
    return me.disclosures.nodes;
  };
  const keptAnswers = (person: WorldPerson): Promise<PredicateAnswerRow[]> =>
    world.confide.userProfile.database.read((manager) => manager.findBy(PredicateAnswerRow, { personId: person.id }));

  describe("compares the mean of what its licence would let out", () => {
    let [one, other]: WorldPerson[] = [];
    beforeAll(async () => {
      const day = [rates(5, 100, 100, 100, 100, 100), rates(5 + 1 / 24, 60)];
      // Of samples the mean is 90, of hours 77, of days 82; and 89, 73 and 77.
      one = await someone(...day, rates(9, 70));
      other = await someone(...day, rates(9, 60));
    });

    it.each([
      ["EXACT", true, true],
      ["FINE", false, false],
      ["COARSE", true, false],
      ["PREDICATE", true, true],
    ])("at %s", async (precision, isOne, isOther) => {
      const brand = await world.brand();
      const terms = [{ ...PREDICATE, precision }];
      const ref = await licensed(one!, brand, terms);
      expect(await ask(brand, ref)).toBe(isOne);
      expect(await ask(brand, await licensed(other!, brand, terms))).toBe(isOther);
      expect(await ask(brand, ref, `satisfies(predicate: { field: "${RATE}", atLeast: 100 })`)).toBe(false);
      expect(await ask(brand, ref, `satisfies(predicate: { field: "${RATE}", atLeast: 60 })`)).toBe(true);
    });

    it.each<[string, number, boolean | null]>([
      ["where all bands agree", 88, true],
      ["only where all bands agree", 62, null],
      ["and a band's upper edge is not in it", 71, null],
    ])("at BAND %s", async (_name, earlier, expected) => {
      const person = await someone(rates(3, 85), rates(11, earlier));
      const brand = await world.brand();
      const ref = await licensed(person, brand, [{ ...PREDICATE, precision: "BAND", history: "P365D" }]);
      expect(await ask(brand, ref)).toBe(expected);
      expect(await ask(brand, ref, `satisfies(predicate: { field: "${RATE}", atLeast: 100 })`)).toBe(false);
    });

    it("looks at nothing older than 30 days", async () => {
      const person = await someone(rates(3, 70), rates(31, 190, 190, 190));
      const brand = await world.brand();
      expect(await ask(brand, await licensed(person, brand, [{ ...PREDICATE, precision: "EXACT", history: "P365D" }]))).toBe(false); // prettier-ignore
    });

    it.each(["EXACT", "PREDICATE"])("counts once at %s what two devices counted", async (precision) => {
      const [startMs, endMs] = [instant(4), instant(4) + HOUR_MS];
      const records = [WATCH, PHONE].map((device) => sample("StepCount", "6000", "count", startMs, endMs, device));
      const elements = records.map((record) => recordElement("UTC", record));
      const person = await someone([documentHead(RUNNER, world.now()), ...elements, DOCUMENT_TAIL].join(""));
      const brand = await world.brand();
      const ref = await licensed(person, brand, [{ ...PREDICATE, field: "fitness.steps", precision }]);
      expect(await ask(brand, ref, 'satisfies(predicate: { field: "fitness.steps", atLeast: 7500 })')).toBe(false);
      expect(await ask(brand, ref, 'satisfies(predicate: { field: "fitness.steps", atLeast: 5000 })')).toBe(true);
    });
  });

  describe("is withheld", () => {
    const reasons = (answer: Answer): string[] => {
      expect(answer.errors).toBeUndefined();
      return (answer.extensions?.withheld ?? []).map(
        ({ path, field, reason }) => `${path.join(".")} ${field} ${reason}`,
      );
    };
    const EXHAUSTED = { rewardPerDisclosure: 20_000 };
    const OTHER: NewTerm = { field: "fitness.steps", precision: "COARSE", history: "P30D" };

    it.each<[string, NewTerm[], Record<string, unknown>, string]>([
      ["without a licence of the field", [OTHER], {}, "NO_LICENCE"],
      ["by a history that is too short", [{ ...PREDICATE, precision: "FINE", history: "P29D" }], {}, "NO_LICENCE"],
      ["where escrow cannot pay", [PREDICATE], EXHAUSTED, "ESCROW_EXHAUSTED"],
      [
        "where escrow cannot pay for a readable field",
        [{ ...PREDICATE, precision: "COARSE" }],
        EXHAUSTED,
        "ESCROW_EXHAUSTED",
      ],
    ])("%s", async (_name, terms, more, reason) => {
      const person = await someone(rates(3, 90));
      const brand = await world.brand();
      const ref = await licensed(person, brand, terms, more);
      const answer = await brand.customer(
        ref,
        `ref a: ${IS_80} b: satisfies(predicate: { field: "${RATE}", atLeast: 60 })`,
      );
      expect(answer.data).toEqual({ customer: { ref, a: null, b: null } });
      expect(reasons(answer)).toEqual([`customer.a ${RATE} ${reason}`, `customer.b ${RATE} ${reason}`]);
      expect(await disclosures(person)).toEqual([]);
      expect(await keptAnswers(person)).toEqual([]);
    });

    it("as often as its licence may be used, though its answer is known", async () => {
      const person = await someone(rates(3, 90));
      const brand = await world.brand();
      const ref = await licensed(person, brand, [PREDICATE], { maxDisclosures: 1 });
      expect(await ask(brand, ref)).toBe(true);
      await world.confide.settle();
      expect(reasons(await brand.customer(ref, IS_80))).toEqual([`customer.satisfies ${RATE} USE_LIMIT_REACHED`]);
    });

    it("where the brand's trust does not unlock its tier", async () => {
      const person = await someone(rates(3, 90));
      const brand = await world.brand();
      const ref = await licensed(person, brand);
      await world.distrust(brand.id);
      expect(reasons(await brand.customer(ref, IS_80))).toEqual([`customer.satisfies ${RATE} TIER_LOCKED`]);
    });

    it("never for a value's sake: the value is, and the predicate beside it is not", async () => {
      const person = await someone(rates(3, 90));
      const brand = await world.brand();
      const ref = await licensed(person, brand);
      const answer = await brand.customer(ref, `${IS_80} data { heart { rate { mean } } }`);
      expect(answer.data).toEqual({ customer: { satisfies: true, data: { heart: { rate: null } } } });
      expect(reasons(answer)).toEqual([`customer.data.heart.rate ${RATE} PRECISION_TOO_COARSE`]);
    });

    it("from nobody's customer as all else is", async () => {
      const brand = await world.brand();
      const answer = await brand.customer("unknown", IS_80);
      expect(answer.data).toEqual({ customer: null });
      expect(reasons(answer)).toEqual(["customer null NO_LICENCE"]);
    });
  });

  it.each([
    ["a threshold that is not published", RATE, 81],
    ["another field's threshold", RATE, 7500],
    ["a field without thresholds", "body.height", 60],
    ["a field that there is not", "heart.beat", 60],
  ])("is wrong for %s, whoever asks", async (_name, field, atLeast) => {
    const person = await someone(rates(3, 90));
    const brand = await world.brand();
    const steps: NewTerm = { field: "fitness.steps", precision: "COARSE", history: "P30D" };
    const refs = [await licensed(person, brand), await licensed(await someone(), brand, [steps])];
    const wrong = `satisfies(predicate: { field: "${field}", atLeast: ${atLeast} })`;
    const answers = await Promise.all(refs.map((ref) => brand.customer(ref, wrong)));
    const told = answers.map(({ data, errors, extensions }) => [
      data,
      errors?.map(({ message, extensions: { code } }) => [message, code]),
      extensions?.withheld,
    ]);
    expect(told[0]).toEqual([
      { customer: { satisfies: null } },
      [[expect.stringContaining("thresholds"), "BAD_USER_INPUT"]],
      undefined,
    ]);
    expect(told[1]).toEqual(told[0]);
    expect(await disclosures(person)).toEqual([]);
  });

  describe("is a disclosure", () => {
    it("of kind ANSWER, paid like a value, each time anew and once an operation", async () => {
      const person = await someone(rates(3, 90));
      const brand = await world.brand({ escrow: 100 });
      const ref = await licensed(person, brand, [PREDICATE], { rewardPerDisclosure: 5 });
      const customer = `customer(ref: "${ref}", purpose: SERVICE_PERSONALISATION)`;
      const first = await brand.ask(
        `query ($field: ID!) { a: ${customer} { ${IS_80} } b: ${customer} { x: ${IS_80} y: satisfies(predicate: { field: $field, atLeast: 60 }) } }`,
        { field: RATE },
      );
      expect(first.data).toEqual({ a: { satisfies: true }, b: { x: true, y: true } });
      const answered = (items: number): Told["fields"][number] => ({ field: RATE, precision: "PREDICATE", items });
      expect(await disclosures(person)).toEqual([{ kind: "ANSWER", points: 5, fields: [answered(1), answered(1)] }]);
      await world.confide.settle();
      expect(await brand.escrow()).toEqual({ escrow: 95, held: 0 });
      expect((await person.wallet()).available).toBe(5);
      expect(await ask(brand, ref)).toBe(true);
      await world.confide.settle();
      expect(await brand.escrow()).toEqual({ escrow: 90, held: 0 });
      const { brand: own } = await brand.api.query<{ brand: { account: { disclosures: { nodes: Told[] } } } }>(
        "{ brand { account { disclosures { nodes { kind points fields { field precision items } } } } } }",
      );
      expect(own.account.disclosures.nodes.map(({ kind, points }) => `${kind} ${points}`)).toEqual([
        "ANSWER 5",
        "ANSWER 5",
      ]);
    });

    it.each([
      ["in one fetch", (selection: string, data: string) => `a: ${selection.replace("}", `${IS_80} ${data} }`)}`],
      [
        "in two fetches",
        (selection: string, data: string) =>
          `a: ${selection.replace("}", `${IS_80} }`)} b: ${selection.replace("}", `${data} }`)}`,
      ],
    ])("of kind VALUE where a field leaves under its licence %s, and paid once", async (_name, both) => {
      const person = await someone(rates(3, 90));
      const brand = await world.brand({ escrow: 100 });
      const ref = await licensed(person, brand, [{ ...PREDICATE, precision: "COARSE" }], { rewardPerDisclosure: 5 });
      const selection = `customer(ref: "${ref}", purpose: SERVICE_PERSONALISATION) { }`;
      const answer = await brand.ask(`{ ${both(selection, "data { heart { rate { mean } } }")} }`);
      expect(answer.errors).toBeUndefined();
      const [disclosure, ...others] = await disclosures(person);
      expect(others).toEqual([]);
      expect(disclosure).toMatchObject({ kind: "VALUE", points: 5 });
      expect(disclosure?.fields.map(({ precision }) => precision).sort()).toEqual(["COARSE", "PREDICATE"]);
      await world.confide.settle();
      expect(await brand.escrow()).toEqual({ escrow: 95, held: 0 });
    });

    it("under the licence that answers it, and holds no other's price", async () => {
      const person = await someone(rates(3, 90));
      const brand = await world.brand({ escrow: 100 });
      const short = { ...PREDICATE, precision: "FINE", history: "P7D" };
      const ref = await licensed(person, brand, [short], { rewardPerDisclosure: 30 });
      await licensed(person, brand, [{ ...PREDICATE, precision: "COARSE" }], { rewardPerDisclosure: 5 });
      expect(await ask(brand, ref)).toBe(true);
      await world.confide.settle();
      expect(await brand.escrow()).toEqual({ escrow: 95, held: 0 });
      await brand.customer(ref, "data { heart { rate { mean } } }");
      await world.confide.settle();
      expect(await brand.escrow()).toEqual({ escrow: 65, held: 0 });
      expect((await disclosures(person)).map(({ kind, points }) => `${kind} ${points}`)).toEqual([
        "VALUE 30",
        "ANSWER 5",
      ]);
    });

    it.each(["disclosure", "predicate_answer"])("or does not leave: without its %s nothing does", async (table) => {
      const person = await someone(rates(3, 90));
      const brand = await world.brand();
      const ref = await licensed(person, brand);
      const { database } = world.confide.userProfile;
      const { breaks, mends } = brokenTable(table);
      await database.write((manager) => manager.query(breaks));
      const answer = await brand.customer(ref, `ref ${IS_80}`);
      await database.write((manager) => manager.query(mends));
      expect(answer.data).toEqual({ customer: { ref, satisfies: null } });
      expect(answer.text).not.toContain("true");
      expect(await disclosures(person)).toEqual([]);
      expect(await keptAnswers(person)).toEqual([]);
    });
  });

  describe("in a preview", () => {
    const preview = async (person: WorldPerson, brand: WorldBrand, selection: string, more = ""): Promise<Answer> =>
      person.ask(
        `query ($id: ID!) { me { previewAs(brandId: $id, purpose: SERVICE_PERSONALISATION${more}) { ${selection} } } }`,
        { id: brand.id },
      );
    const seen = (answer: Answer): unknown => (answer.data as never as { me: { previewAs: unknown } }).me.previewAs;

    it("is the brand's own answer, records nothing and makes none stand", async () => {
      const person = await someone(rates(3, 90));
      const brand = await world.brand({ escrow: 100 });
      const ref = await licensed(person, brand, [PREDICATE], { rewardPerDisclosure: 5 });
      expect(seen(await preview(person, brand, IS_80))).toEqual({ satisfies: true });
      expect(await disclosures(person)).toEqual([]);
      expect(await keptAnswers(person)).toEqual([]);
      expect(await brand.escrow()).toEqual({ escrow: 100, held: 0 });
      await person.importText(rates(2, 30, 30, 30));
      expect(await ask(brand, ref)).toBe(false);
      await person.importText(rates(1, 190, 190, 190, 190, 190));
      expect(seen(await preview(person, brand, IS_80))).toEqual({ satisfies: false });
      expect(seen(await preview(person, brand, `satisfies(predicate: { field: "${RATE}", atLeast: 60 })`))).toEqual({
        satisfies: true,
      });
      expect(await ask(brand, ref)).toBe(false);
    });

    it("shows what accepting would answer, and what is withheld", async () => {
      const person = await someone(rates(3, 90));
      const brand = await world.brand();
      const { id } = await brand.publish({ terms: [PREDICATE] });
      expect(seen(await preview(person, brand, IS_80, `, exchangeId: "${id}"`))).toEqual({ satisfies: true });
      const steps = 'satisfies(predicate: { field: "fitness.steps", atLeast: 7500 })';
      const withheld = await preview(person, brand, steps, `, exchangeId: "${id}"`);
      expect(withheld.extensions?.withheld).toEqual([
        { path: ["me", "previewAs", "satisfies"], field: "fitness.steps", reason: "NO_LICENCE" },
      ]);
    });
  });

  it("is null without data, which is told as an answer of nothing and does not stand", async () => {
    const person = await someone();
    const brand = await world.brand();
    const ref = await licensed(person, brand);
    expect(await ask(brand, ref)).toBeNull();
    expect(await disclosures(person)).toEqual([
      { kind: "ANSWER", points: 0, fields: [{ field: RATE, precision: "PREDICATE", items: 0 }] },
    ]);
    await person.importText(rates(3, 90));
    expect(await ask(brand, ref)).toBe(true);
  });

  it("goes with the data that it was made of", async () => {
    const person = await someone(rates(3, 90));
    const brand = await world.brand();
    const ref = await licensed(person, brand, [PREDICATE, { ...PREDICATE, field: "fitness.steps" }]);
    expect(await ask(brand, ref)).toBe(true);
    const remove = (field: string): Promise<unknown> =>
      person.api.mutate("deleteData", { field, idempotencyKey: world.key() }, "observationsDeleted");
    await remove("fitness.steps");
    expect(await keptAnswers(person)).toHaveLength(1);
    await remove(RATE);
    expect(await keptAnswers(person)).toEqual([]);
    expect(await ask(brand, ref)).toBeNull();
  });

  it("goes with the person, and was sealed until then", async () => {
    const person = await someone(rates(3, 90));
    const brand = await world.brand();
    await ask(brand, await licensed(person, brand));
    const [kept] = await keptAnswers(person);
    expect(kept).toMatchObject({ personId: person.id, brandId: brand.id });
    expect(Buffer.from(kept!.sealed).includes("heart")).toBe(false);
    const session = await person.signIn();
    await session.mutate("eraseMyData", { confirm: person.email, idempotencyKey: "k" }, "erasure { status }");
    expect(await keptAnswers(person)).toEqual([]);
  });

  // The last, since it takes everybody into the future.
  it("is answered the same for 30 days to one brand, of one field and threshold", async () => {
    const person = await someone(rates(3, 90));
    const [brand, other] = [await world.brand(), await world.brand()];
    const ref = await licensed(person, brand);
    const elsewhere = await licensed(person, other, [{ ...PREDICATE, precision: "COARSE" }]);
    expect(await ask(brand, ref)).toBe(true);
    await person.importText(rates(2, 30, 30, 30));
    expect(await ask(brand, ref)).toBe(true);
    expect(await ask(brand, ref, `satisfies(predicate: { field: "${RATE}", atLeast: 60 })`)).toBe(false);
    expect(await ask(other, elsewhere)).toBe(false);
    // By another licence of the same brand, too.
    await licensed(person, brand, [{ ...PREDICATE, precision: "COARSE" }]);
    expect(await ask(brand, ref)).toBe(true);
    world.advance(30 * DAY_MS - HOUR_MS);
    await person.importText(rates(1, 40, 40));
    expect(await ask(brand, ref)).toBe(true);
    world.advance(HOUR_MS);
    expect(await ask(brand, ref)).toBe(false);
    await person.importText(rates(0.6, 190, 190, 190, 190));
    expect(await ask(brand, ref)).toBe(false);
  }, 60_000);
});
