import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { openSqlite, type Database } from "../../../shared/database.js";
import { Purse, purseStorage } from "../../harness/purse.js";

describe("grouped commits of SQLite", () => {
  let directory: string;
  let database: Database;
  /** Stands still, so that a group is open for as long as somebody comes. */
  let nowMs: number;
  let passingMs: number;
  beforeEach(async () => {
    directory = mkdtempSync(join(tmpdir(), "confide-group-commit-"));
    nowMs = 0;
    passingMs = 0;
    database = await openSqlite(join(directory, "purse.sqlite"), purseStorage, () => (nowMs += passingMs));
  });
  afterEach(async () => {
    await database.close();
    rmSync(directory, { recursive: true });
  });

  const put = (id: string): Promise<unknown> =>
    database.write((manager) => manager.insert(Purse, { id, points: 1 })).then(() => id);
  const putMany = (count: number): Promise<unknown>[] => Array.from({ length: count }, (_, i) => put(`many-${i}`));
  const ids = async (): Promise<string[]> =>
    (await database.read((manager) => manager.find(Purse, { order: { id: "ASC" } }))).map(({ id }) => id);
  const reasons = async (units: Promise<unknown>[]): Promise<string[]> =>
    (await Promise.allSettled(units)).map((unit) => (unit.status === "fulfilled" ? "kept" : String(unit.reason)));

  it("flush once for all that wait", async () => {
    const before = commitsIn(directory);
    await Promise.all(putMany(20));
    expect(commitsIn(directory) - before).toBe(1);
    expect(await ids()).toHaveLength(20);
  });

  it("flush for each where units take longer than a group is open", async () => {
    const before = commitsIn(directory);
    passingMs = 21;
    await Promise.all(putMany(20));
    expect(commitsIn(directory) - before).toBe(20);
  });

  const turns = async (count: number): Promise<void> => {
    for (let turn = 0; turn < count; turn += 1) await new Promise((resolve) => setImmediate(resolve));
  };
  it.each([
    ["does other work", 1, 1],
    ["is quiet", 0, 2],
  ])("take in who comes some turns later where the event loop %s", async (_, turnMs, commits) => {
    const before = commitsIn(directory);
    passingMs = turnMs;
    await Promise.all([put("first"), turns(4).then(() => put("late"))]);
    expect(await ids()).toEqual(["first", "late"]);
    expect(commitsIn(directory) - before).toBe(commits);
  });

  it("take in who comes while the group is open", async () => {
    const before = commitsIn(directory);
    const late: Promise<unknown>[] = [];
    setImmediate(() => late.push(put("late")));
    await put("first");
    await Promise.all(late);
    expect(await ids()).toEqual(["first", "late"]);
    expect(commitsIn(directory) - before).toBe(1);
  });

  it("undo a failing unit alone", async () => {
    const failing = database.write(async (manager) => {
      await manager.insert(Purse, { id: "failing", points: 1 });
      throw new Error("planned");
    });
    expect(await reasons([put("before"), failing, put("after")])).toEqual(["kept", "Error: planned", "kept"]);
    expect(await ids()).toEqual(["after", "before"]);
  });

  it("show a unit what the one before it in its group has written", async () => {
    const [, isSeen] = await Promise.all([
      put("first"),
      database.write((manager) => manager.existsBy(Purse, { id: "first" })),
    ]);
    expect(isSeen).toBe(true);
  });

  it("answer nobody when the flush fails", async () => {
    await database.write((manager) =>
      manager.query("CREATE TABLE coin (purse varchar REFERENCES purse (id) DEFERRABLE INITIALLY DEFERRED)"),
    );
    const orphan = database.write((manager) => manager.query("INSERT INTO coin VALUES ('nobody')"));
    const told = await reasons([put("first"), orphan, put("last")]);
    expect(told).toEqual(Array(3).fill(expect.stringContaining("FOREIGN KEY constraint failed")));
    expect(await ids()).toEqual([]);
    await put("afterwards");
    expect(await ids()).toEqual(["afterwards"]);
  });

  it("answer nobody when the database has undone the group by itself", async () => {
    await database.write((manager) =>
      manager.query(
        "CREATE TRIGGER full BEFORE INSERT ON purse WHEN NEW.id = 'last straw' BEGIN SELECT RAISE(ROLLBACK, 'full'); END",
      ),
    );
    const told = await reasons([put("first"), put("last straw")]);
    expect(told.filter((reason) => reason === "kept")).toEqual([]);
    expect(await ids()).toEqual([]);
    expect(await reasons([put("one"), put("two")])).toEqual(["kept", "kept"]);
    expect(await ids()).toEqual(["one", "two"]);
  });

  it("wait for the disk before they are told", async () => {
    await database.write(async (manager) => {
      const [row] = await manager.query<{ synchronous: number }[]>("PRAGMA synchronous");
      expect(row?.synchronous).toBe(2); // FULL
    });
  });
});

/** Frames of the write-ahead log that end a transaction, which name the database's size (sqlite.org/fileformat2, 4.1). */
function commitsIn(directory: string): number {
  const log = readFileSync(join(directory, "purse.sqlite-wal"));
  const [headerBytes, frameHeaderBytes] = [32, 24];
  const frameBytes = frameHeaderBytes + log.readUInt32BE(8);
  let commits = 0;
  for (let at = headerBytes; at + frameBytes <= log.length; at += frameBytes) {
    if (log.readUInt32BE(at + 4) > 0) commits += 1;
  }
  return commits;
}
