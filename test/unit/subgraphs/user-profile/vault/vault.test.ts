import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import type { Database } from "../../../../../shared/database.js";
import { EpochKeys } from "../../../../../shared/epoch-keys.js";
import { PersonKeys } from "../../../../../shared/person-keys.js";
import {
  Activity,
  ImportSource,
  Provenance,
  type Observation,
  type Origin,
} from "../../../../../subgraphs/user-profile/observation.js";
import { storage } from "../../../../../subgraphs/user-profile/storage.js";
import type { AddedObservations } from "../../../../../subgraphs/user-profile/vault/data-source.js";
import { DayBatches } from "../../../../../subgraphs/user-profile/vault/day-batches.js";
import { Zone } from "../../../../../subgraphs/user-profile/vault/local-day.js";
import type { FiledObservation } from "../../../../../subgraphs/user-profile/vault/stored-observation.js";
import { Vault } from "../../../../../subgraphs/user-profile/vault/vault.js";
import { storedBytes, ThrowawayDatabase } from "../../../../harness/databases.js";
import { heartRate, WATCH } from "./observations.js";

const NOON = Date.parse("2025-03-09T12:00:00Z");
const ALL = { firstDay: "0000-01-01", lastDay: "9999-12-31" };
const PHONE = { source: ImportSource.APPLE_HEALTH, device: "iPhone", grade: Provenance.OBSERVED };

