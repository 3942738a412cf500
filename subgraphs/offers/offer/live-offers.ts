import { MoreThan, type EntityManager, type FindOptionsWhere } from "typeorm";
import type { Database } from "../../../shared/database.js";
import { suspendedBrands } from "../brand/suspended-brand.js";
import { OfferIndex } from "../matching/offer-index.js";
import { OfferStatus } from "./offer-status.js";
import { currentVersion } from "./offer-version.js";
import { Offer } from "./offer.js";

/** Rows that are read in one go: other requests wait some 20 ms for it. */
const PAGE = 1_000;

/** What a decision looks at; the words and the money are read when an offer is shown. */
const DECIDED_BY = {
  ...{ id: true, brandId: true, status: true, version: true, placements: true, targeting: true },
  ...{ rewardOnClaim: true, isFallback: true, startsAt: true, endsAt: true },
} as const;

/**
 * The live offers in this process's memory. Any process may change them: each look asks the database for their version,
 * one row by its key, and reads what has changed since the last one.
 */
export class LiveOffers {
  private readonly index = new OfferIndex();
  /** Up to where the index follows; null before the first look. */
  private version: number | null = null;
  private following: Promise<void> | null = null;

  constructor(private readonly database: Pick<Database, "glance" | "read">) {}

  /** As of everything that was committed before the call. */
  async current(now: Date): Promise<OfferIndex> {
    const version = await this.database.glance(currentVersion);
    // Whoever follows already may have looked before this call.
    while (this.version === null || this.version < version) {
      this.following ??= this.follow(now).finally(() => {
        this.following = null;
      });
      await this.following;
    }
    this.index.advance(now);
    return this.index;
  }

  /** An offer that cannot pay any more, for good: nobody need look at it again. */
  forget(id: string): void {
    this.index.remove(id);
  }

  private async follow(now: Date): Promise<void> {
    // What is committed while the pages are read is read again with the next version, to the same end.
    const { version, suspended } = await this.database.read(async (manager) => {
      return { version: await currentVersion(manager), suspended: await suspendedBrands(manager) };
    });
    if (this.version === null) await this.readAll(now);
    else await this.readSince(this.version, now);
    this.index.suspended = suspended;
    this.version = version;
  }

  private async readAll(now: Date): Promise<void> {
    for (let after = "", isMore = true; isMore;) {
      const where = { status: OfferStatus.LIVE, id: MoreThan(after) };
      const rows = await this.database.read((manager) => page(manager, where, "id"));
      for (const offer of rows) this.index.put(offer, now);
      after = rows.at(-1)?.id ?? after;
      isMore = rows.length === PAGE;
    }
  }

  /** A unit of work changes one offer under one version, so that no page ends within a version. */
  private async readSince(known: number, now: Date): Promise<void> {
    for (let after = known, isMore = true; isMore;) {
      const rows = await this.database.read((manager) => page(manager, { version: MoreThan(after) }, "version"));
      for (const offer of rows) {
        if (offer.status === OfferStatus.LIVE) this.index.put(offer, now);
        else this.index.remove(offer.id);
      }
      after = rows.at(-1)?.version ?? after;
      isMore = rows.length === PAGE;
    }
  }
}

function page(manager: EntityManager, where: FindOptionsWhere<Offer>, by: "id" | "version"): Promise<Offer[]> {
  return manager.find(Offer, { select: DECIDED_BY, where, order: { [by]: "ASC" }, take: PAGE });
}
