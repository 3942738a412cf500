import { AsyncResource } from "node:async_hooks";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import type { EntityManager } from "typeorm";
import type { Database } from "../../../shared/database.js";
import { DIALECT, ThrowawayDatabase } from "../../harness/databases.js";
import { Purse, purseStorage } from "../../harness/purse.js";

/** As if it were begun by somebody else: the mark of a unit of work does not reach it. */
const runOutside = AsyncResource.bind(<T>(work: () => Promise<T>): Promise<T> => work());

const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 2));

describe(`the unit of work on ${DIALECT}`, () => {
  let throwaway: ThrowawayDatabase;
  let database: Database;
  beforeEach(async () => {
    throwaway = await ThrowawayDatabase.open(purseStorage);
    database = throwaway.database;
  });
  afterEach(() => throwaway.close());

  const ids = async (): Promise<string[]> =>
    (await database.read((manager) => manager.find(Purse, { order: { id: "ASC" } }))).map(({ id }) => id);

  it("keeps nothing of a failing unit, and all of a succeeding one that runs at the same time", async () => {
    const failing = database.write(async (manager) => {
      await manager.insert(Purse, { id: "failing", points: 1 });
      await pause();
      throw new Error("planned");
    });
    const succeeding = database.write(async (manager) => {
      await manager.insert(Purse, { id: "succeeding", points: 1 });
      await pause();
    });
    await expect(failing).rejects.toThrow("planned");
    await succeeding;
    expect(await ids()).toEqual(["succeeding"]);
  });

  it("keeps a hundred interleaved units apart", async () => {
    const units = Array.from({ length: 100 }, (_, i) =>
      database.write(async (manager) => {
        await manager.insert(Purse, { id: String(i).padStart(3, "0"), points: 1 });
        if (i % 3 === 0) await pause();
        if (i % 2 === 1) throw new Error("planned");
      }),
    );
    await Promise.allSettled(units);
    expect(await ids()).toEqual(Array.from({ length: 50 }, (_, i) => String(i * 2).padStart(3, "0")));
  });

  it("shows a reader nothing that is not committed", async () => {
    await database.write(async (manager) => {
      await manager.insert(Purse, { id: "a", points: 1 });
      expect(await ids()).toEqual([]);
    });
    expect(await ids()).toEqual(["a"]);
  });

  it("spends 60 from 100 once, however many try at once", async () => {
    await database.write((manager) => manager.insert(Purse, { id: "purse", points: 100 }));
    const spent = await Promise.all(
      Array.from({ length: 20 }, () =>
        database.write(async (manager) => {
          const spend = manager
            .createQueryBuilder()
            .update(Purse)
            .set({ points: () => "points - 60" });
          return (await spend.where("id = :id AND points >= 60", { id: "purse" }).execute()).affected;
        }),
      ),
    );
    expect(spent.filter((affected) => affected === 1)).toHaveLength(1);
    expect((await database.read((manager) => manager.findOneByOrFail(Purse, { id: "purse" }))).points).toBe(40);
  });

  it("counts a row that was met, also where nothing of it changed", async () => {
    await database.write((manager) => manager.insert(Purse, { id: "purse", points: 100 }));
    const { affected } = await database.write((manager) => manager.update(Purse, { id: "purse" }, { points: 100 }));
    expect(affected).toBe(1);
  });

  it("refuses by itself what would go below zero", async () => {
    await database.write((manager) => manager.insert(Purse, { id: "purse", points: 100 }));
    const spend = database.write((manager) => manager.decrement(Purse, { id: "purse" }, "points", 101));
    await expect(spend).rejects.toThrow(/constraint/i);
  });

  it("cannot be changed by reading", async () => {
    const insert = database.read((manager) => manager.insert(Purse, { id: "b", points: 1 }));
    await expect(insert).rejects.toThrow(/read.?only/i);
    expect(await ids()).toEqual([]);
  });

  it("refuses to be begun inside itself", async () => {
    const nested = database.write(() => database.write(async () => undefined));
    await expect(nested).rejects.toThrow("inside another");
    await database.write((manager) => manager.insert(Purse, { id: "after", points: 1 }));
    expect(await ids()).toEqual(["after"]);
  });

  it("finds an id by its very bytes", async () => {
    for (const id of ["user:alice", "user:Alice", "user:alice ", "user:ali\u0301ce"]) {
      await database.write((manager) => manager.insert(Purse, { id, points: 1 }));
    }
    const found = await database.read((manager) => manager.findBy(Purse, { id: "user:alice" }));
    expect(found.map(({ id }) => id)).toEqual(["user:alice"]);
    expect(await database.read((manager) => manager.existsBy(Purse, { id: "USER:ALICE" }))).toBe(false);
  });

  it("keeps points as exact numbers", async () => {
    const points = Number.MAX_SAFE_INTEGER;
    await database.write((manager) => manager.insert(Purse, { id: "rich", points }));
    const [row] = await database.read((manager) => manager.query<{ points: unknown }[]>("SELECT points FROM purse"));
    expect(row?.points).toBe(points);
  });

  it("answers what it is asked before it closes", async () => {
    const writes = Array.from({ length: 10 }, (_, i) =>
      database.write((manager) => manager.insert(Purse, { id: String(i), points: 1 })),
    );
    await database.close();
    await expect(Promise.all(writes)).resolves.toHaveLength(10);
    throwaway.database = database = await throwaway.openAgain();
    expect(await ids()).toHaveLength(10);
  });

  if (DIALECT === "mariadb") {
    it("runs beside others, and again from its start when it and another wait for each other", async () => {
      await database.write((manager) =>
        manager.insert(Purse, [
          { id: "a", points: 0 },
          { id: "b", points: 0 },
        ]),
      );
      let runs = 0;
      let bothHaveOne = (): void => undefined;
      const both = new Promise<void>((resolve) => (bothHaveOne = resolve));
      const both1st = (one: string, other: string): Promise<void> =>
        database.write(async (manager) => {
          runs += 1;
          await manager.increment(Purse, { id: one }, "points", 1);
          if (runs === 2) bothHaveOne();
          await both;
          await manager.increment(Purse, { id: other }, "points", 1);
        });
      await Promise.all([both1st("a", "b"), both1st("b", "a")]);
      expect(runs).toBeGreaterThan(2);
      const rows = await database.read((manager) => manager.find(Purse));
      expect(rows.map(({ points }) => points)).toEqual([2, 2]);
    });

    it("reads what another has committed meanwhile, and a reader what there was when it began", async () => {
      const seen: Record<string, string[]> = {};
      const look = (who: string) => async (manager: EntityManager) => {
        (seen[who] ??= []).push((await manager.find(Purse)).map(({ id }) => id).join());
        if (seen[who].length === 1) {
          await put("late");
          await look(who)(manager);
        }
      };
      // From outside of any unit of work, as another process would.
      const other = await throwaway.openAgain();
      const put = (id: string): Promise<unknown> =>
        runOutside(() => other.write((manager) => manager.upsert(Purse, { id, points: 1 }, ["id"])));
      await put("early");
      await database.read(look("reader"));
      await other.write((manager) => manager.delete(Purse, { id: "late" }));
      await database.write(look("writer"));
      await other.close();
      expect(seen).toEqual({ reader: ["early", "early"], writer: ["early", "early,late"] });
    });
  }
});
