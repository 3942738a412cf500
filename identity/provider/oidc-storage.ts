import { createHash } from "node:crypto";
import type { Adapter, AdapterPayload } from "oidc-provider";
import { IsNull, LessThan, type EntityManager } from "typeorm";
import { SECOND_MS, type Clock } from "../../shared/clock.js";
import type { Database } from "../../shared/database.js";
import { insertOnce } from "../../shared/insert-once.js";
import { seal, unseal } from "../../shared/seal.js";
import type { Clients } from "../clients/clients.js";
import { clientMetadata } from "./client-metadata.js";
import { OidcPayloadRow } from "./oidc-payload.js";

/** The provider's models on our database; clients come from their own table. */
export class OidcStorage {
  constructor(
    private readonly database: Database,
    private readonly key: Buffer,
    private readonly clients: Clients,
    private readonly clock: Clock,
    /** Made when a code or token that may be used once is used again at the same moment. */
    private readonly usedTwice: () => Error,
  ) {}

  /** What `adapter` of the provider's configuration wants. */
  adapterOf(model: string): Adapter {
    if (model === "Client") return this.clientAdapter();
    return {
      upsert: (id, payload, expiresIn) => this.upsert(model, id, payload, expiresIn),
      find: (id) => this.findBy({ model, idHash: hashOf(id) }),
      findByUid: (uid) => this.findBy({ model, uid }),
      findByUserCode: () => Promise.resolve(undefined), // the device flow is off
      consume: (id) => this.consume(model, id),
      destroy: (id) => this.change((manager) => manager.delete(OidcPayloadRow, { model, idHash: hashOf(id) })),
      revokeByGrantId: (grantId) => this.change((manager) => manager.delete(OidcPayloadRow, { model, grantId })),
    };
  }

  /** Ends every sign-in, grant and refresh token of somebody. */
  endAll(accountId: string): Promise<void> {
    return this.change((manager) => manager.delete(OidcPayloadRow, { accountId }));
  }

  /** True the first time only: for what may be shown once, until it expires by itself. */
  async useOnce(model: string, id: string, expiresAt: Date): Promise<boolean> {
    const idHash = hashOf(id);
    const nothing = { payload: Buffer.alloc(0), grantId: null, uid: null, accountId: null, consumedAt: null };
    return this.database.write((manager) =>
      insertOnce(manager, OidcPayloadRow, { model, idHash, ...nothing, expiresAt }),
    );
  }

  purge(now: Date): Promise<void> {
    return this.change((manager) => manager.delete(OidcPayloadRow, { expiresAt: LessThan(now) }));
  }

  private clientAdapter(): Adapter {
    const refuse = (): Promise<never> => Promise.reject(new Error("clients are not registered through the provider"));
    return {
      find: async (id) => {
        const client = await this.clients.find(id);
        return client ? clientMetadata(client) : undefined;
      },
      upsert: refuse,
      findByUid: refuse,
      findByUserCode: refuse,
      consume: refuse,
      destroy: refuse,
      revokeByGrantId: refuse,
    };
  }

  private async upsert(model: string, id: string, payload: AdapterPayload, expiresIn?: number): Promise<void> {
    const idHash = hashOf(id);
    const now = this.clock();
    const expiresAt = expiresIn === undefined ? null : new Date(now.getTime() + expiresIn * SECOND_MS);
    const row = {
      model,
      idHash,
      payload: seal(this.key, placeOf(model, idHash), Buffer.from(JSON.stringify(payload))),
      grantId: payload.grantId ?? null,
      uid: payload.uid ?? null,
      accountId: payload.accountId ?? null,
      expiresAt,
    };
    await this.change((manager) => manager.upsert(OidcPayloadRow, row, ["model", "idHash"]));
  }

  private async findBy(where: { model: string; idHash?: string; uid?: string }): Promise<AdapterPayload | undefined> {
    const row = await this.database.read((manager) => manager.findOneBy(OidcPayloadRow, where));
    if (!row || (row.expiresAt && row.expiresAt <= this.clock())) return undefined;
    const plaintext = unseal(this.key, placeOf(row.model, row.idHash), Buffer.from(row.payload));
    if (!plaintext) return undefined;
    const payload = JSON.parse(plaintext.toString("utf8")) as AdapterPayload;
    return row.consumedAt ? { ...payload, consumed: Math.floor(row.consumedAt.getTime() / SECOND_MS) } : payload;
  }

  /** The provider looks first and marks afterwards; of two requests that looked at once, one must lose here. */
  private async consume(model: string, id: string): Promise<void> {
    const unused = { model, idHash: hashOf(id), consumedAt: IsNull() };
    const { affected } = await this.database.write((manager) =>
      manager.update(OidcPayloadRow, unused, { consumedAt: this.clock() }),
    );
    if (affected !== 1) throw this.usedTwice();
  }

  private async change(work: (manager: EntityManager) => Promise<unknown>): Promise<void> {
    await this.database.write(work);
  }
}

function hashOf(id: string): string {
  return createHash("sha256").update(id).digest("base64url");
}

function placeOf(model: string, idHash: string): string {
  return `oidc_payload/${model}/${idHash}`;
}
