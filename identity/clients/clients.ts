import type { EntityManager } from "typeorm";
import { z } from "zod";
import type { Database } from "../../shared/database.js";
import { newOpaqueId } from "../../shared/identifier.js";
import { insertOnce } from "../../shared/insert-once.js";
import type { RoomEvent } from "../../shared/outbox.js";
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

export class Clients {
  constructor(private readonly database: Database) {}

  find(clientId: string): Promise<ClientRow | null> {
    return this.database.read((manager) => manager.findOneBy(ClientRow, { clientId }));
  }

  /** Makes the client known; again with the same id changes nothing. Throws on a payload that is not the contract's. */
  async issued(manager: EntityManager, event: RoomEvent): Promise<void> {
    const payload = ClientIssued.safeParse(event.payload);
    if (!payload.success) throw new Error("client-issued has another shape than agreed");
    await insertOnce(manager, ClientRow, { ...payload.data, createdAt: new Date(event.at) });
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
        createdAt: now,
      }),
    );
    return { clientId, clientSecret };
  }
}
