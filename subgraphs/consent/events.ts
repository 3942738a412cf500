import type { EntityManager } from "typeorm";
import { z } from "zod";
import { erasedPerson } from "../../shared/erased-person.js";
import { unlessErased } from "../../shared/erasure.js";
import type { EventHandler, RoomEvent } from "../../shared/outbox.js";
import { Brand } from "./brand/brand.js";
import { rowsOf } from "./guarded-update.js";
import { LicenceIndexRow } from "./licence/licence-index.js";
import { LogKind } from "./log/log-entry.js";
import type { BrandAccounts } from "./ledger/licence-uses.js";
import type { ConsentServices } from "./services.js";

const id = z.string().min(1);
const instant = z.coerce.date();
const points = z.int().min(0);

const Disclosed = z.object({ operation: id, licence: id, person: id, points, at: instant });
const Closed = z.object({ disclosures: z.array(z.object({ brand: id, at: instant, commitment: id })) });
const Watermark = z.object({ upTo: instant });
const Claimed = z.object({ claim: id, person: id, brand: id, offer: id, points: z.int().min(1) });
const Funding = z.object({ offerId: id, brandId: id, points });

/** What other rooms tell consent. Each handler changes nothing when it is told the same thing again. */
export function consentEvents(services: ConsentServices, erase: EventHandler, clock: () => Date): EventHandler {
  const handlers: Record<string, EventHandler> = {
    erased: erase,
    "disclosures-closed": (manager, event) => noteClosed(services, manager, event),
    disclosed: (manager, event) => settle(services, manager, event, clock()),
    watermark: (manager, event) => release(services, manager, event, clock()),
    claimed: async (manager, event) => {
      const { claim, person: personId, brand: brandId, offer: offerId, points: owed } = Claimed.parse(event.payload);
      await services.offerClaims.pay(manager, { claim, personId, brandId, offerId, points: owed }, clock());
    },
    "funding-asked": async (manager, event) => {
      const asked = Funding.parse(event.payload);
      await services.offerFunding.fund(manager, await accountsOf(manager, asked.brandId), asked, clock());
    },
    "funding-returned": async (manager, event) => {
      const returned = Funding.parse(event.payload);
      const accounts = await accountsOf(manager, returned.brandId);
      if (accounts) await services.offerFunding.takeBack(manager, accounts, returned, clock());
    },
  };
  return unlessErased(async (manager, event) => {
    const handle = handlers[event.type];
    if (!handle) throw new Error(`consent knows no event ${event.type}`);
    await handle(manager, event);
  });
}

/** Disclosures that will not change any more: each becomes an entry of the log. */
async function noteClosed(services: ConsentServices, manager: EntityManager, event: RoomEvent): Promise<void> {
  for (const { brand: brandId, at, commitment } of Closed.parse(event.payload).disclosures) {
    await services.transparencyLog.note(manager, { brandId, kind: LogKind.DISCLOSURE, at, commitment });
  }
}

async function settle(services: ConsentServices, manager: EntityManager, event: RoomEvent, now: Date): Promise<void> {
  const { operation, licence: licenceId, person, points: owed, at } = Disclosed.parse(event.payload);
  const personId = await holderOf(manager, person, licenceId);
  const [brand] = await rowsOf<BrandAccounts>(
    manager,
    "SELECT b.id AS brandId, b.escrowAccountId, b.holdingAccountId FROM licence l JOIN brand b ON b.id = l.brandId " +
      "WHERE l.personId = ? AND l.id = ?",
    [personId, licenceId],
  );
  if (!brand) return; // of no licence that was ever granted here
  await services.uses.settle(manager, brand, { personId, licenceId, operation, points: owed, at }, now);
}

/** Whose name a licence is under: another than told, where the person was erased after the disclosure. */
async function holderOf(manager: EntityManager, person: string, licenceId: string): Promise<string> {
  if (!(await erasedPerson(manager, person))) return person;
  return (await manager.findOneBy(LicenceIndexRow, { licenceId }))?.personId ?? person;
}

async function release(services: ConsentServices, manager: EntityManager, event: RoomEvent, now: Date): Promise<void> {
  const { upTo } = Watermark.parse(event.payload);
  await services.uses.releaseAbandoned(manager, (brandId) => services.brands.accountsOf(manager, brandId), upTo, now);
}

async function accountsOf(manager: EntityManager, brandId: string): Promise<BrandAccounts | null> {
  const brand = await manager.findOneBy(Brand, { id: brandId });
  if (!brand) return null;
  const { escrowAccountId, holdingAccountId } = brand;
  return { brandId, escrowAccountId, holdingAccountId };
}
