import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { IsNull } from "typeorm";
import { MINUTE_MS, SECOND_MS } from "../../../../shared/clock.js";
import { createLog } from "../../../../shared/log.js";
import { Outbox } from "../../../../shared/outbox.js";
import { OutboxRow } from "../../../../shared/outbox-row.js";
import { openPersonKeys, type PersonKeys } from "../../../../shared/person-keys.js";
import { DisclosureRow } from "../../../../subgraphs/user-profile/disclosures/disclosure.js";
import { DisclosureService, type FieldUse } from "../../../../subgraphs/user-profile/disclosures/disclosure.service.js";
import { ImportStatus, type ImportDetail } from "../../../../subgraphs/user-profile/imports/import.js";
import { ImportStore } from "../../../../subgraphs/user-profile/imports/import-store.js";
import { VaultSink } from "../../../../subgraphs/user-profile/imports/vault-sink.js";
import type { PredicateAnswer } from "../../../../subgraphs/user-profile/predicates/predicate-answer.js";
import { PredicateAnswers } from "../../../../subgraphs/user-profile/predicates/predicate-answers.js";
import { storage } from "../../../../subgraphs/user-profile/storage.js";
import { Zone } from "../../../../subgraphs/user-profile/vault/local-day.js";
import { Vault } from "../../../../subgraphs/user-profile/vault/vault.js";
import { atOnce } from "../../../harness/at-once.js";
import { DIALECT, ThrowawayDatabase } from "../../../harness/databases.js";
import { heartRate, WATCH } from "./vault/observations.js";

const NOON = Date.parse("2025-03-09T12:00:00Z");
const ALL = { firstDay: "0000-01-01", lastDay: "9999-12-31" };
/** Enough to meet in every order. */
const ROUNDS = 12;
const clock = (): Date => new Date("2026-03-01T12:00:00Z");

let throwaway: ThrowawayDatabase;
let keys: PersonKeys;
let vault: Vault;
let store: ImportStore;
beforeEach(async () => {
  throwaway = await ThrowawayDatabase.open(storage);
  keys = await openPersonKeys(
    throwaway.database,
    join(throwaway.directory, "keys"),
    [{ version: 1, key: Buffer.alloc(32, 7) }],
    new Date(),
  );
  vault = new Vault(keys);
  store = new ImportStore(throwaway.database, keys);
});
afterEach(() => throwaway.close());

async function begunImport(id: string): Promise<VaultSink> {
  const key = { personId: "ada", id };
  const { AWAITING_UPLOAD, RUNNING } = ImportStatus;
  const row = { ...key, status: AWAITING_UPLOAD, startedAt: clock() };
  await throwaway.database.write((manager) => store.create(manager, row, DETAIL));
  await store.move(key, { from: [AWAITING_UPLOAD], to: RUNNING, by: "here", now: clock() });
  return new VaultSink(throwaway.database, vault, store, clock, new Zone("UTC"), key, "here");
}

describe(`imports of one person that meet on ${DIALECT}`, () => {
  it("lose nothing of a day that they share, and count what each brought", async () => {
    const sinks = await atOnce(6, (index) => begunImport(`import-${index}`));
    await Promise.all(
      sinks.map(async (sink, index) => {
        const own = { ...WATCH, device: `device-${index}` };
        for (let minute = 0; minute < 20; minute += 1)
          await sink.add(heartRate(NOON + minute * MINUTE_MS, 60 + index, own));
        await sink.flush();
      }),
    );
    expect(sinks.map((sink) => sink.counts().recordsAdded)).toEqual(Array(6).fill(20));
    await throwaway.database.read(async (manager) => {
      expect(await vault.observations(manager, "ada", "heart.rate", ALL)).toHaveLength(120);
      const { sources } = await vault.profile(manager, "ada");
      expect(sources.map(({ device, observations }) => `${device} ${observations}`).sort()).toEqual(
        sinks.map((_, index) => `device-${index} 20`),
      );
    });
    const shown = await atOnce(6, (index) => store.find("ada", `import-${index}`));
    expect(shown.map((one) => one?.recordsAdded)).toEqual(Array(6).fill(20));
  });

  it("keep a day that is longer than a short column", async () => {
    const sink = await begunImport("import-1");
    // Every second a value that compresses badly: some 200 kB.
    for (let second = 0; second < 43_200; second += 1) {
      await sink.add(
        heartRate(NOON - 43_200 * SECOND_MS + second * SECOND_MS, 40 + ((second * 7919) % 1_000_003) / 9_973),
      );
    }
    await sink.flush();
    await throwaway.database.read(async (manager) => {
      const [{ bytes }] = (await manager.query<object[]>(
        "SELECT MAX(LENGTH(chunk)) AS bytes FROM observation_day",
      )) as [{ bytes: number }];
      expect(bytes).toBeGreaterThan(65_535);
      expect(await vault.observations(manager, "ada", "heart.rate", ALL)).toHaveLength(43_200);
    });
  });

  it("change what is known of one import one after the other", async () => {
    await begunImport("import-1");
    const changes = ["bytesRead", "recordsRead", "recordsAdded", "recordsSkipped", "bytesTotal"] as const;
    await Promise.all(
      changes.map((name) =>
        throwaway.database.write((manager) =>
          store.amend(manager, { personId: "ada", id: "import-1" }, { [name]: 7 }, "here"),
        ),
      ),
    );
    expect(await store.find("ada", "import-1")).toMatchObject(Object.fromEntries(changes.map((name) => [name, 7])));
  });
});

