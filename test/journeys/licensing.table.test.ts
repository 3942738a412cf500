import { afterAll, afterEach, beforeAll, describe, expect, it } from "@jest/globals";
import { appleHealthExport, RUNNER } from "../../demo/sample-exports.js";
import { HOUR_MS, MINUTE_MS } from "../../shared/clock.js";
import { table } from "../harness/table.js";
import { Api, World, type Answer } from "../harness/world.js";
import type { WorldBrand } from "../harness/world-brand.js";
import type { WorldPerson } from "../harness/world-person.js";

/**
 * The whole permission semantics as one table, asked through the gateway: who asks, what became of the licence, which
 * field is licensed how finely and for what, what is asked, and by which road -> the precision of the value, or why
 * there is none. "null" is a customer that is null with NO_LICENCE.
 */
const ROWS = table(`
  viewer | state     | licensed                  | for          | asked for    | field             | road      | answer
  # the licensed field, exactly as finely as licensed
  brand  | active    | heart.restingRate EXACT   | SERVICE      | SERVICE      | heart.restingRate | plain     | EXACT
  brand  | active    | heart.restingRate FINE    | SERVICE      | SERVICE      | heart.restingRate | plain     | FINE
  brand  | active    | heart.restingRate COARSE  | SERVICE      | SERVICE      | heart.restingRate | plain     | COARSE
  brand  | active    | heart.restingRate BAND    | SERVICE      | SERVICE      | heart.restingRate | plain     | BAND
  brand  | active    | body.weight COARSE        | SERVICE      | SERVICE      | body.weight       | plain     | COARSE
  brand  | active    | body.weight FINE          | SERVICE      | SERVICE      | body.weight       | plain     | FINE
  # a predicate is no value
  brand  | active    | heart.restingRate PREDICATE | SERVICE    | SERVICE      | heart.restingRate | plain     | PRECISION_TOO_COARSE
  # no other field
  brand  | active    | heart.restingRate EXACT   | SERVICE      | SERVICE      | heart.rate        | plain     | NO_LICENCE
  brand  | active    | heart.restingRate EXACT   | SERVICE      | SERVICE      | body.weight       | plain     | NO_LICENCE
  # no other purpose
  brand  | active    | heart.restingRate EXACT   | SERVICE      | OFFERS       | heart.restingRate | plain     | null
  brand  | active    | heart.restingRate EXACT   | OFFERS       | SERVICE      | heart.restingRate | plain     | null
  # no other brand
  other  | active    | heart.restingRate EXACT   | SERVICE      | SERVICE      | heart.restingRate | plain     | null
  # no other state
  brand  | withdrawn | heart.restingRate EXACT   | SERVICE      | SERVICE      | heart.restingRate | plain     | null
  brand  | declined  | heart.restingRate EXACT   | SERVICE      | SERVICE      | heart.restingRate | plain     | null
  brand  | locked    | heart.restingRate EXACT   | SERVICE      | SERVICE      | heart.restingRate | plain     | TIER_LOCKED
  brand  | locked    | fitness.steps COARSE      | SERVICE      | SERVICE      | fitness.steps     | plain     | TIER_LOCKED
  # what becomes of a licence: paused is silent, narrowed is less, spent says so, and ended is over
  brand  | paused    | heart.restingRate FINE    | SERVICE      | SERVICE      | heart.restingRate | plain     | null
  brand  | paused    | heart.restingRate FINE    | SERVICE      | SERVICE      | heart.restingRate | alias     | null
  brand  | paused    | heart.restingRate FINE    | SERVICE      | SERVICE      | heart.restingRate | fragment  | null
  brand  | paused    | heart.restingRate FINE    | SERVICE      | SERVICE      | heart.restingRate | list      | empty
  brand  | resumed   | heart.restingRate FINE    | SERVICE      | SERVICE      | heart.restingRate | plain     | FINE
  brand  | resumed   | heart.restingRate FINE    | SERVICE      | SERVICE      | heart.restingRate | list      | FINE
  brand  | narrowed  | heart.restingRate EXACT   | SERVICE      | SERVICE      | heart.restingRate | plain     | BAND
  brand  | narrowed  | heart.restingRate FINE    | SERVICE      | SERVICE      | heart.restingRate | alias     | BAND
  brand  | narrowed  | heart.restingRate COARSE  | SERVICE      | SERVICE      | heart.restingRate | list      | BAND
  brand  | narrowed  | heart.restingRate FINE    | SERVICE      | SERVICE      | heart.rate        | plain     | NO_LICENCE
  brand  | predicate | heart.restingRate FINE    | SERVICE      | SERVICE      | heart.restingRate | plain     | PRECISION_TOO_COARSE
  brand  | dropped   | heart.restingRate FINE    | SERVICE      | SERVICE      | heart.restingRate | plain     | NO_LICENCE
  brand  | revoked   | heart.restingRate FINE    | SERVICE      | SERVICE      | heart.restingRate | plain     | null
  brand  | revoked   | heart.restingRate FINE    | SERVICE      | SERVICE      | heart.restingRate | list      | empty
  brand  | expiring  | heart.restingRate FINE    | SERVICE      | SERVICE      | heart.restingRate | plain     | FINE
  brand  | expired   | heart.restingRate FINE    | SERVICE      | SERVICE      | heart.restingRate | plain     | null
  brand  | expired   | heart.restingRate FINE    | SERVICE      | SERVICE      | heart.restingRate | list      | empty
  brand  | exhausted | heart.restingRate FINE    | SERVICE      | SERVICE      | heart.restingRate | plain     | USE_LIMIT_REACHED
  brand  | exhausted | heart.restingRate FINE    | SERVICE      | SERVICE      | heart.restingRate | list      | USE_LIMIT_REACHED
  brand  | exhausted | heart.restingRate FINE    | SERVICE      | SERVICE      | heart.rate        | plain     | NO_LICENCE
  brand  | bygone    | heart.restingRate FINE    | SERVICE      | SERVICE      | heart.restingRate | plain     | null
  # no other road
  brand  | active    | heart.restingRate COARSE  | SERVICE      | SERVICE      | heart.restingRate | alias     | COARSE
  brand  | active    | heart.restingRate COARSE  | SERVICE      | SERVICE      | heart.rate        | alias     | NO_LICENCE
  brand  | active    | heart.restingRate COARSE  | SERVICE      | SERVICE      | heart.restingRate | fragment  | COARSE
  brand  | active    | heart.restingRate COARSE  | SERVICE      | SERVICE      | heart.rate        | fragment  | NO_LICENCE
  brand  | active    | heart.restingRate COARSE  | SERVICE      | SERVICE      | heart.restingRate | list      | COARSE
  brand  | active    | heart.restingRate COARSE  | SERVICE      | SERVICE      | heart.rate        | list      | NO_LICENCE
  brand  | withdrawn | heart.restingRate COARSE  | SERVICE      | SERVICE      | heart.restingRate | list      | empty
  # written otherwise it is the same question
  brand  | active    | heart.restingRate COARSE  | SERVICE      | SERVICE      | heart.restingRate | inline    | COARSE
  brand  | active    | heart.restingRate COARSE  | SERVICE      | SERVICE      | heart.rate        | inline    | NO_LICENCE
  brand  | withdrawn | heart.restingRate COARSE  | SERVICE      | SERVICE      | heart.restingRate | inline    | null
  brand  | active    | heart.restingRate FINE    | SERVICE      | SERVICE      | heart.restingRate | variables | FINE
  brand  | active    | heart.restingRate FINE    | SERVICE      | OFFERS       | heart.restingRate | variables | null
  brand  | active    | body.weight COARSE        | SERVICE      | SERVICE      | body.weight       | list      | COARSE
  brand  | active    | fitness.steps FINE        | SERVICE      | SERVICE      | fitness.steps     | alias     | FINE
  brand  | active    | fitness.activeEnergy BAND | SERVICE      | SERVICE      | fitness.activeEnergy | fragment | BAND
  brand  | active    | heart.variability COARSE  | SERVICE      | SERVICE      | heart.variability | inline    | COARSE
  brand  | active    | diet.energy COARSE        | SERVICE      | SERVICE      | diet.energy       | plain     | COARSE
  brand  | active    | sleep.duration COARSE     | SERVICE      | SERVICE      | sleep.duration    | plain     | COARSE
  brand  | active    | sleep.duration COARSE     | SERVICE      | SERVICE      | heart.variability | plain     | NO_LICENCE
  # entities are the rooms' own road, and names that rooms lend are nobody's
  brand  | active    | heart.restingRate EXACT   | SERVICE      | SERVICE      | heart.restingRate | entities  | BAD_USER_INPUT
  brand  | active    | heart.restingRate EXACT   | SERVICE      | SERVICE      | heart.restingRate | lent      | BAD_USER_INPUT
  # no other moment: nothing from before the licensed history, and what reaches over its edge is cut there
  brand  | active    | heart.restingRate FINE    | SERVICE      | SERVICE      | heart.restingRate | before    | none
  brand  | active    | heart.restingRate FINE    | SERVICE      | SERVICE      | heart.restingRate | across    | FINE, capped
  brand  | active    | heart.restingRate FINE    | SERVICE      | SERVICE      | heart.rate        | across    | NO_LICENCE
  brand  | withdrawn | heart.restingRate FINE    | SERVICE      | SERVICE      | heart.restingRate | across    | null
  # asked finer than licensed it is capped, asked coarser it is coarser
  brand  | active    | heart.restingRate COARSE  | SERVICE      | SERVICE      | heart.restingRate | finest    | COARSE, capped
  brand  | active    | heart.restingRate EXACT   | SERVICE      | SERVICE      | heart.restingRate | coarsest  | BAND
  # the preview is what the brand gets
  person | active    | heart.restingRate COARSE  | SERVICE      | SERVICE      | heart.restingRate | preview   | COARSE
  person | active    | heart.restingRate COARSE  | SERVICE      | SERVICE      | heart.rate        | preview   | NO_LICENCE
  person | withdrawn | heart.restingRate COARSE  | SERVICE      | SERVICE      | heart.restingRate | preview   | null
  person | paused    | heart.restingRate COARSE  | SERVICE      | SERVICE      | heart.restingRate | preview   | null
  person | narrowed  | heart.restingRate COARSE  | SERVICE      | SERVICE      | heart.restingRate | preview   | BAND
  person | revoked   | heart.restingRate COARSE  | SERVICE      | SERVICE      | heart.restingRate | preview   | null
  person | expired   | heart.restingRate COARSE  | SERVICE      | SERVICE      | heart.restingRate | preview   | null
  person | exhausted | heart.restingRate COARSE  | SERVICE      | SERVICE      | heart.restingRate | preview   | USE_LIMIT_REACHED
  # one's own is exact, whatever was licensed
  person | active    | heart.restingRate BAND    | SERVICE      | SERVICE      | heart.restingRate | own       | EXACT
  person | withdrawn | heart.restingRate BAND    | SERVICE      | SERVICE      | heart.restingRate | own       | EXACT
  person | paused    | heart.restingRate BAND    | SERVICE      | SERVICE      | heart.restingRate | own       | EXACT
  # nobody else's is there at all
  brand  | active    | heart.restingRate EXACT   | SERVICE      | SERVICE      | heart.restingRate | own       | FORBIDDEN
  person | active    | heart.restingRate EXACT   | SERVICE      | SERVICE      | heart.restingRate | plain     | FORBIDDEN
  operator | active  | heart.restingRate EXACT   | SERVICE      | SERVICE      | heart.restingRate | plain     | FORBIDDEN
  operator | active  | heart.restingRate EXACT   | SERVICE      | SERVICE      | heart.restingRate | list      | FORBIDDEN
  operator | active  | heart.restingRate EXACT   | SERVICE      | SERVICE      | heart.restingRate | own       | FORBIDDEN
  nobody | active    | heart.restingRate EXACT   | SERVICE      | SERVICE      | heart.restingRate | plain     | UNAUTHENTICATED
  nobody | active    | heart.restingRate EXACT   | SERVICE      | SERVICE      | heart.restingRate | own       | UNAUTHENTICATED
  stranger | active  | heart.restingRate EXACT   | SERVICE      | SERVICE      | heart.restingRate | preview   | null
  stranger | active  | heart.restingRate EXACT   | SERVICE      | SERVICE      | heart.restingRate | own       | none
  writer | active    | heart.restingRate EXACT   | SERVICE      | SERVICE      | heart.restingRate | own       | FORBIDDEN
`);

