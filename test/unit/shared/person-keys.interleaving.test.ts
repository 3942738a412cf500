import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { openPersonKeys, PersonKeyRow, type PersonKeys } from "../../../shared/person-keys.js";
import { PropositionRow } from "../../../subgraphs/offers/slot/proposition-row.js";
import { storage } from "../../../subgraphs/offers/storage.js";
import { atOnce } from "../../harness/at-once.js";
import { DIALECT, ThrowawayDatabase } from "../../harness/databases.js";

const PLACE = { table: "proposition", row: "", column: "sealed" };

describe(`a person's key on ${DIALECT}`, () => {
  let throwaway: ThrowawayDatabase;
  let keys: PersonKeys;
  beforeEach(async () => {
    throwaway = await ThrowawayDatabase.open(storage);
    keys = await openKeys();
  });
  afterEach(() => throwaway.close());

  const at = new Date("2026-03-01T12:00:00Z");
  const openKeys = (): Promise<PersonKeys> => {
    const keks = [{ version: 1, key: Buffer.alloc(32, 7) }];
    return openPersonKeys(throwaway.database, join(throwaway.directory, "keys"), keks, at);
  };
  const put = (sealer: "forWriting" | "forChanging", index: number): Promise<void> =>
    throwaway.database.write(async (manager) => {
      const key = await keys[sealer](manager, "ada");
      const sealed = key.sealJson(PLACE, index);
      const row = { personId: "ada", id: `p${index}`, operation: "o", createdAt: at, expiresAt: at, sealed };
      await manager.insert(PropositionRow, row);
    });

  it("is made once, and opens what everybody sealed who came first at once", async () => {
    await atOnce(20, (index) => put(index % 2 === 0 ? "forWriting" : "forChanging", index));
    await throwaway.database.read(async (manager) => {
      expect(await manager.count(PersonKeyRow)).toBe(1);
      const key = await keys.forReading(manager, "ada");
      const rows = await manager.find(PropositionRow);
      const opened = rows.map(({ sealed }) => key?.openJson(PLACE, sealed) as number);
      expect(opened.sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, index) => index));
    });
  });

  it("is not used again by who was writing when it was destroyed, nor made again", async () => {
    for (let round = 0; round < 5; round += 1) {
      const person = `person-${round}`;
      const write = (index: number): Promise<unknown> =>
        throwaway.database.write(async (manager) => {
          const key = await keys.forWriting(manager, person);
          const sealed = key.sealJson(PLACE, index);
          const row = { personId: person, id: `p${index}`, operation: "o", createdAt: at, expiresAt: at, sealed };
          await manager.insert(PropositionRow, row);
        });
      await write(0);
      // Remembered, as a process does that has read for somebody.
      await throwaway.database.read((manager) => keys.forReading(manager, person));
      const outcomes = await Promise.allSettled(
        Array.from({ length: 20 }, (_, index) => (index === 9 ? erase(person) : write(index + 1))),
      );
      const refused = outcomes.flatMap((outcome) => (outcome.status === "rejected" ? [outcome.reason as Error] : []));
      expect(refused.filter((error) => !/erased/.test(error.message))).toEqual([]);
      const left = await throwaway.database.read((manager) => manager.countBy(PropositionRow, { personId: person }));
      expect(left).toBe(0);
      await expect(write(99)).rejects.toThrow("erased");
    }
  });

  /** By another process, where there can be one. */
  async function erase(person: string): Promise<void> {
    const eraser = DIALECT === "sqlite" ? keys : await openKeys();
    await throwaway.database.write(async (manager) => {
      await eraser.holdForErasure(manager, person);
      await manager.delete(PropositionRow, { personId: person });
      await eraser.destroy(manager, person, "erasure", at);
    });
  }
});