describe(`fetches of one operation that meet on ${DIALECT}`, () => {
  const FIELDS = ["heart.rate", "heart.restingRate", "body.weight", "fitness.steps", "sleep.duration", "body.height"];
  const use = (field: string): FieldUse => ({
    personId: "ada",
    brandId: "brand-1",
    licenceId: "licence-1",
    purpose: "PERSONALISED_OFFERS",
    price: 5,
    field: { field, precision: "FINE", fromMs: NOON, toMs: NOON + MINUTE_MS, items: 1 },
  });

  it("are one disclosure that names all they read, told and charged once", async () => {
    const outbox = new Outbox(
      "user-profile",
      Buffer.alloc(32, 1),
      throwaway.database,
      never,
      clock,
      createLog("silent"),
    );
    const disclosures = new DisclosureService(throwaway.database, keys, outbox, new PredicateAnswers(keys));
    // She has a key already: making one would keep the fetches apart.
    await throwaway.database.write((manager) => keys.forWriting(manager, "ada"));
    for (let round = 0; round < ROUNDS; round += 1) {
      const operation = { id: `operation-${round}`, name: null, now: clock() };
      await Promise.all(FIELDS.map((field) => disclosures.record([use(field)], operation)));
    }
    await throwaway.database.read(async (manager) => {
      const rows = await manager.find(DisclosureRow);
      const key = await keys.forReading(manager, "ada");
      const fieldsOf = (row: DisclosureRow): string[] => disclosures.detail(key!, row).fields.map(({ field }) => field);
      expect(rows.map((row) => fieldsOf(row).sort())).toEqual(Array(ROUNDS).fill([...FIELDS].sort()));
      expect(await manager.countBy(OutboxRow, { deliveredAt: IsNull() })).toBe(ROUNDS);
    });
  });
});

describe(`operations of one brand that answer at once on ${DIALECT}`, () => {
  const whose = { personId: "ada", brandId: "brand-1" };
  const answer = (atLeast: number, isSatisfied: boolean): PredicateAnswer => ({
    field: "heart.rate",
    atLeast,
    isSatisfied,
    atMs: clock().getTime(),
  });

  it("give one answer, and lose none of other predicates", async () => {
    const answers = new PredicateAnswers(keys);
    const keep = (first: PredicateAnswer): Promise<void> =>
      throwaway.database.write((manager) => answers.keep(manager, whose, [first], clock()));
    await throwaway.database.write((manager) => keys.forWriting(manager, "ada"));
    for (let round = 0; round < ROUNDS; round += 1) {
      const outcomes = await Promise.allSettled([
        keep(answer(60, true)),
        keep(answer(60, false)),
        keep(answer(80, false)),
        keep(answer(100, false)),
      ]);
      expect(outcomes.filter(({ status }) => status === "rejected")).toHaveLength(1);
      const standing = await throwaway.database.read((manager) =>
        Promise.all(
          [60, 80, 100].map((atLeast) => answers.standing(manager, whose, { field: "heart.rate", atLeast }, clock())),
        ),
      );
      const isFirst = outcomes[0].status === "fulfilled";
      expect(standing.map((one) => one?.isSatisfied)).toEqual([isFirst, false, false]);
      await throwaway.database.write((manager) => answers.forget(manager, "ada", new Set(["heart.rate"])));
    }
  });
});

/** Nobody is there to take an event. */
function never(): Promise<never> {
  return Promise.reject(new Error("down"));
}

const DETAIL: ImportDetail = {
  fileName: "export.xml",
  expectedSource: null,
  sources: [],
  bytesTotal: 0,
  bytesRead: 0,
  recordsRead: 0,
  recordsAdded: 0,
  recordsSkipped: 0,
  problems: [],
};