const PURPOSES: Record<string, string> = { SERVICE: "SERVICE_PERSONALISATION", OFFERS: "PERSONALISED_OFFERS" };
const STEPS = { field: "fitness.steps", precision: "COARSE", history: "P30D" };
/** What the exchange of a state must say beside its terms. */
const LIMITS: Record<string, object> = {
  expiring: { lasts: "PT1H" },
  expired: { lasts: "PT1H" },
  exhausted: { maxDisclosures: 1 },
  bygone: { maxDisclosures: 1, lasts: "PT1H" },
};
const INTERVAL = "start end mean min max sum samples";

describe("the licensing table, through the gateway", () => {
  let world: World;
  let person: WorldPerson;
  let other: WorldBrand;
  let operator: Api;
  let nobody: Api;
  let stranger: WorldPerson;
  let writer: WorldPerson;
  beforeAll(async () => {
    world = await World.open();
    person = await world.person();
    other = await world.brand();
    operator = await world.operator();
    nobody = new Api(world.url, null);
    stranger = await world.person();
    writer = await world.person({ scopes: ["import"] });
    await person.importText(appleHealthExport({ seed: 7, now: world.now(), days: 45, profile: RUNNER }));
  }, 60_000);
  afterAll(() => world.close());
  // One person stands behind every row: what they paused in one must not hold in the next.
  afterEach(() => person.api.mutate("pauseSharing", { paused: false, idempotencyKey: world.key() }, "sharingPaused"));

  it.each(ROWS.map((row) => [Object.values(row).join(" · "), row] as const))("%s", async (_name, row) => {
    const { brand, ref } = await situation(row);
    const viewer = { brand, other, person, operator, nobody, stranger, writer }[row["viewer"]!]!;
    const [section, field] = row["field"]!.split(".") as [string, string];
    const answer = await viewer.ask(queryBy(row["road"]!, section, field, PURPOSES[row["asked for"]!]!, ref, brand.id));
    expect(toldBy(answer, section, field)).toBe(row["answer"]);
  });

  /** A brand of its own for each row, and a person whose licence is in the row's state. */
  async function situation(row: Record<string, string>): Promise<{ brand: WorldBrand; ref: string }> {
    const brand = await world.brand();
    const [licensed, precision] = row["licensed"]!.split(" ") as [string, string];
    const terms = [{ field: licensed, precision, history: "P30D" }, ...(row["state"] === "dropped" ? [STEPS] : [])];
    const exchange = await brand.publish({ purpose: PURPOSES[row["for"]!]!, terms, ...LIMITS[row["state"]!] });
    if (row["state"] === "declined") {
      await person.api.mutate(
        "declineExchange",
        { exchangeId: exchange.id, idempotencyKey: world.key() },
        "exchange { id }",
      );
      return { brand, ref: "unknown" };
    }
    const licence = await person.accept(exchange);
    const ref = await brand.refOf(licence);
    await becomes(row["state"]!, brand, ref, licence);
    return { brand, ref };
  }

  /** What happens to the licence before the row's question is asked. */
  async function becomes(state: string, brand: WorldBrand, ref: string, licenceId: string): Promise<void> {
    const change = (api: WorldPerson["api"], name: string, input: object, selection: string) =>
      api.mutate(name, { ...input, idempotencyKey: world.key() }, selection);
    const pause = (paused: boolean) => change(person.api, "pauseSharing", { paused }, "sharingPaused");
    const narrow = (field: string, precision: string) =>
      change(
        person.api,
        "narrowLicence",
        { licenceId, terms: [{ field, precision, history: "P30D" }] },
        "licence { id }",
      );
    const use = async (): Promise<void> => {
      await brand.customer(ref, "data { heart { restingRate { start } } }");
      await world.confide.settle();
    };
    const steps: Record<string, () => Promise<unknown>> = {
      withdrawn: () => person.withdraw(licenceId),
      locked: () => world.distrust(brand.id),
      paused: () => pause(true),
      resumed: async () => [await pause(true), await pause(false)],
      narrowed: () => narrow("heart.restingRate", "BAND"),
      predicate: () => narrow("heart.restingRate", "PREDICATE"),
      dropped: () => narrow(STEPS.field, STEPS.precision),
      revoked: () => change(brand.api, "endLicence", { licenceId }, "licence { id }"),
      expiring: async () => world.advance(HOUR_MS - MINUTE_MS),
      expired: async () => world.advance(HOUR_MS),
      exhausted: use,
      bygone: async () => [await use(), world.advance(HOUR_MS)],
    };
    await steps[state]?.();
  }
});

