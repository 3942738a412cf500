import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { DAY_MS } from "../../shared/clock.js";
import { fieldSpec, FIELDS } from "../../shared/licensing/field.js";
import { coarseness, Precision, PRECISIONS } from "../../shared/licensing/precision.js";
import { EXACT_TEXTS, everyFieldFiles } from "../harness/every-field.js";
import { fieldSelection } from "../harness/field-selection.js";
import { World } from "../harness/world.js";
import type { WorldBrand } from "../harness/world-brand.js";
import type { WorldPerson } from "../harness/world-person.js";

/**
 * Every field of the vault, from a file to an answer. The files hold digits that stand for EXACT and nothing else, so
 * that an answer at any other precision can be searched for them.
 */
const DAYS = 40;

describe("every field of the vault", () => {
  let world: World;
  let person: WorldPerson;
  let brand: WorldBrand;
  let during: string;
  beforeAll(async () => {
    world = await World.open();
    person = await world.person();
    brand = await world.brand();
    const now = world.now().getTime();
    during = `during: { from: "${iso(now - DAYS * DAY_MS)}", to: "${iso(now)}" }`;
    for (const file of everyFieldFiles(now))
      expect(await person.importBytes(file)).toMatchObject({ status: "DONE", problems: [] });
    await person.api.mutate("setMyHousehold", { persons: 4, idempotencyKey: world.key() }, "me { id }");
  }, 60_000);
  afterAll(() => world.close());

  /** What is in the vault, told at EXACT. */
  const own = async (path: string): Promise<unknown> => {
    const [branch = "", field = ""] = path.split(".");
    return (await person.own<Record<string, Record<string, unknown>>>(fieldSelection(path, null, during)))[branch]![
      field
    ];
  };

  it.each(FIELDS.map(({ path }) => path))("%s is in the vault, and its owner reads it", async (path) => {
    const told = await own(path);
    expect(told).not.toBeNull();
    expect(told).not.toEqual([]);
    const text = JSON.stringify(told);
    for (const secret of EXACT_TEXTS[path] ?? []) expect(text).toContain(secret);
  });

  it("body.bodyMassIndex is of the newest weight and height", async () => {
    expect(await own("body.bodyMassIndex")).toEqual({
      low: 71.3391 / 1.7263 ** 2,
      high: 71.3391 / 1.7263 ** 2,
      unit: "kg/m2",
    });
  });

  const cells = FIELDS.flatMap(({ path, precisions, personOnly }) =>
    PRECISIONS.filter(
      (precision) =>
        precision !== Precision.PREDICATE && precisions[precision] !== undefined && !personOnly.includes(precision),
    ).map((precision) => [path, precision] as const),
  );

  /** A customer who licensed every field that has this precision at it, under the reference that the brand has for them. */
  const customers = new Map<Precision, Promise<string>>();
  const customerAt = (precision: Precision): Promise<string> => {
    const known = customers.get(precision) ?? makeCustomer(precision);
    customers.set(precision, known);
    return known;
  };
  const makeCustomer = async (precision: Precision): Promise<string> => {
    const customer = await world.person();
    for (const file of everyFieldFiles(world.now().getTime())) await customer.importBytes(file);
    await customer.api.mutate("setMyHousehold", { persons: 4, idempotencyKey: world.key() }, "me { id }");
    const terms = cells
      .filter(([, cell]) => cell === precision)
      .map(([field]) => ({ field, precision, history: "P60D" }));
    return brand.refOf(await customer.accept(await brand.publish({ terms })));
  };

  it.each(cells)("%s licensed at %s tells that and nothing finer", async (path, precision) => {
    const ref = await customerAt(precision);
    const asked = PRECISIONS.filter((one) => one !== Precision.PREDICATE && hasCell(path, one));
    for (const one of [null, ...asked]) {
      const answer = await brand.customer(ref, `data { ${fieldSelection(path, one, during)} }`);
      expect(answer.errors).toBeUndefined();
      expect(answer.extensions?.withheld).toBeUndefined();
      const [branch = "", field = ""] = path.split(".");
      const told = (answer.data as never as Told).customer.data[branch]![field];
      expect(told).not.toBeNull();
      expect(told).not.toEqual([]);
      const isFiner = one !== null && coarseness(one) < coarseness(precision);
      expect(answer.extensions?.capped?.length ?? 0).toBe(isFiner ? 1 : 0);
      if (precision !== Precision.EXACT) expectNothingExact(path, JSON.stringify(told));
    }
  });

  /** No digits of EXACT, and no moment finer than the hour. */
  const expectNothingExact = (path: string, text: string): void => {
    for (const secret of EXACT_TEXTS[path] ?? []) expect(text).not.toContain(secret);
    for (const [, minutes] of text.matchAll(/T\d\d:(\d\d:\d\d\.\d{3})Z/g)) expect(minutes).toBe("00:00.000");
    expect(text).not.toMatch(/"samples":\d/);
  };

  it("heart.rate is needed beside fitness.workouts for a workout's mean, at its own precision", async () => {
    const ask = `data { fitness { workouts(${during}) { distanceMetres meanHeartRate } } }`;
    const mean = async (heart: Precision | null): Promise<{ told: unknown; withheld: unknown }> => {
      const customer = await world.person();
      for (const file of everyFieldFiles(world.now().getTime())) await customer.importBytes(file);
      const terms = [{ field: "fitness.workouts", precision: "EXACT", history: "P60D" }];
      if (heart) terms.push({ field: "heart.rate", precision: heart, history: "P60D" });
      const ref = await brand.refOf(await customer.accept(await brand.publish({ terms })));
      const { data, extensions } = await brand.customer(ref, ask);
      const [workout] = (data as never as Told).customer.data["fitness"]!["workouts"] as { meanHeartRate: unknown }[];
      return { told: workout!.meanHeartRate, withheld: extensions?.withheld };
    };
    const path = ["customer", "data", "fitness", "workouts", 0, "meanHeartRate"];
    expect(await mean(null)).toEqual({
      told: null,
      withheld: [{ path, field: "heart.rate", reason: "NO_LICENCE" }],
    });
    expect(await mean(Precision.EXACT)).toEqual({ told: 141.4137, withheld: undefined });
    expect(await mean(Precision.FINE)).toEqual({ told: 141, withheld: undefined });
    expect(await mean(Precision.BAND)).toEqual({ told: null, withheld: undefined });
    const { data } = await person.ask(`{ me { ${ask} } }`);
    expect(JSON.stringify(data)).toContain('"meanHeartRate":141.4137');
  });

  interface Told {
    customer: { data: Record<string, Record<string, unknown>> };
  }
});

const iso = (ms: number): string => new Date(ms).toISOString();

const hasCell = (path: string, precision: Precision): boolean => fieldSpec(path)!.precisions[precision] !== undefined;
