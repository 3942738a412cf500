import type { EntityManager } from "typeorm";
import type { Database } from "../../../shared/database.js";
import type { PersonKeys } from "../../../shared/person-keys.js";
import { findRow } from "../../../shared/rows.js";
import { personOf, type Viewer } from "../../../shared/viewer.js";
import type { OfferService } from "../offer/offer.service.js";
import type { Proposition } from "./proposition.js";
import { placeOf, PropositionRow, type PropositionDetail } from "./proposition-row.js";

export interface KeptProposition {
  id: string;
  expiresAt: Date;
  detail: PropositionDetail;
}

/** What people were shown, by whomever. */
export class Propositions {
  constructor(
    private readonly database: Database,
    private readonly keys: PersonKeys,
    private readonly offers: OfferService,
  ) {}

  /** As its person sees it, expired or not. */
  async to(viewer: Viewer, id: string): Promise<Proposition | null> {
    const personId = personOf(viewer);
    if (personId === null) return null;
    const kept = await this.database.glance((manager) => this.ofPerson(manager, personId, id));
    const offer = kept && (await this.offers.visible(viewer, kept.detail.offerId));
    return offer && { id, offer, because: [...kept.detail.because], expiresAt: kept.expiresAt };
  }

  /** Null for one that was not made for this person, as for one that never was. */
  async ofPerson(manager: EntityManager, personId: string, id: string): Promise<KeptProposition | null> {
    const row = await findRow(manager, PropositionRow, { personId, id });
    const key = row && (await this.keys.forReading(manager, personId));
    if (!row || !key) return null;
    const detail = key.openJson(placeOf(id), row.sealed) as PropositionDetail;
    return { id, expiresAt: row.expiresAt, detail };
  }
}