function queryBy(road: string, section: string, field: string, purpose: string, ref: string, brandId: string): string {
  const customer = `customer(ref: "${ref}", purpose: ${purpose})`;
  switch (road) {
    case "alias":
      return `{ told: ${customer} { all: data { part: ${section} { values: ${field} { ${INTERVAL} } } } } }`;
    case "fragment":
      return `{ told: ${customer} { ...Told } } fragment Told on Customer { all: data { part: ${section} { ... { values: ${field} { ...Value } } } } }
              fragment Value on Interval { ${INTERVAL} }`;
    case "list":
      return `{ list: customers(purpose: ${purpose}) { nodes { all: data { part: ${section} { values: ${field} { ${INTERVAL} } } } } } }`;
    case "preview":
      return `{ me { told: previewAs(brandId: "${brandId}", purpose: ${purpose}) { all: data { part: ${section} { values: ${field} { ${INTERVAL} } } } } } }`;
    case "own":
      return `{ me { all: data { part: ${section} { values: ${field} { ${INTERVAL} } } } } }`;
    case "inline":
      return `{ told: ${customer} { ... on Customer { all: data { ... on IntimateData { part: ${section} { ... @include(if: true) { values: ${field} { ${INTERVAL} } } } } } } } }`;
    case "variables":
      return `query ($ref: ID! = "${ref}", $purpose: Purpose! = ${purpose}, $not: Boolean! = false) { told: customer(ref: $ref, purpose: $purpose) { all: data { part: ${section} { values: ${field} @skip(if: $not) { ${INTERVAL} } } } } }`;
    case "entities":
      return `{ _entities(representations: [{ __typename: "Customer", capability: "${ref}" }]) { __typename } }`;
    case "lent":
      return `{ told: ${customer} { capability: ref all: data { part: ${section} { values: ${field} { ${INTERVAL} } } } } }`;
    case "before":
      return `{ told: ${customer} { all: data { part: ${section} { values: ${field}(${daysAgo(60, 40)}) { ${INTERVAL} } } } } }`;
    case "across":
      return `{ told: ${customer} { all: data { part: ${section} { values: ${field}(${daysAgo(44, 0)}) { ${INTERVAL} } } } } }`;
    case "finest":
    case "coarsest":
      return `{ told: ${customer} { all: data { part: ${section} { values: ${field}(precision: ${road === "finest" ? "EXACT" : "BAND"}) { ${INTERVAL} } } } } }`;
    default:
      return `{ told: ${customer} { all: data { part: ${section} { values: ${field} { ${INTERVAL} } } } } }`;
  }
}

