import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { DAY_MS, MINUTE_MS } from "../../../../../shared/clock.js";
import { Precision } from "../../../../../shared/licensing/precision.js";
import { openPersonKeys } from "../../../../../shared/person-keys.js";
import { generaliseWithin, type IntervalValue } from "../../../../../subgraphs/user-profile/generalise/series.js";
import { VaultReader } from "../../../../../subgraphs/user-profile/intimate-data/vault-reader.js";
import {
  ImportSource,
  Provenance,
  type Sample,
  type SampleMetric,
} from "../../../../../subgraphs/user-profile/observation.js";
import { storage } from "../../../../../subgraphs/user-profile/storage.js";
import { DayBatches } from "../../../../../subgraphs/user-profile/vault/day-batches.js";
import { Zone } from "../../../../../subgraphs/user-profile/vault/local-day.js";
import { Vault } from "../../../../../subgraphs/user-profile/vault/vault.js";
import { ThrowawayDatabase } from "../../../../harness/databases.js";
import { WATCH } from "./observations.js";

const PHONE = { source: ImportSource.APPLE_HEALTH, device: "iPhone", grade: Provenance.OBSERVED };
const FROM_MS = Date.UTC(2026, 2, 1);
const DAYS = 12;
const PERIOD = { fromMs: FROM_MS, toMs: FROM_MS + DAYS * DAY_MS };

describe("what a day comes to", () => {
  let throwaway: ThrowawayDatabase;
  let vault: Vault;
  beforeEach(async () => {
    throwaway = await ThrowawayDatabase.open(storage);
    const keks = [{ version: 1, key: Buffer.alloc(32, 7) }];
    vault = new Vault(await openPersonKeys(throwaway.database, join(throwaway.directory, "keys"), keks, new Date()));
    for (const metric of ["heart.rate", "fitness.steps", "body.weight"] as const) await add(metric);
  });
  afterEach(() => throwaway.close());

  /** Of two devices that partly tell the same, at odd times, over some days. */
  async function add(metric: SampleMetric): Promise<void> {
    const batches = new DayBatches(new Zone("Europe/Vienna"));
    for (let minute = 0; minute < (DAYS * DAY_MS) / MINUTE_MS; minute += 37) {
      for (const origin of minute % 3 === 0 ? [WATCH, PHONE] : [WATCH]) {
        const startMs = FROM_MS + minute * MINUTE_MS;
        const sample: Omit<Sample, "value"> = {
          kind: "sample",
          metric,
          startMs,
          endMs: startMs + 20 * MINUTE_MS,
          offsetMinutes: null,
          origin,
        };
        batches.add({ ...sample, value: 60 + ((minute * 7) % 41) });
      }
    }
    await throwaway.database.write((manager) => vault.addDays(manager, "ada", batches.take()));
  }

  const told = (field: string, licensed: Precision, precision: Precision): Promise<IntervalValue[]> =>
    throwaway.database.read(async (manager) => {
      const readings = await new VaultReader(vault).readings(manager, "ada", field, { licensed, precision }, PERIOD);
      return generaliseWithin(field, { licensed, precision, historyFromMs: PERIOD.fromMs }, readings, PERIOD);
    });
  const change = (statement: string): Promise<unknown> =>
    throwaway.database.write((manager) => manager.query(statement));

  const { EXACT, FINE, COARSE, BAND } = Precision;
  const BY_DAY = [
    ["heart.rate", COARSE, COARSE],
    ["heart.rate", EXACT, COARSE],
    ["heart.rate", EXACT, BAND],
    ["heart.rate", COARSE, BAND],
    ["fitness.steps", COARSE, COARSE],
    ["fitness.steps", EXACT, COARSE],
    ["fitness.steps", BAND, BAND],
    ["body.weight", FINE, FINE],
    ["body.weight", FINE, COARSE],
    ["body.weight", EXACT, BAND],
  ] as const;

  it.each(BY_DAY)("tells of %s licensed at %s at %s what the samples tell", async (field, licensed, precision) => {
    const fromSummaries = await told(field, licensed, precision);
    expect(fromSummaries.length).toBeGreaterThan(0);
    await change("UPDATE observation_day SET summary = NULL");
    expect(await told(field, licensed, precision)).toEqual(fromSummaries);
  });

  it.each(BY_DAY)("opens no chunk for %s licensed at %s at %s", async (field, licensed, precision) => {
    const before = await told(field, licensed, precision);
    await change("UPDATE observation_day SET chunk = x'00'");
    expect(await told(field, licensed, precision)).toEqual(before);
  });

  it.each([
    ["heart.rate", FINE, FINE],
    ["heart.rate", FINE, COARSE],
    ["heart.rate", EXACT, EXACT],
    ["body.weight", EXACT, EXACT],
  ] as const)("is not enough for %s licensed at %s at %s", async (field, licensed, precision) => {
    await change("UPDATE observation_day SET chunk = x'00'");
    await expect(told(field, licensed, precision)).rejects.toThrow("does not open");
  });

  it("follows what is taken out of a day and put into it", async () => {
    const before = await told("heart.rate", COARSE, COARSE);
    const day = "2026-03-05";
    await throwaway.database.write(async (manager) => {
      for await (const one of vault.days(manager, "ada")) {
        if (one.metric !== "heart.rate" || one.day !== day) continue;
        await vault.replaceDay(manager, "ada", { ...one, observations: one.observations.slice(0, 1) });
      }
    });
    const after = await told("heart.rate", COARSE, COARSE);
    expect(after.find((interval) => interval.day === day)).toMatchObject({ samples: 1 });
    expect(after.filter((interval) => interval.day !== day)).toEqual(before.filter((interval) => interval.day !== day));
    await add("heart.rate");
    expect(await told("heart.rate", COARSE, COARSE)).toEqual(before);
  });

  it("cannot be moved to another day", async () => {
    await change(
      "UPDATE observation_day SET summary = (SELECT summary FROM (SELECT summary FROM observation_day WHERE metric = 'heart.rate' AND day = '2026-03-04') s) WHERE metric = 'heart.rate' AND day = '2026-03-05'",
    );
    await expect(told("heart.rate", COARSE, COARSE)).rejects.toThrow("does not open");
  });

  it("and its samples take a megabyte for a year of heart rates, one a minute, at most", async () => {
    let rate = 70;
    const batches = new DayBatches(new Zone("Europe/Vienna"));
    for (let day = 0; day < 365; day += 1) {
      for (let minute = 0; minute < 1_440; minute += 1) {
        // A walk, as hearts do: a few beats up or down from minute to minute.
        rate = Math.min(180, Math.max(45, rate + (((day * 1_440 + minute) * 7_919) % 9) - 4));
        const startMs = FROM_MS + day * DAY_MS + minute * MINUTE_MS;
        batches.add({
          kind: "sample",
          metric: "heart.rate",
          value: rate,
          startMs,
          endMs: startMs,
          offsetMinutes: 60,
          origin: { ...WATCH, importId: "01J00000000000000000000001" },
        });
      }
    }
    await throwaway.database.write((manager) => vault.addDays(manager, "eve", batches.take()));
    const [row] = await throwaway.database.read((manager) =>
      manager.query<{ bytes: number | string }[]>(
        "SELECT SUM(LENGTH(personId) + LENGTH(metric) + LENGTH(day) + LENGTH(chunk) + LENGTH(summary)) AS bytes FROM observation_day WHERE personId = 'eve'",
      ),
    );
    const bytes = Number(row?.bytes);
    expect(bytes).toBeGreaterThan(100_000);
    expect(bytes).toBeLessThan(1_000_000);
  });
});
