import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { Check, Entity, type MigrationInterface, type QueryRunner } from "typeorm";
import { PointsColumn, PrimaryIdColumn } from "../../../shared/columns.js";
import { openSqlite, type Database } from "../../../shared/database.js";

@Entity("purse")
@Check("points >= 0")
class Purse {
  @PrimaryIdColumn() id: string;
  @PointsColumn() points: number;
}

class Initial1760000000000 implements MigrationInterface {
  name = "Initial1760000000000";
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE TABLE "purse" ("id" varchar PRIMARY KEY, "points" bigint NOT NULL CHECK (points >= 0))');
  }
  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE "purse"');
  }
}

const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 2));

describe("the unit of work", () => {
  let directory: string;
  let database: Database;
  beforeEach(async () => {
    directory = mkdtempSync(join(tmpdir(), "confide-database-"));
    database = await openSqlite(join(directory, "purse.sqlite"), {
      room: "purse",
      entities: [Purse],
      migrations: [Initial1760000000000],
    });
  });
  afterEach(async () => {
    await database.close();
    rmSync(directory, { recursive: true });
  });

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

  it("cannot be changed by reading", async () => {
    await expect(database.read((manager) => manager.insert(Purse, { id: "b", points: 1 }))).rejects.toThrow(/readonly/);
  });

  it("refuses to be begun inside itself", async () => {
    const nested = database.write(() => database.write(async () => undefined));
    await expect(nested).rejects.toThrow("inside another");
    await database.write((manager) => manager.insert(Purse, { id: "after", points: 1 }));
    expect(await ids()).toEqual(["after"]);
  });

  it("waits for the disk before it answers", async () => {
    await database.write(async (manager) => {
      const [row] = await manager.query<{ synchronous: number }[]>("PRAGMA synchronous");
      expect(row?.synchronous).toBe(2); // FULL
    });
  });
});