/** Of the real clock: no row that asks for a period lets time pass by more than an hour. */
function daysAgo(from: number, to: number): string {
  const [first, last] = [from, to].map((days) => new Date(Date.now() - days * 24 * HOUR_MS).toISOString());
  return `during: { from: "${first}", to: "${last}" }`;
}

interface Told {
  all: {
    part: {
      values:
        | {
            start: string;
            end: string;
            mean: number | null;
            min: number | null;
            max: number | null;
            sum: number | null;
          }[]
        | null;
    };
  };
}

/** The answer in the table's words; an answer that holds a value and a refusal at once is neither. */
function toldBy(answer: Answer, section: string, field: string): string {
  const data = answer.data as never as {
    told?: Told | null;
    me?: { told?: Told | null; all?: Told["all"] } | null;
    list?: { nodes: Told[] };
  } | null;
  const code = answer.errors?.[0]?.extensions["code"];
  if (code !== undefined) return code as string;
  const withheld = answer.extensions?.withheld ?? [];
  const told = data?.list ? data.list.nodes[0] : data?.me?.all ? { all: data.me.all } : (data?.me?.told ?? data?.told);
  if (data?.list?.nodes.length === 0) return "empty";
  if (!told)
    return withheld[0]?.reason === "NO_LICENCE" && withheld[0].field === null ? "null" : "nothing, without a reason";
  const { values } = told.all.part;
  if (values === null) {
    return withheld.length === 1 && withheld[0]!.field === `${section}.${field}`
      ? withheld[0]!.reason
      : "null, without a reason";
  }
  expect(withheld).toEqual([]);
  if (values.length === 0) return "none";
  return precisionOf(values) + (answer.extensions?.capped ? ", capped" : "");
}

/** How fine a series is, judged by what it shows and not by what it is said to be. */
function precisionOf(values: NonNullable<Told["all"]["part"]["values"]>): string {
  const isMidnight = (instant: string): boolean => instant.endsWith("T00:00:00.000Z");
  const isHour = (instant: string): boolean => instant.endsWith(":00:00.000Z");
  const days = (v: { start: string; end: string }): number => (Date.parse(v.end) - Date.parse(v.start)) / 86_400_000;
  if (values.every((v) => v.mean === null && v.sum === null && isMidnight(v.start))) return "BAND";
  if (values.every((v) => isMidnight(v.start) && isMidnight(v.end))) {
    const isHalfKilograms = values.every(
      (v) =>
        days(v) === 1 &&
        Number.isInteger((v.mean ?? 0) * 2) &&
        (v.mean ?? 0) > 60 &&
        (v.mean ?? 0) < 72 &&
        !Number.isInteger(v.min ?? 0.5),
    );
    return isHalfKilograms ? "FINE" : "COARSE";
  }
  return values.every((v) => isHour(v.start) && isHour(v.end) && days(v) === 1 / 24) ? "FINE" : "EXACT";
}
