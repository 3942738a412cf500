import type { EntityManager } from "typeorm";
import { z } from "zod";
import type { RoomEvent } from "../../../shared/outbox.js";
import type { DisclosureService, FieldUse } from "./disclosure.service.js";

const Decided = z.object({
  operation: z.string(),
  person: z.string(),
  brand: z.string(),
  purpose: z.string(),
  licence: z.string(),
  fields: z.array(z.object({ field: z.string(), precision: z.string(), from: z.iso.datetime(), to: z.iso.datetime() })),
  at: z.iso.datetime(),
  operationName: z.string().nullable(),
});

/** offers chose by traits: the person's ledger gets a DECISION. */
export async function takeDecided(
  manager: EntityManager,
  event: RoomEvent,
  disclosures: DisclosureService,
): Promise<void> {
  const { operation, person, brand, purpose, licence, fields, at, operationName } = Decided.parse(event.payload);
  const uses = fields.map(({ field, precision, from, to }): FieldUse => ({
    personId: person,
    brandId: brand,
    licenceId: licence,
    purpose,
    price: 0,
    field: { field, precision, fromMs: Date.parse(from), toMs: Date.parse(to), items: 0 },
  }));
  await disclosures.recordDecision(manager, uses, { id: operation, name: operationName, now: new Date(at) });
}
