import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { PassThrough, Readable } from "node:stream";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { gpxTrack } from "../../../../../demo/sample-exports.js";
import { SECOND_MS } from "../../../../../shared/clock.js";
import type { Database } from "../../../../../shared/database.js";
import { createLog } from "../../../../../shared/log.js";
import { Pages } from "../../../../../shared/page.js";
import { openPersonKeys, type PersonKeys } from "../../../../../shared/person-keys.js";
import { FileReaders } from "../../../../../subgraphs/user-profile/imports/file-readers.js";
import { ImportHolds, PROLONG_EVERY_MS } from "../../../../../subgraphs/user-profile/imports/import-holds.js";
import { ImportRunner, LOST_AFTER_MS } from "../../../../../subgraphs/user-profile/imports/import-runner.js";
import { HOLD_MS, ImportLostError, ImportStore } from "../../../../../subgraphs/user-profile/imports/import-store.js";
import { ImportStatus } from "../../../../../subgraphs/user-profile/imports/import.js";
import { ImportService } from "../../../../../subgraphs/user-profile/imports/import.service.js";
import { UploadSpool } from "../../../../../subgraphs/user-profile/imports/upload-spool.js";
import { VaultSink } from "../../../../../subgraphs/user-profile/imports/vault-sink.js";
import { storage } from "../../../../../subgraphs/user-profile/storage.js";
import { Zone } from "../../../../../subgraphs/user-profile/vault/local-day.js";
import { Vault } from "../../../../../subgraphs/user-profile/vault/vault.js";
import { DIALECT, ThrowawayDatabase } from "../../../../harness/databases.js";
import { heartRate, WATCH } from "../vault/observations.js";

const NOON = new Date("2026-03-01T12:00:00Z");
const TRACK = gpxTrack({
  seed: 1,
  start: new Date("2026-03-01T08:00:00Z"),
  type: "running",
  centre: { latitude: 46.05, longitude: 14.5 },
  minutes: 20,
  kilometresPerHour: 10,
});
const PERSON = { kind: "person" as const, personId: "ada", scopes: ["read", "import"], sessionId: null } as never;

/** One of several processes of the room, on the same database. */
interface Process {
  store: ImportStore;
  runner: ImportRunner;
  service: ImportService;
  spool: UploadSpool;
  holder: string;
  vault: Vault;
}

let throwaway: ThrowawayDatabase;
let keys: PersonKeys;
let now: Date;
const opened: { runner: ImportRunner; database: Database }[] = [];
const clock = (): Date => now;
const later = (ms: number): void => void (now = new Date(now.getTime() + ms));

beforeEach(async () => {
  now = NOON;
  throwaway = await ThrowawayDatabase.open(storage);
  keys = await openPersonKeys(
    throwaway.database,
    join(throwaway.directory, "keys"),
    [{ version: 1, key: Buffer.alloc(32, 7) }],
    new Date(),
  );
});
afterEach(async () => {
  for (const { runner, database } of opened.splice(0)) {
    await runner.stop();
    if (database !== throwaway.database) await database.close();
  }
  await throwaway.close();
});

async function process(
  holder: string,
  disk: string,
  seenBy: (database: Database) => Database = (database) => database,
): Promise<Process> {
  // SQLite is for one process.
  const database = DIALECT === "sqlite" ? throwaway.database : await throwaway.openAgain();
  const vault = new Vault(keys);
  const store = new ImportStore(database, keys);
  const directory = join(throwaway.directory, disk);
  mkdirSync(directory, { recursive: true });
  const spool = new UploadSpool(directory);
  const holds = new ImportHolds(store, holder, clock);
  const runner = new ImportRunner(
    seenBy(database),
    store,
    holds,
    spool,
    vault,
    new FileReaders(),
    clock,
    createLog("silent"),
  );
  const pages = new Pages(Buffer.alloc(32, 3));
  const service = new ImportService(database, store, spool, holds, runner, pages, clock, "http://127.0.0.1");
  opened.push({ runner, database });
  return { store, runner, service, spool, holder, vault };
}

async function announced({ service }: Process): Promise<string> {
  const { id } = await service.start(PERSON, { fileName: "track.gpx", bytes: TRACK.length });
  return id!;
}

