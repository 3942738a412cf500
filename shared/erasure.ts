import type { EntityManager } from "typeorm";
import { z } from "zod";
import type { Clock } from "./clock.js";
import { IdempotencyRow } from "./idempotency.js";
import type { EventHandler, Outbox, RoomEvent, RoomName } from "./outbox.js";
import type { PersonKeys } from "./person-keys.js";
import { PersonErasedError } from "./erased-person.js";
import { principalOfPerson } from "./viewer.js";

/** The rooms that keep something of a person; each says when its part is gone. */
export const ERASING_ROOMS: readonly RoomName[] = ["user-profile", "consent", "offers", "identity"];

const Erased = z.object({ erasure: z.string().min(1), person: z.string().min(1) });
export type ErasedEvent = z.infer<typeof Erased>;

const Acknowledged = z.object({
  erasure: z.string().min(1),
  room: z.enum(["user-profile", "consent", "offers", "identity"]),
  erasedAt: z.iso.datetime(),
  unrecoverableFrom: z.iso.datetime(),
});
export type Acknowledgement = z.infer<typeof Acknowledged>;

export function readAcknowledgement(event: RoomEvent): Acknowledgement {
  return Acknowledged.parse(event.payload);
}

/** Destroys the room's key of somebody, and what idempotency keeps of them. Their rows are the caller's. */
export async function destroyKey(
  manager: EntityManager,
  keys: PersonKeys,
  { erasure, person }: ErasedEvent,
  now: Date,
): Promise<Omit<Acknowledgement, "room">> {
  const unrecoverableFrom = await keys.destroy(manager, person, erasure, now);
  if (manager.dataSource.hasMetadata(IdempotencyRow)) {
    await manager.delete(IdempotencyRow, { principal: principalOfPerson(person) });
  }
  return { erasure, erasedAt: now.toISOString(), unrecoverableFrom: unrecoverableFrom.toISOString() };
}

/** Handles `erased` in a room that is told of it: its rows go, then its key, and user-profile is told so. */
export function erasureOf(
  room: RoomName,
  { keys, outbox, clock }: { keys: PersonKeys; outbox: Outbox; clock: Clock },
  deleteRows: (manager: EntityManager, personId: string, now: Date) => Promise<void>,
): EventHandler {
  return async (manager, event) => {
    const told = Erased.parse(event.payload);
    const now = clock();
    await keys.holdForErasure(manager, told.person);
    await deleteRows(manager, told.person, now);
    const gone = await destroyKey(manager, keys, told, now);
    await outbox.enqueue(manager, "user-profile", "erasure-acknowledged", { ...gone, room });
  };
}

/** What is told of somebody who is gone has nobody to be kept for. */
export function unlessErased(handle: EventHandler): EventHandler {
  return async (manager, event) => {
    try {
      await handle(manager, event);
    } catch (error) {
      if (!(error instanceof PersonErasedError)) throw error;
    }
  };
}
