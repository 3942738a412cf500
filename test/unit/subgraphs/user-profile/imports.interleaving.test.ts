import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { openPersonKeys } from "../../../../shared/person-keys.js";
import { ImportStatus, type ImportDetail } from "../../../../subgraphs/user-profile/imports/import.js";
import { HOLD_MS, ImportStore, ImportTakenAway } from "../../../../subgraphs/user-profile/imports/import-store.js";
import { storage } from "../../../../subgraphs/user-profile/storage.js";
import { DIALECT, ThrowawayDatabase } from "../../../harness/databases.js";

const start = Date.parse("2026-03-01T12:00:00Z");
const at = (ms: number): Date => new Date(start + ms);

const DETAIL: ImportDetail = {
  fileName: "export.xml",
  expectedSource: null,
  sources: [],
  bytesTotal: 10,
  bytesRead: 0,
  recordsRead: 0,
  recordsAdded: 0,
  recordsSkipped: 0,
  problems: [],
};

describe(`an import between two processes on ${DIALECT}`, () => {
  let throwaway: ThrowawayDatabase;
  let first: ImportStore;
  let second: ImportStore;
  beforeEach(async () => {
    throwaway = await ThrowawayDatabase.open(storage);
    const keys = await openPersonKeys(throwaway.database, join(throwaway.directory, "keys"), [
      { version: 1, key: Buffer.alloc(32, 7) },
    ]);
    [first, second] = [
      new ImportStore(throwaway.database, keys, "first"),
      new ImportStore(throwaway.database, keys, "second"),
    ];
    const row = { personId: "ada", id: "import-1", status: ImportStatus.AWAITING_UPLOAD, startedAt: at(0) };
    await throwaway.database.write((manager) => first.create(manager, row, DETAIL));
  });
  afterEach(() => throwaway.close());

  const move = (store: ImportStore, from: ImportStatus, to: ImportStatus, ms = 0) =>
    store.move("ada", "import-1", [from], to, at(ms));
  const tell = (store: ImportStore) =>
    throwaway.database.write((manager) => store.amend(manager, "ada", "import-1", { bytesRead: 5 }));
  const runs = async (store: ImportStore): Promise<void> => {
    expect(await move(store, ImportStatus.AWAITING_UPLOAD, ImportStatus.RECEIVING)).toBe(true);
    expect(await move(store, ImportStatus.RECEIVING, ImportStatus.QUEUED)).toBe(true);
    expect(await move(store, ImportStatus.QUEUED, ImportStatus.RUNNING)).toBe(true);
  };

  it("takes its file from one of two uploads", async () => {
    const begun = await Promise.all(
      [first, second].map((store) => move(store, ImportStatus.AWAITING_UPLOAD, ImportStatus.RECEIVING)),
    );
    expect(begun.filter(Boolean)).toHaveLength(1);
  });

  it("is left alone by the other while its holder lives", async () => {
    await runs(first);
    expect(await second.leftBehind(at(HOLD_MS - 1))).toEqual([]);
    await first.prolong(at(HOLD_MS - 1));
    expect(await second.leftBehind(at(2 * HOLD_MS - 2))).toEqual([]);
    expect(await move(second, ImportStatus.RUNNING, ImportStatus.FAILED)).toBe(false);
    await expect(tell(second)).rejects.toThrow(ImportTakenAway);
    await tell(first);
    expect(await move(first, ImportStatus.RUNNING, ImportStatus.DONE)).toBe(true);
    expect(await second.leftBehind(at(100 * HOLD_MS))).toEqual([]);
  });

  it("goes to one of those that find it left behind, and is not its first holder's any more", async () => {
    await runs(first);
    const [left] = await second.leftBehind(at(HOLD_MS));
    expect(left).toMatchObject({ id: "import-1", status: ImportStatus.RUNNING, holder: "first" });
    const third = new ImportStore(throwaway.database, undefined as never, "third");
    const taken = await Promise.all([second, third].map((store) => store.takeOver(left!, at(HOLD_MS))));
    expect(taken.filter(Boolean)).toHaveLength(1);
    await expect(tell(first)).rejects.toThrow(ImportTakenAway);
    expect(await move(first, ImportStatus.RUNNING, ImportStatus.DONE)).toBe(false);
    expect((await first.find("ada", "import-1"))?.bytesRead).toBe(0);
  });

  it("is anybody's at once when its holder stops", async () => {
    await runs(first);
    await first.release(at(1));
    expect(await second.leftBehind(at(1))).toHaveLength(1);
  });

  it("can be cancelled from either, and its holder learns of it", async () => {
    await runs(first);
    expect(await second.cancel("ada", "import-1", at(1))).toBe(true);
    await expect(tell(first)).rejects.toThrow(ImportTakenAway);
    expect(await first.cancel("ada", "import-1", at(1))).toBe(false);
  });
});
