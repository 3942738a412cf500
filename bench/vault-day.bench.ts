import { statSync } from "node:fs";
import { join } from "node:path";
import BetterSqlite3 from "better-sqlite3";
import type * as DatabaseModule from "../shared/database.js";
import type { Database } from "../shared/database.js";
import type * as EpochKeysModule from "../shared/epoch-keys.js";
import type * as PersonKeysModule from "../shared/person-keys.js";
import type * as SealModule from "../shared/seal.js";
import type { ImportSource, Provenance, Sample } from "../subgraphs/user-profile/observation.js";
import type * as StorageModule from "../subgraphs/user-profile/storage.js";
import type * as DayBatchesModule from "../subgraphs/user-profile/vault/day-batches.js";
import type * as LocalDayModule from "../subgraphs/user-profile/vault/local-day.js";
import type * as VaultModule from "../subgraphs/user-profile/vault/vault.js";
import type { Benchmark } from "./benchmark.js";
import { median } from "./benchmark.js";
import { built } from "./built.js";
import { inTemporaryFolder } from "./temporary-folder.js";

const PERSON = "01J00000000000000000000000";
const FIRST_DAY_MS = Date.UTC(2023, 0, 1);
const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
const MINUTES = 1_440;
const BYTES_PER_MB = 1_000_000;
const WARM_UP_READS = 50;
const MEASURED_READS = 301;
const MONTH_DAYS = 30;
const THREE_YEARS_DAYS = 1_096;

/** A month of heart rates, one a minute: what the file of the database holds of them. */
export const daySize: Benchmark = {
  name: "day-size",
  title: "a month of heart rates, one a minute, on disk",
  unit: "MB",
  goal: 1 / 40,
  runs: 1,
  ours: () => withVault(MONTH_DAYS, (vault) => vault.megabytes()),
  peer: {
    title: "a row per sample, each value sealed",
    measure: () => withRows(MONTH_DAYS, (rows) => rows.megabytes()),
  },
};

/** A day of them, read, opened and parsed. */
export const dayRead: Benchmark = {
  name: "day-read",
  title: "a day's heart rates out of a month, read and opened",
  unit: "ms",
  goal: 1 / 10,
  runs: 3,
  ours: () => withVault(MONTH_DAYS, readMs),
  peer: { title: "a row per sample, each value sealed", measure: () => withRows(MONTH_DAYS, readMs) },
};

/** A day does not take longer to read because others lie beside it. */
export const vaultAge: Benchmark = {
  name: "vault-age",
  title: "a day's heart rates out of three years, read and opened",
  unit: "ms",
  goal: 1.3,
  runs: 3,
  ours: () => withVault(THREE_YEARS_DAYS, readMs),
  peer: { title: "out of one month", measure: () => withVault(MONTH_DAYS, readMs) },
};

interface Store {
  /** The mean of a day's heart rates. */
  read(day: number): Promise<number>;
  megabytes(): number;
}

/** The same days are read on both sides, and both tell the same mean. */
async function readMs(store: Store): Promise<number> {
  const tookMs: number[] = [];
  for (let read = 0; read < WARM_UP_READS + MEASURED_READS; read += 1) {
    const day = (read * 7) % MONTH_DAYS;
    const startMs = performance.now();
    const mean = await store.read(day);
    tookMs.push(performance.now() - startMs);
    if (Math.abs(mean - meanOf(day)) > 1e-9) throw new Error("a day's mean is not what was stored");
  }
  return median(tookMs.slice(WARM_UP_READS));
}

/** A rate that goes up and down over the day, differently every day. */
function rateAt(day: number, minute: number): number {
  return 60 + Math.round(20 * Math.sin(minute / 90) + 10 * Math.sin((minute * (day + 3)) / 13));
}

function meanOf(day: number): number {
  let sum = 0;
  for (let minute = 0; minute < MINUTES; minute += 1) sum += rateAt(day, minute);
  return sum / MINUTES;
}

