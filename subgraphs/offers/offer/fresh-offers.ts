import { In } from "typeorm";
import type { Database } from "../../../shared/database.js";
import { Offer } from "./offer.js";

/** Offers as they are now, each read once in a fetch: a page of fifty customers is mostly shown the same. */
export class FreshOffers {
  private readonly reads = new Map<string, Promise<Map<string, Offer>>>();

  constructor(private readonly database: Database) {}

  /** Null for what is not there. */
  async of(ids: readonly string[]): Promise<(Offer | null)[]> {
    const missing = ids.filter((id) => !this.reads.has(id));
    if (missing.length > 0) {
      const read = this.read(missing);
      for (const id of missing) this.reads.set(id, read);
    }
    return Promise.all(ids.map(async (id) => (await this.reads.get(id))?.get(id) ?? null));
  }

  private async read(ids: string[]): Promise<Map<string, Offer>> {
    const rows = await this.database.glance((manager) => manager.findBy(Offer, { id: In(ids) }));
    return new Map(rows.map((offer) => [offer.id, offer]));
  }
}