describe("the vault", () => {
  let throwaway: ThrowawayDatabase;
  let database: Database;
  let vault: Vault;
  let people = 0;

  beforeAll(async () => {
    throwaway = await ThrowawayDatabase.open(storage);
    database = throwaway.database;
    const keks = [{ version: 1, key: Buffer.alloc(32, 7) }];
    vault = new Vault(new PersonKeys(EpochKeys.open(join(throwaway.directory, "keys"), keks, new Date())));
  });
  afterAll(() => throwaway.close());

  const newPerson = (): string => `person-${++people}`;
  const add = (personId: string, ...observations: Observation[]): Promise<AddedObservations[]> => {
    const batches = new DayBatches(new Zone("UTC"));
    for (const observation of observations) batches.add(observation);
    return database.write((manager) => vault.addDays(manager, personId, batches.take()));
  };
  const rates = (personId: string, days = ALL): Promise<FiledObservation[]> =>
    database.read((manager) => vault.observations(manager, personId, "heart.rate", days));
  const count = (added: AddedObservations[]): number => added.reduce((sum, one) => sum + one.count, 0);

  it("files every observation under its own local day, in order of time", async () => {
    const person = newPerson();
    // One hour east of UTC it is the tenth already.
    await add(person, heartRate(NOON + 11 * 3_600_000, 63), heartRate(NOON + 1000, 62), heartRate(NOON, 61));
    const filed = await rates(person);
    expect(filed.map(({ day, value }) => [day, value])).toEqual([
      ["2025-03-09", 61],
      ["2025-03-09", 62],
      ["2025-03-10", 63],
    ]);
    expect(await rates(person, { firstDay: "2025-03-10", lastDay: "2025-03-10" })).toEqual(filed.slice(2));
  });

  it("adds nothing when the same comes again, and what is new when more does", async () => {
    const person = newPerson();
    expect(count(await add(person, heartRate(NOON, 61), heartRate(NOON + 1000, 62)))).toBe(2);
    expect(await add(person, heartRate(NOON + 1000, 62), heartRate(NOON, 61))).toEqual([]);
    expect(count(await add(person, heartRate(NOON, 61), heartRate(NOON + 500, 70)))).toBe(1);
    expect((await rates(person)).map(({ value }) => value)).toEqual([61, 70, 62]);
  });

  it("keeps identical readings as often as a file has them", async () => {
    const person = newPerson();
    const twice = [heartRate(NOON, 61), heartRate(NOON, 61)];
    expect(count(await add(person, ...twice))).toBe(2);
    expect(count(await add(person, ...twice))).toBe(0);
    expect(count(await add(person, ...twice, heartRate(NOON, 61)))).toBe(1);
    expect(await rates(person)).toHaveLength(3);
  });

  it("takes a later import's word for what one device tells once, and both of what one import tells twice", async () => {
    const person = newPerson();
    const [first, second] = [
      { ...WATCH, importId: "first" },
      { ...WATCH, importId: "second" },
    ];
    const weight = (value: number, origin: Origin, atMs = NOON): Observation => ({
      ...heartRate(atMs, value, origin),
      metric: "body.weight",
    });
    const weights = async (): Promise<(number | undefined)[]> => {
      const filed = await database.read((manager) => vault.observations(manager, person, "body.weight", ALL));
      return filed.map(({ value }) => value);
    };
    expect(count(await add(person, weight(80, first), weight(81, first, NOON + 1000)))).toBe(2);
    expect(count(await add(person, weight(79, second)))).toBe(0);
    expect(await weights()).toEqual([79, 81]);
    expect(count(await add(person, weight(70, { ...PHONE, importId: "second" })))).toBe(1);
    expect(await weights()).toEqual([79, 70, 81]);
    // One import may tell two of one instant; heart rates of one second are many.
    await add(person, weight(60, second, NOON + 2000), weight(61, second, NOON + 2000));
    expect((await weights()).slice(-2)).toEqual([60, 61]);
    await add(person, heartRate(NOON, 61, first));
    await add(person, heartRate(NOON, 62, second));
    expect(await rates(person)).toHaveLength(2);
  });

  it("takes the later of two tellings of one workout", async () => {
    const person = newPerson();
    const workout = (minutes: number, distanceMetres: number, importId: string): Observation => ({
      kind: "workout",
      activity: Activity.RUN,
      startMs: NOON,
      endMs: NOON + minutes * 60_000,
      offsetMinutes: 60,
      origin: { ...WATCH, importId },
      distanceMetres,
      energyKilocalories: null,
    });
    await add(person, workout(30, 5_000, "first"));
    await add(person, workout(31, 5_200, "second"));
    const filed = await database.read((manager) => vault.observations(manager, person, "fitness.workouts", ALL));
    expect(filed).toMatchObject([{ distanceMetres: 5_200, endMs: NOON + 31 * 60_000 }]);
  });

  it("tells readings apart by device and value, not by grade", async () => {
    const person = newPerson();
    const typedIn = { ...WATCH, grade: Provenance.PROVIDED };
    await add(person, heartRate(NOON, 61));
    const added = await add(person, heartRate(NOON, 61, PHONE), heartRate(NOON, 62), heartRate(NOON, 61, typedIn));
    expect(count(added)).toBe(2);
  });

  it("ends with the same, however readings are parted and repeated", async () => {
    const reading = fc.record({ second: fc.nat(3), value: fc.integer({ min: 60, max: 62 }), isPhone: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(fc.array(reading, { maxLength: 12 }), fc.array(reading, { maxLength: 12 }), async (a, b) => {
        const made = (readings: typeof a): Observation[] =>
          readings.map(({ second, value, isPhone }) => heartRate(NOON + second * 1000, value, isPhone ? PHONE : WATCH));
        const person = newPerson();
        const first = count(await add(person, ...made(a)));
        const second = count(await add(person, ...made(b)));
        expect(first).toBe(a.length);
        expect(count(await add(person, ...made(a)))).toBe(0);
        expect(count(await add(person, ...made(b)))).toBe(0);
        const kept = (await rates(person)).map((o) => `${o.startMs} ${String(o.value)} ${o.origin.device ?? ""}`);
        expect(kept).toHaveLength(first + second);
        // Of each reading as many as the file has that holds most of it.
        const times = (readings: Observation[], key: string): number =>
          readings.filter((o) => o.kind === "sample" && `${o.startMs} ${o.value} ${o.origin.device ?? ""}` === key)
            .length;
        for (const key of new Set(kept)) {
          expect(kept.filter((other) => other === key)).toHaveLength(
            Math.max(times(made(a), key), times(made(b), key)),
          );
        }
      }),
      { numRuns: 40 },
    );
  });

  it("says what came from where, for each metric and origin once", async () => {
    const weight = { ...heartRate(NOON, 70), metric: "body.weight" as const };
    const added = await add(
      newPerson(),
      heartRate(NOON, 61),
      heartRate(NOON + 86_400_000, 62),
      heartRate(NOON, 61, PHONE),
      { ...weight, origin: PHONE },
    );
    expect(added).toEqual([
      { origin: WATCH, metric: "heart.rate", fromMs: NOON, toMs: NOON + 86_400_000, count: 2 },
      { origin: PHONE, metric: "heart.rate", fromMs: NOON, toMs: NOON, count: 1 },
      { origin: PHONE, metric: "body.weight", fromMs: NOON, toMs: NOON, count: 1 },
    ]);
  });

  it("keeps people apart, and adds nothing for nothing", async () => {
    const [one, other] = [newPerson(), newPerson()];
    await add(one, heartRate(NOON, 61));
    expect(await add(other)).toEqual([]);
    expect(await rates(other)).toEqual([]);
    expect(count(await add(other, heartRate(NOON, 61)))).toBe(1);
    expect(await rates(one)).toHaveLength(1);
  });

  it("leaves a day as it was when the unit of work fails", async () => {
    const person = newPerson();
    await add(person, heartRate(NOON, 61));
    const batches = new DayBatches(new Zone("UTC"));
    batches.add(heartRate(NOON + 1000, 62));
    const failing = database.write(async (manager) => {
      await vault.addDays(manager, person, batches.take());
      throw new Error("planted");
    });
    await expect(failing).rejects.toThrow("planted");
    expect((await rates(person)).map(({ value }) => value)).toEqual([61]);
  });

  it("writes no word of an observation in the clear", async () => {
    const person = newPerson();
    await add(person, heartRate(NOON, 61, { ...WATCH, device: "A Telling Device" }));
    const bytes = await storedBytes(throwaway.place);
    expect(bytes.includes(person)).toBe(true);
    expect(bytes.includes("Telling")).toBe(false);
  });
});
