import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { appleHealthExport, RUNNER } from "../../demo/sample-exports.js";
import { World } from "../harness/world.js";
import type { WorldBrand } from "../harness/world-brand.js";
import type { WorldPerson } from "../harness/world-person.js";

/** The main job, through the gateway over HTTP: a real export in, a licence, exactly the licensed fields out, withdrawn, nothing. */
describe("the flip", () => {
  let world: World;
  let mara: WorldPerson;
  let brand: WorldBrand;
  let ref: string;
  let licenceId: string;

  beforeAll(async () => {
    world = await World.open();
    mara = await world.person();
    brand = await world.brand();
    const text = appleHealthExport({ seed: 1, now: world.now(), days: 45, profile: RUNNER });
    expect((await mara.importText(text, "export.xml")).status).toBe("DONE");
    // The brand knows her already, by a licence for another purpose.
    ref = await brand.refOf(await mara.licensing("fitness.steps", "COARSE", "P30D").to(brand));
  }, 60_000);

  afterAll(() => world.close());

  const QUERY = `ref data { heart { restingRate { start mean min max unit samples } rate { mean } }
    fitness { workouts { activity start distanceMetres } } demographics { birthYear { low high } } }
    offerSlots(placement: "home") { position noOfferReason proposition { because offer { title } } }`;
  const ask = () => brand.customer(ref, QUERY, "PERSONALISED_OFFERS");

  it("answers null and NO_LICENCE before anything is licensed", async () => {
    const answer = await ask();
    expect(answer.status).toBe(200);
    expect(answer.data).toEqual({ customer: null });
    expect(answer.errors).toBeUndefined();
    expect(answer.extensions).toEqual({
      withheld: [{ path: ["customer"], field: null, reason: "NO_LICENCE" }],
      cost: { requestedQueryCost: expect.any(Number), actualQueryCost: expect.any(Number) },
    });
  });

  it("answers exactly the licensed fields once she has accepted, chooses an offer by them and pays her", async () => {
    await brand.offer({
      title: "Trainers",
      targeting: [{ trait: "runsPerWeek", operator: "AT_LEAST", values: ["2"] }],
      rewardOnClaim: 10,
    });
    const exchange = await brand.publish({
      purpose: "PERSONALISED_OFFERS",
      terms: [
        { field: "heart.restingRate", precision: "COARSE", history: "P30D", points: 80 },
        { field: "fitness.workouts", precision: "FINE", history: "P30D", points: 120 },
      ],
      optionalTerms: [{ field: "demographics.birthYear", precision: "BAND", history: "P30D", points: 30 }],
      rewardPerDisclosure: 2,
    });
    licenceId = await mara.accept(exchange);
    expect(await mara.wallet()).toEqual({ available: 200, pending: 0 });

    const answer = await ask();
    expect(answer.errors).toBeUndefined();
    const customer = answer.data!["customer"] as never as {
      ref: string;
      data: {
        heart: { restingRate: { mean: number; min: null; unit: string; samples: null }[]; rate: null };
        fitness: { workouts: { activity: string; distanceMetres: number }[] };
        demographics: { birthYear: null };
      };
      offerSlots: unknown;
    };
    expect(customer.ref).toBe(ref);
    expect(customer.data.heart.restingRate.length).toBeGreaterThan(20);
    for (const day of customer.data.heart.restingRate) {
      expect(day).toMatchObject({ min: null, unit: "/min", samples: null });
      expect(Number.isInteger(day.mean)).toBe(true);
    }
    for (const run of customer.data.fitness.workouts) expect(run.distanceMetres % 100).toBe(0);
    expect(customer.data.fitness.workouts.some(({ activity }) => activity === "RUN")).toBe(true);
    expect(customer.data.heart.rate).toBeNull();
    expect(customer.data.demographics.birthYear).toBeNull();
    expect(answer.extensions?.withheld).toEqual([
      { path: ["customer", "data", "heart", "rate"], field: "heart.rate", reason: "NO_LICENCE" },
      {
        path: ["customer", "data", "demographics", "birthYear"],
        field: "demographics.birthYear",
        reason: "NO_LICENCE",
      },
    ]);
    expect(customer.offerSlots).toEqual([
      { position: 1, noOfferReason: null, proposition: { because: ["runsPerWeek"], offer: { title: "Trainers" } } },
    ]);
  });

  it("says where the answer is narrower than what was asked", async () => {
    const answer = await brand.customer(
      ref,
      `data { h: heart { restingRate(precision: EXACT, during: { from: "2020-01-01T00:00:00Z", to: "2100-01-01T00:00:00Z" }) { mean } }
        fitness { workouts(precision: COARSE) { start distanceMetres } } }`,
      "PERSONALISED_OFFERS",
    );
    expect(answer.errors).toBeUndefined();
    expect(answer.extensions).toEqual({
      cost: expect.any(Object),
      capped: [
        {
          path: ["customer", "data", "h", "restingRate"],
          field: "heart.restingRate",
          precision: "COARSE",
          from: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
        },
      ],
    });
    const from = Date.parse((answer.extensions!.capped as { from: string }[])[0]!.from);
    expect(Math.abs(from - (world.now().getTime() - 30 * 86_400_000))).toBeLessThan(60_000);
    const { fitness } = (
      answer.data as never as {
        customer: { data: { fitness: { workouts: { start: string; distanceMetres: number }[] } } };
      }
    ).customer.data;
    expect(fitness.workouts.length).toBeGreaterThan(0);
    for (const { start, distanceMetres } of fitness.workouts) {
      expect(start).toMatch(/T00:00:00.000Z$/);
      expect(distanceMetres % 1000).toBe(0);
    }
  });

  it("shows her what left, for whom and what it paid", async () => {
    await world.confide.settle();
    const { data } = await mara.ask(
      `{ me { wallet { available pending entries(first: 10) { nodes { points kind brand { id } } } }
         disclosures(first: 10) { nodes { kind points purpose operationName brand { id } licence { id } fields { field precision items } } } } }`,
    );
    const me = data!["me"] as never as {
      wallet: { available: number; pending: number; entries: { nodes: { points: number; kind: string }[] } };
      disclosures: { nodes: { kind: string; points: number; licence: { id: string }; fields: { field: string }[] }[] };
    };
    expect(me.wallet).toMatchObject({ available: 204, pending: 0 });
    expect(me.wallet.entries.nodes.map(({ points, kind }) => `${kind} ${points}`)).toContain("DISCLOSURE 2");
    const value = me.disclosures.nodes.filter(({ kind }) => kind === "VALUE");
    expect(value).toHaveLength(2); // one for each operation
    expect(value[0]).toMatchObject({
      points: 2,
      operationName: "Slot",
      purpose: "PERSONALISED_OFFERS",
      licence: { id: licenceId },
    });
    expect(value[0]?.fields.map(({ field }) => field).sort()).toEqual(["fitness.workouts", "heart.restingRate"]);
    const decision = me.disclosures.nodes.filter(({ kind }) => kind === "DECISION");
    expect(decision).toHaveLength(1);
    expect(decision[0]).toMatchObject({ points: 0, fields: [{ field: "fitness.workouts" }] });
  });

  it("answers null again as soon as she has withdrawn, byte for byte as for a stranger", async () => {
    await mara.withdraw(licenceId);
    const withdrawn = await ask();
    const stranger = await brand.customer("nobody-of-this-name", QUERY, "PERSONALISED_OFFERS");
    expect(withdrawn.data).toEqual({ customer: null });
    expect(withdrawn.text).toBe(stranger.text);
    expect(await mara.wallet()).toEqual({ available: 204, pending: 0 });
  });
});
