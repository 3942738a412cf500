import { setTimeout as pause } from "node:timers/promises";
import type { EntityManager } from "typeorm";
import type { Clock } from "../../../shared/clock.js";
import type { Database } from "../../../shared/database.js";
import { emailHash, normaliseEmail } from "../../../shared/email-address.js";
import { erasedPerson } from "../../../shared/erased-person.js";
import { destroyKey, ERASING_ROOMS, readAcknowledgement } from "../../../shared/erasure.js";
import { once, type Outcome } from "../../../shared/idempotency.js";
import { newOpaqueId } from "../../../shared/identifier.js";
import { lockedRow } from "../../../shared/locked-row.js";
import type { Outbox, RoomEvent } from "../../../shared/outbox.js";
import type { PersonKeys } from "../../../shared/person-keys.js";
import { findRow } from "../../../shared/rows.js";
import type { Signer } from "../../../shared/signer.js";
import { ErrorCode, Refused } from "../../../shared/user-error.js";
import { principalOf, type Viewer } from "../../../shared/viewer.js";
import { ImportRow } from "../imports/import.js";
import type { ImportService } from "../imports/import.service.js";
import { datesOf, signCertificate } from "./certificate.js";
import { ErasureStatus, type Erasure } from "./erasure.js";
import { ERASURE_SHOWN_MS, ErasureRow } from "./erasure-row.js";
import { deletePersonRows } from "./person-rows.js";

/** Rooms acknowledge within milliseconds; who asked is told the end of it where it comes at once. */
const ANSWER_WITHIN_MS = 1_000;
const LOOK_EVERY_MS = 20;

export interface ErasureTools {
  database: Database;
  keys: PersonKeys;
  outbox: Outbox;
  signer: Signer;
  imports: Pick<ImportService, "forget">;
  /** Of addresses, to compare a confirmation with the account's without knowing either. */
  emailKey: Buffer;
  /** Who certifies. */
  issuer: string;
  clock: Clock;
}

/**
 * Erases somebody: here at once, in one unit of work, then in every other room, which acknowledges. The last
 * acknowledgement makes the certificate.
 */
export class ErasureService {
  constructor(private readonly tools: ErasureTools) {}

  async erase(
    viewer: Viewer & { kind: "person" },
    { idempotencyKey: key, confirm }: { idempotencyKey: string; confirm: string },
  ): Promise<{ id?: string } & Outcome> {
    const { database, clock, outbox, imports } = this.tools;
    const { personId } = viewer;
    const now = clock();
    const confirmed = this.hashOf(confirm);
    // Keyed, since a plain hash of an address can be guessed.
    const input = { confirmed };
    const mutation = { principal: principalOf(viewer), mutation: "eraseMyData", key, input, now };
    let files: string[] = [];
    const outcome = await once(database, mutation, async (manager) => {
      if (confirmed !== viewer.emailHash) {
        throw new Refused(ErrorCode.INVALID, "This is not the account's e-mail address.", ["confirm"]);
      }
      // Sent again because its answer was lost: the idempotency key went with everything else.
      const done = await erasedPerson(manager, personId);
      if (done) return { id: done.erasureId };
      files = (await manager.findBy(ImportRow, { personId })).map(({ id }) => id);
      return { id: await this.begin(manager, personId, now) };
    });
    await imports.forget(files);
    outbox.wake();
    if (outcome.id !== undefined) await this.untilDone(outcome.id);
    return outcome;
  }

  /** Null for an unknown id, and after 30 days. */
  async find(id: string): Promise<Erasure | null> {
    const row = await this.tools.database.glance((manager) => findRow(manager, ErasureRow, { id }));
    if (!row || this.tools.clock().getTime() - row.startedAt.getTime() >= ERASURE_SHOWN_MS) return null;
    const { certificate, rooms } = row;
    if (certificate === null) {
      return { id, status: ErasureStatus.RUNNING, erasedAt: null, unrecoverableFrom: null, certificate };
    }
    const { erasedAt, unrecoverableFrom } = datesOf(rooms);
    const dates = { erasedAt: new Date(erasedAt), unrecoverableFrom: new Date(unrecoverableFrom) };
    return { id, status: ErasureStatus.DONE, ...dates, certificate };
  }

  /** A room says that its part is gone. */
  async acknowledged(manager: EntityManager, event: RoomEvent): Promise<void> {
    const { erasure: id, room, erasedAt, unrecoverableFrom } = readAcknowledgement(event);
    const row = await lockedRow(manager, ErasureRow, { id });
    if (!row) return; // forgotten after 30 days
    const rooms = { ...row.rooms, [room]: { erasedAt, unrecoverableFrom } };
    const isDone = ERASING_ROOMS.every((name) => rooms[name]);
    const { signer, issuer, clock } = this.tools;
    const certificate = isDone ? await signCertificate(signer, issuer, { id, rooms }, clock()) : null;
    await manager.update(ErasureRow, { id }, { rooms, certificate });
  }

  private async begin(manager: EntityManager, personId: string, now: Date): Promise<string> {
    const { keys, outbox } = this.tools;
    const told = { erasure: newOpaqueId(), person: personId };
    await keys.holdForErasure(manager, personId);
    await deletePersonRows(manager, personId);
    const { erasedAt, unrecoverableFrom } = await destroyKey(manager, keys, told, now);
    const rooms = { "user-profile": { erasedAt, unrecoverableFrom } };
    await manager.insert(ErasureRow, { id: told.erasure, startedAt: now, rooms, certificate: null });
    for (const room of ERASING_ROOMS) {
      if (room !== "user-profile") await outbox.enqueue(manager, room, "erased", told);
    }
    return told.erasure;
  }

  private hashOf(typed: string): string | null {
    const email = normaliseEmail(typed);
    return email === null ? null : emailHash(this.tools.emailKey, email);
  }

  private async untilDone(id: string): Promise<void> {
    const givesUpAtMs = performance.now() + ANSWER_WITHIN_MS;
    while (performance.now() < givesUpAtMs) {
      if ((await this.find(id))?.status === ErasureStatus.DONE) return;
      await pause(LOOK_EVERY_MS);
    }
  }
}
