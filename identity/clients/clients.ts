import type { EntityManager } from "typeorm";
import { z } from "zod";
import type { Database } from "../../shared/database.js";
import { newOpaqueId } from "../../shared/identifier.js";
import { insertOnce } from "../../shared/insert-once.js";
import type { RoomEvent } from "../../shared/outbox.js";
import type { RoomSeal } from "../../shared/room-seal.js";
import { ClientRow } from "./client.js";
import { newSecret, secretHashOf } from "./client-secret.js";

/** consent draws a brand's secret and tells identity its hash alone. */
const ClientIssued = z.object({
  clientId: z.string().min(1).max(64),
  secretHash: z.string().regex(/^[0-9a-f]{64}$/),
  kind: z.literal("brand"),
  brandId: z.string().min(1).max(64),
  name: z.string().max(200),
});

/** A partner's secret comes whole, in an event that is sealed: it must verify signatures. */
const PartnerIssued = z.object({
  partnerAppId: z.string().min(1).max(64),
  publishableKey: z.string().min(1).max(64),
  secretKey: z.string().min(1),
  name: z.string().max(200),
  origins: z.array(z.url()),
});

export class Clients {
  constructor(
    private readonly database: Database,
    private readonly seal: RoomSeal,
  ) {}

  find(clientId: string): Promise<ClientRow | null> {
    return this.database.read((manager) => manager.findOneBy(ClientRow, { clientId }));
  }

  /** Makes the client known; again with the same id changes nothing. Throws on a payload that is not the contract's. */
  async issued(manager: EntityManager, event: RoomEvent): Promise<void> {
    const payload = ClientIssued.safeParse(event.payload);
    if (!payload.success) throw new Error("client-issued has another shape than agreed");
    const isNoPartner = { partnerAppId: null, sealedSecret: null, origins: null };
    await insertOnce(manager, ClientRow, { ...payload.data, ...isNoPartner, createdAt: new Date(event.at) });
  }

  /** The same for a partner app. */
  async partnerIssued(manager: EntityManager, event: RoomEvent): Promise<void> {
    const payload = PartnerIssued.safeParse(event.payload);
    if (!payload.success) throw new Error("partner-issued has another shape than agreed");
    const { publishableKey: clientId, secretKey, partnerAppId, name, origins } = payload.data;
    const sealedSecret = this.seal.seal(placeOfSecret(clientId), secretKey);
    const partner = { clientId, kind: "partner" as const, brandId: null, name, secretHash: "", partnerAppId, origins };
    await insertOnce(manager, ClientRow, { ...partner, sealedSecret, createdAt: new Date(event.at) });
  }

  /** What a partner's assertions are verified with; null for a client that is no partner. */
  partnerSecret({ clientId, kind, sealedSecret }: ClientRow): string | null {
    return kind === "partner" && sealedSecret ? this.seal.open(placeOfSecret(clientId), sealedSecret) : null;
  }

  /** The secret is shown once, here; only its hash is kept. */
  async createOperator(now: Date): Promise<{ clientId: string; clientSecret: string }> {
    const clientId = `operator-${newOpaqueId()}`;
    const clientSecret = newSecret();
    const secretHash = secretHashOf(clientSecret);
    await this.database.write((manager) =>
      manager.insert(ClientRow, {
        clientId,
        kind: "operator",
        brandId: null,
        name: "Operator",
        secretHash,
        partnerAppId: null,
        sealedSecret: null,
        origins: null,
        createdAt: now,
      }),
    );
    return { clientId, clientSecret };
  }
}

function placeOfSecret(publishableKey: string): string {
  return `client/${publishableKey}`;
}
