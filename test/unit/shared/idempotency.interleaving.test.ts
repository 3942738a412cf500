import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import type { EntityManager } from "typeorm";
import { HOUR_MS } from "../../../shared/clock.js";
import { IdempotencyRow, once, type Outcome } from "../../../shared/idempotency.js";
import { ErrorCode, Refused } from "../../../shared/user-error.js";
import { PlacementRow } from "../../../subgraphs/offers/placement/placement.js";
import { storage } from "../../../subgraphs/offers/storage.js";
import { atOnce, tally } from "../../harness/at-once.js";
import { DIALECT, ThrowawayDatabase } from "../../harness/databases.js";

describe(`a mutation's key on ${DIALECT}`, () => {
  let throwaway: ThrowawayDatabase;
  let now: Date;
  let worked: number;
  beforeEach(async () => {
    throwaway = await ThrowawayDatabase.open(storage);
    now = new Date("2026-03-01T12:00:00Z");
    worked = 0;
  });
  afterEach(() => throwaway.close());

  const run = (
    key: string,
    work: (manager: EntityManager) => Promise<{ id?: string }>,
    input: unknown = "the same",
  ): Promise<{ id?: string } & Outcome> =>
    once(throwaway.database, { principal: "brand:a", mutation: "make", key, input, now }, work);
  const make = async (manager: EntityManager): Promise<{ id: string }> => {
    const id = `made-${++worked}`;
    await manager.insert(PlacementRow, { id, title: "made", createdAt: now });
    return { id };
  };
  const made = (): Promise<number> =>
    throwaway.database.read((manager) => manager.countBy(PlacementRow, { title: "made" }));
  const codes = (outcomes: Outcome[]): Record<string, number> =>
    tally(outcomes.map(({ userErrors }) => userErrors[0]?.code ?? "done"));

  it("works once, however many send it at once, and all are told the same", async () => {
    const outcomes = await atOnce(12, () => run("key", make));
    expect(await made()).toBe(1);
    expect(new Set(outcomes.map(({ id }) => id)).size).toBe(1);
    expect(codes(outcomes)).toEqual({ done: 12 });
    expect(await run("key", make)).toEqual(outcomes[0]);
  });

  it("keeps a refusal and nothing of the work, also of many at once", async () => {
    const refuse = async (manager: EntityManager): Promise<never> => {
      await make(manager);
      throw new Refused(ErrorCode.NO_PLACES_LEFT, "All are taken.");
    };
    expect(codes(await atOnce(12, () => run("key", refuse)))).toEqual({ NO_PLACES_LEFT: 12 });
    expect(worked).toBe(1);
    expect(await made()).toBe(0);
    expect(codes([await run("key", make)])).toEqual({ NO_PLACES_LEFT: 1 });
  });

  it("is free again when the work failed, for who waited for it too", async () => {
    let failures = 2;
    const stumble = async (manager: EntityManager): Promise<{ id: string }> => {
      const id = await make(manager);
      if (failures-- > 0) throw new Error("planned");
      return id;
    };
    const runs = await Promise.allSettled(Array.from({ length: 8 }, () => run("key", stumble)));
    expect(runs.filter(({ status }) => status === "rejected")).toHaveLength(2);
    expect(await made()).toBe(1);
  });

  it("is refused with another input, whoever comes first", async () => {
    const outcomes = await atOnce(8, (index) => run("key", make, index % 2));
    expect(codes(outcomes)).toEqual({ done: 4, IDEMPOTENCY_MISMATCH: 4 });
    expect(await made()).toBe(1);
  });

  it("is forgotten after a day, once for many at once", async () => {
    await run("key", make);
    now = new Date(now.getTime() + 25 * HOUR_MS);
    const outcomes = await atOnce(6, () => run("key", make));
    expect(new Set(outcomes.map(({ id }) => id)).size).toBe(1);
    expect(await made()).toBe(2);
    expect(await throwaway.database.read((manager) => manager.count(IdempotencyRow))).toBe(1);
  });

  if (DIALECT === "mariadb") {
    it("is told to be in progress while the first goes on for long", async () => {
      let end = (): void => undefined;
      const isBegun = new Promise<void>((begun) => {
        const first = run("key", async (manager) => {
          begun();
          await new Promise<void>((resolve) => (end = resolve));
          return make(manager);
        });
        void first;
      });
      await isBegun;
      expect(codes([await run("key", make)])).toEqual({ IN_PROGRESS: 1 });
      end();
      expect((await run("key", make)).id).toBe("made-1");
    });
  }
});
