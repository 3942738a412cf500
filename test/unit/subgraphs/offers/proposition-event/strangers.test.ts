import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { systemRandom } from "../../../../../shared/identifier.js";
import { Purpose } from "../../../../../shared/licensing/purpose.js";
import { createLog } from "../../../../../shared/log.js";
import { Outbox } from "../../../../../shared/outbox.js";
import { openPersonKeys } from "../../../../../shared/person-keys.js";
import { principalOf, type Viewer } from "../../../../../shared/viewer.js";
import { DisplayedOffers } from "../../../../../subgraphs/offers/frequency-cap/displayed-offers.js";
import { PropositionEventKind } from "../../../../../subgraphs/offers/proposition-event/proposition-event.js";
import { PropositionEventService } from "../../../../../subgraphs/offers/proposition-event/proposition-event.service.js";
import type { ChosenOffer } from "../../../../../subgraphs/offers/slot/chosen-offer.js";
import { PropositionRecorder } from "../../../../../subgraphs/offers/slot/proposition-recorder.js";
import { storage } from "../../../../../subgraphs/offers/storage.js";
import { storedBytes, ThrowawayDatabase } from "../../../../harness/databases.js";

const VISITOR: Viewer = { kind: "visitor", partnerAppId: "app", subject: "somebody-there", gpc: false };
const OTHER: Viewer = { kind: "visitor", partnerAppId: "app", subject: "another", gpc: false };
const now = new Date("2026-03-01T12:00:00.000Z");
const later = (ms: number): Date => new Date(now.getTime() + ms);

/** A visitor may be somebody that no account is linked to: there is a proposition, and no person. */
describe("propositions of visitors", () => {
  let throwaway: ThrowawayDatabase;
  let keyDir: string;
  let recorder: PropositionRecorder;
  let service: PropositionEventService;
  beforeEach(async () => {
    throwaway = await ThrowawayDatabase.open(storage);
    keyDir = mkdtempSync(join(tmpdir(), "confide-keys-"));
    const { database } = throwaway;
    const log = createLog("silent");
    const outbox = new Outbox(
      "offers",
      systemRandom(32),
      database,
      async () => undefined,
      () => now,
      log,
    );
    const keys = await openPersonKeys(database, keyDir, [{ version: 1, key: systemRandom(32) }], now);
    const strangerKey = systemRandom(32);
    recorder = new PropositionRecorder(database, keys, outbox, strangerKey);
    service = new PropositionEventService(database, keys, new DisplayedOffers(keys), strangerKey);
  });
  afterEach(async () => {
    await throwaway.close();
    rmSync(keyDir, { recursive: true });
  });

  const chosen = (id: string, personId: string | null): ChosenOffer => ({
    ...{ id, personId, audience: principalOf(VISITOR), brandId: "brand-a", offerId: "offer-of-a", placement: "home" },
    ...{ purpose: Purpose.PERSONALISED_OFFERS, position: 1, because: [], sources: [] },
    ...{ cap: { impressions: 1, perMs: 60_000 }, expiresAt: later(1_800_000) },
  });
  const told = (propositionId: string) => ({ propositionId, kind: PropositionEventKind.DISPLAY, at: now });

  it("are that visitor's, with a person and without one", async () => {
    const operation = { id: "operation", name: null, now };
    await recorder.record([chosen("linked", "person-1"), chosen("stranger", null)], operation);
    const both = [told("linked"), told("stranger")];
    expect(await service.record(OTHER, both, now)).toBe(0);
    expect(await service.record(VISITOR, both, now)).toBe(2);
    expect(await service.record(VISITOR, both, now)).toBe(0);
  });

  it("are over for both when their time is", async () => {
    await recorder.record([chosen("linked", "person-1"), chosen("stranger", null)], { id: "o", name: null, now });
    expect(await service.record(VISITOR, [told("linked"), told("stranger")], later(2_101_000))).toBe(0);
  });

  it("tell a reader of the database neither who it was nor what was shown", async () => {
    await recorder.record([chosen("stranger", null), chosen("linked", "person-1")], { id: "o", name: null, now });
    await service.record(VISITOR, [told("linked")], now);
    const stored = (await storedBytes(throwaway.place)).toString("latin1");
    expect(stored).toContain("person-1");
    expect(stored).not.toContain("somebody-there");
    expect(stored).not.toContain("offer-of-a");
    expect(stored).not.toContain("brand-a");
  });
});