const upload = (body: Readable) => ({ contentEncoding: undefined, body });
const shown = async ({ store }: Process, id: string) => (await store.find("ada", id))!;

async function until(process: Process, id: string, status: ImportStatus): Promise<void> {
  for (let tries = 0; (await shown(process, id)).status !== status; tries += 1) {
    if (tries > 2_000) throw new Error(`it stays ${(await shown(process, id)).status}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** Its file is removed once its end is written. */
async function ended(process: Process, id: string, status: ImportStatus): Promise<void> {
  await until(process, id, status);
  for (let tries = 0; process.spool.has(id) && tries < 200; tries += 1)
    await new Promise((resolve) => setTimeout(resolve, 10));
  expect(process.spool.has(id)).toBe(false);
}

/** A process that has the file and is reading it, and says nothing more. */
async function abandoned({ store, spool }: Process, id: string): Promise<void> {
  const key = { personId: "ada", id };
  const { AWAITING_UPLOAD, RECEIVING, RUNNING } = ImportStatus;
  await store.move(key, { from: [AWAITING_UPLOAD], to: RECEIVING, by: "gone", now });
  await spool.receive(id, Readable.from([TRACK]), TRACK.length);
  await store.move(key, { from: [RECEIVING], to: RUNNING, by: "gone", now });
}

describe(`two processes with imports on ${DIALECT}`, () => {
  it("leave each other's alone while they are held", async () => {
    const [one, other] = [await process("one", "disk-1"), await process("other", "disk-2")];
    const id = await announced(one);
    const body = new PassThrough();
    const answer = one.service.receive("ada", id, upload(body));
    await until(one, id, ImportStatus.RECEIVING);
    for (let waitedMs = 0; waitedMs < 2 * HOLD_MS; waitedMs += PROLONG_EVERY_MS) {
      later(PROLONG_EVERY_MS);
      await one.runner.look();
      await other.runner.look();
    }
    expect((await other.service.receive("ada", id, upload(Readable.from([TRACK])))).status).toBe(409);
    body.end(TRACK);
    expect((await answer).status).toBe(202);
    await ended(one, id, ImportStatus.DONE);
    expect((await shown(other, id)).recordsAdded).toBeGreaterThan(0);
  });

  it("take over what nobody holds any more, one of them and only where the file is", async () => {
    const [one, beside, apart] = [
      await process("one", "shared-disk"),
      await process("beside", "shared-disk"),
      await process("apart", "disk-2"),
    ];
    const id = await announced(one);
    await abandoned(one, id);
    later(HOLD_MS - 1);
    await Promise.all([one, beside, apart].map(({ runner }) => runner.look()));
    expect((await shown(one, id)).status).toBe(ImportStatus.RUNNING);
    later(SECOND_MS);
    await Promise.all([apart, one, beside].map(({ runner }) => runner.look()));
    await until(one, id, ImportStatus.DONE);
    const { recordsRead, problems } = await shown(apart, id);
    expect([recordsRead > 0, problems]).toEqual([true, []]);
    // Who had it before comes back, and finds that it is not its own any more.
    const key = { personId: "ada", id };
    expect(await one.store.prolong(key, "gone", now)).toBe(false);
    const late = new VaultSink(throwaway.database, one.vault, one.store, clock, new Zone("UTC"), key, "gone");
    await late.add(heartRate(NOON.getTime(), 60, WATCH));
    await expect(late.flush()).rejects.toThrow(ImportLostError);
  });

  it("are not both let in", async () => {
    const both = [await process("one", "disk-1"), await process("other", "disk-2")];
    const id = await announced(both[0]!);
    await abandoned(both[0]!, id);
    const { RUNNING, QUEUED } = ImportStatus;
    const take = () =>
      Promise.all(
        both.map(({ store, holder }) =>
          store.move({ personId: "ada", id }, { from: [RUNNING, QUEUED], to: QUEUED, by: holder, now }),
        ),
      );
    expect(await take()).toEqual([false, false]);
    later(HOLD_MS);
    expect((await take()).sort()).toEqual([false, true]);
  });

  it("say that a file is lost when the process that had it stays away", async () => {
    const [one, other] = [await process("one", "disk-1"), await process("other", "disk-2")];
    const id = await announced(one);
    await abandoned(one, id);
    later(HOLD_MS + LOST_AFTER_MS - 1);
    await other.runner.look();
    expect((await shown(other, id)).status).toBe(ImportStatus.RUNNING);
    later(1);
    await other.runner.look();
    expect(await shown(other, id)).toMatchObject({
      status: ImportStatus.FAILED,
      problems: [{ where: "file", message: expect.stringContaining("send it again") }],
    });
    // Its disk comes back: nothing of the file may stay on it.
    expect(one.spool.has(id)).toBe(true);
    await one.runner.start({ isAlone: false });
    expect(one.spool.has(id)).toBe(false);
  });

  it("let a file be sent again whose sending broke off with its process", async () => {
    const [one, other] = [await process("one", "disk-1"), await process("other", "disk-2")];
    const id = await announced(one);
    const { AWAITING_UPLOAD, RECEIVING } = ImportStatus;
    await one.store.move({ personId: "ada", id }, { from: [AWAITING_UPLOAD], to: RECEIVING, by: "gone", now });
    expect((await other.service.receive("ada", id, upload(Readable.from([TRACK])))).status).toBe(409);
    later(HOLD_MS);
    await other.runner.look();
    expect((await other.service.receive("ada", id, upload(Readable.from([TRACK])))).status).toBe(202);
    await until(other, id, ImportStatus.DONE);
  });

  it("hear of a cancellation through the other, and write nothing after it", async () => {
    const [one, other] = [await process("one", "disk-1"), await process("other", "disk-2")];
    const sending = await announced(one);
    const answer = one.service.receive("ada", sending, upload(new PassThrough()));
    await until(one, sending, ImportStatus.RECEIVING);
    await other.service.cancel("ada", sending);
    await one.runner.look();
    expect(await answer).toMatchObject({ status: 409, message: expect.stringContaining("cancelled") });
    expect(one.spool.has(sending)).toBe(false);

    const key = { personId: "ada", id: await announced(one) };
    const { AWAITING_UPLOAD, RUNNING } = ImportStatus;
    await one.store.move(key, { from: [AWAITING_UPLOAD], to: RUNNING, by: one.holder, now });
    const sink = new VaultSink(throwaway.database, one.vault, one.store, clock, new Zone("UTC"), key, one.holder);
    await sink.add(heartRate(NOON.getTime(), 60, WATCH));
    await other.service.cancel("ada", key.id);
    await expect(sink.flush()).rejects.toThrow(ImportLostError);
    const everything = { firstDay: "0000-01-01", lastDay: "9999-12-31" };
    await throwaway.database.read(async (manager) => {
      expect(await one.vault.observations(manager, "ada", "heart.rate", everything)).toEqual([]);
    });
    expect((await shown(one, key.id)).status).toBe(ImportStatus.CANCELLED);
  });

  it("take up again what was being read when the database went away", async () => {
    let isAway = true;
    const read: Database["read"] = async () => {
      throw Object.assign(new Error("Connection lost: The server closed the connection."), { fatal: true });
    };
    const goneOnce = (database: Database): Database =>
      new Proxy(database, {
        get: (target, name) => (name === "read" && isAway ? read : Reflect.get(target, name).bind(target)),
      });
    const one = await process("one", "disk-1", goneOnce);
    const id = await announced(one);
    expect((await one.service.receive("ada", id, upload(Readable.from([TRACK])))).status).toBe(202);
    await until(one, id, ImportStatus.RUNNING);
    isAway = false;
    later(HOLD_MS);
    await one.runner.look();
    await ended(one, id, ImportStatus.DONE);
  });

  it("hand over at once when one is stopped", async () => {
    const [one, other] = [await process("one", "shared-disk"), await process("other", "shared-disk")];
    const id = await announced(one);
    const { status } = await one.service.receive("ada", id, upload(Readable.from([TRACK])));
    expect(status).toBe(202);
    await one.runner.stop();
    // Either it had come to its end, or its file is there for the other.
    expect((await shown(one, id)).status === ImportStatus.DONE || existsSync(other.spool.path(id))).toBe(true);
    await other.runner.look();
    await ended(other, id, ImportStatus.DONE);
  });
});
