import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { describeWithSamples, samplePath } from "../harness/samples.js";
import { World } from "../harness/world.js";
import type { WorldPerson } from "../harness/world-person.js";

/** What services export, from a PUT to the sums that the gateway answers; the figures are expected.json's. */
const YEARS = `during: { from: "2000-01-01T00:00:00Z", to: "2026-01-01T00:00:00Z" }`;
const DAY = `precision: COARSE, ${YEARS}`;

interface Own {
  heart: { rate: { mean: number }[]; restingRate: { mean: number }[] };
  body: { weight: { mean: number }[] };
  fitness: { steps: { sum: number }[]; workouts: { activity: string; distanceMetres: number | null }[] };
  sleep: { duration: { sum: number | null; mean: number | null }[] };
  diet: { energy: { sum: number | null; mean: number | null }[] };
}
const OWN = `
  heart { rate(${YEARS}) { mean } restingRate(${YEARS}) { mean } } body { weight(${YEARS}) { mean } }
  fitness { steps(${YEARS}) { sum } workouts(${YEARS}) { activity distanceMetres } }
  sleep { duration(${YEARS}) { sum mean } } diet { energy(${YEARS}) { sum mean } }`;

describeWithSamples("imports of services", () => {
  let world: World;
  beforeAll(async () => {
    world = await World.open();
  }, 60_000);
  afterAll(() => world.close());

  const someone = async (): Promise<WorldPerson> => {
    const person = await world.person();
    const input = { timeZone: "America/New_York", idempotencyKey: world.key() };
    await person.api.mutate("setMyTimeZone", input, "me { id }");
    return person;
  };
  const mean = (values: readonly { mean: number | null }[]): number =>
    values.reduce((sum, value) => sum + (value.mean ?? 0), 0) / values.length;
  const sum = (values: readonly { sum: number | null; mean?: number | null }[]): number =>
    values.reduce((all, value) => all + (value.sum ?? value.mean ?? 0), 0);

  it.each([
    ["tcx/tcxparser-test.tcx", "TCX", (own: Own) => mean(own.heart.rate), 156.652742],
    ["tcx/garmin_connect.tcx", "TCX", (own: Own) => own.fitness.workouts[0]?.distanceMetres ?? NaN, 1_691.68],
    ["fitbit/takeout-fitbit.zip", "FITBIT", (own: Own) => sum(own.fitness.steps), 57_124],
    ["fitbit/takeout-fitbit.zip", "FITBIT", (own: Own) => mean(own.body.weight), 81.639067],
    ["fitbit/takeout-fitbit.zip", "FITBIT", (own: Own) => sum(own.sleep.duration), 1_590 / 60],
    ["fhir/synthea-abdul-koepp.json", "FHIR", (own: Own) => mean(own.body.weight), 92.115178],
    ["openmhealth/synth-datapoints.json", "OPEN_MHEALTH", (own: Own) => sum(own.fitness.steps), 6_221],
    ["nutrition/cronometer-servings.csv", "NUTRITION_CSV", (own: Own) => sum(own.diet.energy), 3_973.3],
    ["nutrition/mfp-File-Export.zip", "NUTRITION_CSV", (own: Own) => sum(own.diet.energy), 19_694],
    ["wearables/oura-heartrate.json", "OURA", (own: Own) => mean(own.heart.rate), 61.473008],
    ["wearables/whoop-export.zip", "WHOOP", (own: Own) => sum(own.sleep.duration), 3_470 / 60],
    ["wearables/whoop-export.zip", "WHOOP", (own: Own) => mean(own.heart.restingRate), 51.142857],
    ["wearables/garmin-weight-range.json", "GARMIN_CONNECT", (own: Own) => mean(own.body.weight), 80.873833],
    ["wearables/garmin-sleep.json", "GARMIN_CONNECT", (own: Own) => sum(own.sleep.duration), 430 / 60],
  ])("%s is told as %s", async (name, source, figure, expected) => {
    const person = await someone();
    const outcome = await person.import(samplePath(name), "a name that says nothing");
    expect(outcome).toMatchObject({ status: "DONE", sources: [source], problems: [] });
    expect(figure(await person.own<Own>(OWN))).toBeCloseTo(expected, 3);
    expect(await person.import(samplePath(name))).toMatchObject({ status: "DONE", recordsAdded: 0 });
    expect(figure(await person.own<Own>(OWN))).toBeCloseTo(expected, 3);
  });
});

describe("what two devices tell", () => {
  let world: World;
  beforeAll(async () => {
    world = await World.open();
  }, 60_000);
  afterAll(() => world.close());

  const record = (device: string, from: string, to: string, value: number): string =>
    `<Record type="HKQuantityTypeIdentifierStepCount" sourceName="${device}" unit="count" value="${value}" ` +
    `startDate="2025-03-01 ${from} +0000" endDate="2025-03-01 ${to} +0000"/>`;
  const records = [
    record("Zoe's Apple Watch", "08:00:00", "08:10:00", 1_000),
    record("Zoe's iPhone", "08:00:00", "08:10:00", 950),
    record("Zoe's iPhone", "09:00:00", "09:10:00", 300),
    record("Zoe's iPhone", "08:05:00", "08:15:00", 500),
  ];

  it("is summed once for a brand and its owner, who sees both by themselves", async () => {
    const person = await world.person();
    await person.importText(`<?xml version="1.0"?><HealthData>${records.join("")}</HealthData>`);
    const brand = await world.brand();
    const ref = await brand.refOf(await person.licensing("fitness.steps", "COARSE").to(brand));
    const answer = await brand.customer(ref, `data { fitness { steps(${YEARS}) { sum } } }`);
    const merged = { fitness: { steps: [{ sum: 1_000 + 300 + 250 }] } };
    expect(answer.data).toEqual({ customer: { data: merged } });
    expect(await person.own(`fitness { steps(${DAY}) { sum } }`)).toEqual(merged);
    const each = await person.own<Own>(`fitness { steps(${YEARS}) { sum } }`);
    expect(each.fitness.steps.map((one) => one.sum).sort((a, b) => a - b)).toEqual([300, 500, 950, 1_000]);
  });
});