function withVault<T>(days: number, use: (store: Store) => T | Promise<T>): Promise<T> {
  return inTemporaryFolder(async (folder) => {
    const { openSqlite } = await built<typeof DatabaseModule>("shared/database.js");
    const { EpochKeys } = await built<typeof EpochKeysModule>("shared/epoch-keys.js");
    const { PersonKeys } = await built<typeof PersonKeysModule>("shared/person-keys.js");
    const { storage } = await built<typeof StorageModule>("subgraphs/user-profile/storage.js");
    const { Vault } = await built<typeof VaultModule>("subgraphs/user-profile/vault/vault.js");
    const keks = [{ version: 1, key: Buffer.alloc(32, 1) }];
    const vault = new Vault(new PersonKeys(EpochKeys.open(join(folder, "keys"), keks, new Date())));
    const file = join(folder, "user-profile.sqlite");
    const database = await openSqlite(file, storage);
    const emptyBytes = sizeOf(file);
    await fill(database, vault, days);
    const { localDay } = await built<typeof LocalDayModule>("subgraphs/user-profile/vault/local-day.js");
    try {
      return await use({
        async read(day) {
          const name = localDay(FIRST_DAY_MS / DAY_MS + day);
          const found = await database.glance((manager) =>
            vault.observations(manager, PERSON, "heart.rate", { firstDay: name, lastDay: name }),
          );
          return found.reduce((sum, { value = 0 }) => sum + value, 0) / found.length;
        },
        megabytes: () => (sizeOf(file) - emptyBytes) / BYTES_PER_MB,
      });
    } finally {
      await database.close();
    }
  });
}

async function fill(database: Database, vault: VaultModule.Vault, days: number): Promise<void> {
  const { DayBatches } = await built<typeof DayBatchesModule>("subgraphs/user-profile/vault/day-batches.js");
  const { Zone } = await built<typeof LocalDayModule>("subgraphs/user-profile/vault/local-day.js");
  const origin = {
    source: "APPLE_HEALTH" as ImportSource,
    device: "Apple Watch",
    grade: "OBSERVED" as Provenance,
    importId: "01J00000000000000000000001",
  };
  for (let day = 0; day < days; day += 1) {
    const batches = new DayBatches(new Zone("UTC"));
    for (let minute = 0; minute < MINUTES; minute += 1) {
      const startMs = FIRST_DAY_MS + day * DAY_MS + minute * MINUTE_MS;
      const sample: Sample = {
        kind: "sample",
        metric: "heart.rate",
        value: rateAt(day, minute),
        startMs,
        endMs: startMs,
        offsetMinutes: 0,
        origin,
      };
      batches.add(sample);
    }
    await database.write((manager) => vault.addDays(manager, PERSON, batches.take()));
  }
}

/** What one would do first: a row per sample, found by person, metric and time, its value sealed. */
function withRows<T>(days: number, use: (store: Store) => T | Promise<T>): Promise<T> {
  return inTemporaryFolder(async (folder) => {
    const { seal, unseal } = await built<typeof SealModule>("shared/seal.js");
    const key = Buffer.alloc(32, 2);
    const file = join(folder, "rows.sqlite");
    const database = new BetterSqlite3(file);
    database.pragma("journal_mode = WAL");
    database.exec(
      "CREATE TABLE sample (personId TEXT, metric TEXT, at INTEGER, sealed BLOB, PRIMARY KEY (personId, metric, at)) WITHOUT ROWID",
    );
    const emptyBytes = sizeOf(file);
    const insert = database.prepare("INSERT INTO sample VALUES (?, 'heart.rate', ?, ?)");
    const placeOf = (atMs: number): string => JSON.stringify([PERSON, "sample", atMs, "sealed", 1]);
    for (let day = 0; day < days; day += 1) {
      database.transaction(() => {
        for (let minute = 0; minute < MINUTES; minute += 1) {
          const atMs = FIRST_DAY_MS + day * DAY_MS + minute * MINUTE_MS;
          insert.run(PERSON, atMs, seal(key, placeOf(atMs), Buffer.from(JSON.stringify(rateAt(day, minute)))));
        }
      })();
    }
    const select = database.prepare(
      "SELECT at, sealed FROM sample WHERE personId = ? AND metric = 'heart.rate' AND at >= ? AND at < ?",
    );
    try {
      return await use({
        read(day) {
          const fromMs = FIRST_DAY_MS + day * DAY_MS;
          const rows = select.all(PERSON, fromMs, fromMs + DAY_MS) as { at: number; sealed: Buffer }[];
          const values = rows.map(({ at, sealed }) => Number(unseal(key, placeOf(at), sealed)?.toString()));
          return Promise.resolve(values.reduce((sum, value) => sum + value, 0) / values.length);
        },
        megabytes: () => (sizeOf(file) - emptyBytes) / BYTES_PER_MB,
      });
    } finally {
      database.close();
    }
  });
}

/** With everything moved into it that is still in its log, and without what was given free. */
function sizeOf(file: string): number {
  const database = new BetterSqlite3(file);
  database.exec("VACUUM");
  database.pragma("wal_checkpoint(TRUNCATE)");
  database.close();
  return statSync(file).size + (statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0);
}
