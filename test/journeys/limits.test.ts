import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { getIntrospectionQuery } from "graphql";
import { BUCKET_POINTS, OPERATION_POINTS_MAX, RESTORE_POINTS_PER_SECOND } from "../../gateway/limits.js";
import { World, type Answer } from "../harness/world.js";
import type { WorldBrand } from "../harness/world-brand.js";
import type { WorldPerson } from "../harness/world-person.js";

/** What may be asked in one operation: hostile queries are refused before they are planned, honest ones pass (HTTP.md). */
describe("the limits of one operation", () => {
  let world: World;
  let person: WorldPerson;
  let brand: WorldBrand;
  beforeAll(async () => {
    world = await World.open();
    person = await world.person();
    brand = await world.brand();
  }, 60_000);
  afterAll(() => world.close());

  const ask = async (token: string | null, query: string, headers: Record<string, string> = {}): Promise<Answer> => {
    const response = await fetch(`${world.url}/graphql`, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        ...(token !== null && { authorization: `Bearer ${token}` }),
        ...headers,
      },
      body: JSON.stringify({ query }),
    });
    const text = await response.text();
    return { ...(JSON.parse(text) as Omit<Answer, "status" | "text">), status: response.status, text };
  };
  const who = { person: () => person.token, brand: () => brand.api.bearer, nobody: () => null };

  const times = (count: number, text: (index: number) => string): string =>
    Array.from({ length: count }, (_, index) => text(index)).join(" ");
  const nest = (levels: number, first: number): string =>
    levels === 0 ? "id" : `exchanges(first: ${first}) { nodes { brand { ${nest(levels - 1, first)} } } }`;
  const SERIES = "start end mean min max unit samples";

  it.each([
    ["pages in pages", "brand", `{ brand { ${nest(3, 100)} } }`],
    ["pages in pages in pages", "brand", `{ brand { ${nest(4, 100)} } }`],
    ["small pages, deep", "brand", `{ brand { ${nest(7, 2)} } }`],
    [
      "a hundred names of a series",
      "person",
      `{ me { data { heart { ${times(100, (i) => `a${i}: rate { ${SERIES} }`)} } } } }`,
    ],
    [
      "a hundred names in five places",
      "person",
      `{ me { ${times(5, (d) => `d${d}: data { heart { ${times(20, (i) => `a${i}: rate { ${SERIES} }`)} } }`)} } }`,
    ],
    [
      "a hundred catalogues of nobody",
      "nobody",
      `{ ${times(100, (i) => `a${i}: catalogue { path typicalReward { low } }`)} }`,
    ],
    [
      "a series under three names of a full page",
      "brand",
      `{ customers(purpose: SERVICE_PERSONALISATION, first: 50) { nodes { data { heart { rate { mean } again: rate { max } once: rate { min } } } } } }`,
    ],
    ["introspection of introspection", "nobody", `{ ${times(21, (i) => `a${i}: __schema { types { name } }`)} }`],
  ] as const)("refuse %s", async (_name, principal, query) => {
    const answer = await ask(who[principal](), query);
    expect(answer.status).toBe(400);
    expect(answer.errors?.map(({ extensions }) => extensions)).toEqual([
      { code: "COST_EXCEEDED", requestId: expect.any(String) },
    ]);
    expect(answer.data).toBeUndefined();
    // A shape is refused before it is priced.
    const cost =
      answer.extensions === undefined
        ? undefined
        : { cost: { requestedQueryCost: expect.any(Number), actualQueryCost: null } };
    expect(answer.extensions).toEqual(cost);
  });

  it("say the cost and the limit", async () => {
    const { errors } = await ask(who.brand(), `{ brand { ${nest(3, 100)} } }`);
    expect(errors![0]!.message).toMatch(new RegExp(`costs \\d+ points, ${OPERATION_POINTS_MAX} at most are allowed`));
  });

  it.each([
    [
      "the deepest question",
      "brand",
      "{ brand { account { licences { edges { node { exchange { brand { exchanges(first: 1) { edges { node { terms { field } } } } } } } } } } } }",
    ],
    [
      "a licence's brand's trust",
      "person",
      "{ me { licences(first: 100) { nodes { id terms { field precision } exchange { id terms { field } optionalTerms { field } brand { name trust { level missing } } } } } } }",
    ],
    [
      "a preview of every branch",
      "person",
      `{ me { previewAs(brandId: "x", purpose: SERVICE_PERSONALISATION) { ref licences { id exchange { brand { trust { level } } } } data { ${everyField()} } offerSlots(placement: "home", count: 3) { position proposition { offer { brand { name trust { level } } } } } } } }`,
    ],
    ["every field of one's own", "person", `{ me { id data { ${everyField()} } } }`],
    [
      "every field of a default page",
      "brand",
      `{ customers(purpose: SERVICE_PERSONALISATION) { nodes { ref data { ${everyField()} } } } }`,
    ],
    [
      "every field of a full page",
      "brand",
      `{ customers(purpose: SERVICE_PERSONALISATION, first: 50) { nodes { ref data { ${everyField()} } } } }`,
    ],
    [
      "a series of a full page",
      "brand",
      "{ customers(purpose: SERVICE_PERSONALISATION, first: 50) { nodes { ref data { heart { rate { mean } } } } } }",
    ],
    [
      "twelve months of a series",
      "person",
      `{ me { data { heart { ${times(12, (i) => `m${i}: rate { ${SERIES} }`)} } } } }`,
    ],
    ["twenty exchanges by id", "brand", `{ ${times(20, (i) => `e${i}: exchange(id: "x${i}") { id }`)} }`],
    [
      "the catalogue and the traits",
      "nobody",
      "{ catalogue { path title tier precisions { precision gives } typicalReward { low high } } traits { id formula } }",
    ],
    ["introspection", "nobody", getIntrospectionQuery()],
  ] as const)("let %s pass", async (_name, principal, query) => {
    const answer = await ask(who[principal](), query);
    expect(answer.errors ?? []).toEqual([]);
    expect(answer.status).toBe(200);
  });

  it("tell the cost in Shopify's names, and what is left to who asks for it", async () => {
    const debug = { "confide-debug-cost": "1" };
    const fresh = await world.person();
    const { extensions } = await ask(fresh.token, "{ me { id } }", debug);
    const { cost } = extensions as { cost: Record<string, number | Record<string, number>> };
    const points = cost["requestedQueryCost"] as number;
    expect(points).toBeGreaterThan(0);
    expect(cost).toEqual({
      requestedQueryCost: points,
      actualQueryCost: points,
      throttleStatus: {
        maximumAvailable: BUCKET_POINTS,
        currentlyAvailable: expect.any(Number),
        restoreRate: RESTORE_POINTS_PER_SECOND,
      },
    });
    const refused = await ask(who.brand(), `{ brand { ${nest(3, 100)} } }`, debug);
    expect(refused.extensions).toMatchObject({
      cost: { requestedQueryCost: expect.any(Number), actualQueryCost: null },
    });
  });

  it("cost a denied field what a granted one costs, and change no answer about nobody", async () => {
    const costOf = async (ref: string): Promise<unknown> => {
      const query = `{ customer(ref: "${ref}", purpose: SERVICE_PERSONALISATION) { data { fitness { steps { sum } } body { weight { mean } } } } }`;
      const { extensions } = await ask(who.brand(), query);
      return (extensions as { cost: { actualQueryCost: number } }).cost.actualQueryCost;
    };
    const ref = await brand.refOf(await person.licensing("fitness.steps", "COARSE", "P30D").to(brand));
    expect(await costOf(ref)).toBe(await costOf("nobody"));
    const unknown = () => ask(who.brand(), '{ customer(ref: "nobody", purpose: RESEARCH_AND_DEVELOPMENT) { ref } }');
    const [first, second] = [await unknown(), await unknown()];
    expect(first.text).toBe(second.text);
    expect(first.extensions).toMatchObject({ cost: { requestedQueryCost: expect.any(Number) } });
    expect(first.text).not.toContain("throttleStatus");
  });

  it("hold no price for a field that is left out", async () => {
    const selling = await world.brand();
    const other = await world.person();
    const exchange = await selling.publish({
      terms: [{ field: "fitness.steps", precision: "COARSE", history: "P30D" }],
      rewardPerDisclosure: 7,
    });
    const ref = await selling.refOf(await other.accept(exchange));
    const query = `query ($ref: ID!, $isAsked: Boolean!) {
      customer(ref: $ref, purpose: SERVICE_PERSONALISATION) { ref data { fitness { steps @include(if: $isAsked) { sum } } } } }`;
    const before = await selling.escrow();
    expect((await selling.ask(query, { ref, isAsked: false })).status).toBe(200);
    expect(await selling.escrow()).toEqual(before);
    expect((await selling.ask(query, { ref, isAsked: true })).status).toBe(200);
    expect(await selling.escrow()).not.toEqual(before);
  });
});

/** All 30 fields with what is in them. */
function everyField(): string {
  const series = "{ start end mean min max sum unit samples }";
  const range = "{ low high unit }";
  const place = "{ latitude longitude locality region country }";
  const visit = `{ place ${place} start end }`;
  return `demographics { birthYear ${range} gender languages household ${range} homeArea ${place} }
    contact { givenName familyName email phone postalAddress } location { home ${place} visits ${visit} }
    fitness { workouts { activity start end distanceMetres meanHeartRate } steps ${series} activeEnergy ${series} }
    heart { rate ${series} restingRate ${series} variability ${series} }
    body { weight ${series} height ${range} bodyMassIndex ${range} }
    sleep { duration ${series} stages { stage start end } } diet { energy ${series} macronutrients { start proteinGrams } }
    work { workingHours ${series} pattern { typicalStart typicalEnd daysPerWeek } }
    photos { count ${range} places ${visit} moments { takenAt place ${place} camera } }`;
}
