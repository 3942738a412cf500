import { setTimeout as pause } from "node:timers/promises";
import { IsNull } from "typeorm";
import type { DemoRooms } from "../../demo/demo.js";
import { openIdentity, type Identity } from "../../identity/room.js";
import { SECOND_MS, systemClock } from "../../shared/clock.js";
import type { Database } from "../../shared/database.js";
import { createLog } from "../../shared/log.js";
import { openDatabase } from "../../shared/open-database.js";
import { OutboxRow } from "../../shared/outbox-row.js";
import type { readSeedEnvironment } from "../../shared/server-environment.js";
import type { TrustLevel } from "../../subgraphs/consent/brand/trust.js";
import { seedTrust } from "../../subgraphs/consent/brand/seeded-trust.js";
import { storage as consent } from "../../subgraphs/consent/storage.js";
import { storage as offers } from "../../subgraphs/offers/storage.js";
import { storage as userProfile } from "../../subgraphs/user-profile/storage.js";

/** An event and what follows from it are carried within milliseconds; a room that was down is asked again every 5 s. */
const SETTLE_MS = 30 * SECOND_MS;
const LOOK_EVERY_MS = 25;

export interface RoomsBeside extends DemoRooms {
  identity: Identity;
  consent: { seedTrust(brandId: string, level: TrustLevel, seenUntil?: Date): Promise<boolean> };
  close(): Promise<void>;
}

/** What cannot be done through the public API, done beside running processes: on the same databases, with identity's keys. */
export async function openRoomsBeside(environment: ReturnType<typeof readSeedEnvironment>): Promise<RoomsBeside> {
  const log = createLog("silent");
  const identity = await openIdentity({ ...environment, clock: systemClock, log, post: null });
  const databases: Database[] = [];
  for (const storage of [consent, userProfile, offers]) {
    databases.push(await openDatabase(environment.databases, storage));
  }
  const [ofConsent] = databases as [Database];
  return {
    url: environment.gatewayUrl,
    identity,
    consent: {
      seedTrust: (brandId, level, seenUntil = new Date()) =>
        seedTrust(ofConsent, brandId, level, { now: new Date(), seenUntil }),
    },
    settle: () => untilQuiet(databases),
    async close() {
      await identity.close();
      for (const database of databases) await database.close();
    },
  };
}

/** Until nothing waits in any outbox, twice over: between two looks an event may have caused one in an outbox seen before. */
async function untilQuiet(databases: readonly Database[]): Promise<void> {
  const givesUpAtMs = performance.now() + SETTLE_MS;
  for (let quietRounds = 0; quietRounds < 2;) {
    if (performance.now() > givesUpAtMs) throw new Error("events between rooms are not delivered; are all rooms up?");
    let waiting = 0;
    for (const database of databases) {
      waiting += await database.read((manager) => manager.countBy(OutboxRow, { deliveredAt: IsNull() }));
    }
    quietRounds = waiting === 0 ? quietRounds + 1 : 0;
    if (waiting > 0) await pause(LOOK_EVERY_MS);
  }
}
