import type { EntityManager } from "typeorm";
import type { Database } from "../../../shared/database.js";
import type { Outbox } from "../../../shared/outbox.js";
import { findRows, insertRow } from "../../../shared/rows.js";
import type { PersonKey, PersonKeys } from "../../../shared/person-keys.js";
import { mergeSources, sourceKey, type ChosenOffer, type TraitSource } from "./chosen-offer.js";
import { PropositionIndexRow } from "./proposition-index-row.js";
import { detailOf, placeOf, PropositionRow, type PropositionDetail } from "./proposition-row.js";
import { sealForStranger, StrangerPropositionRow } from "./stranger-proposition-row.js";

export interface Operation {
  id: string;
  name: string | null;
  now: Date;
}

/** Keeps what was chosen, and tells user-profile of every licence that the choice used, before the answer leaves. */
export class PropositionRecorder {
  constructor(
    private readonly database: Database,
    private readonly keys: PersonKeys,
    private readonly outbox: Outbox,
    /** Seals what no person's key can. */
    private readonly strangerKey: Buffer,
  ) {}

  /** One transaction: all of it is kept, or it throws and nothing may leave. */
  async record(chosen: readonly ChosenOffer[], operation: Operation): Promise<void> {
    if (chosen.length === 0) return;
    await this.database.write(async (manager) => {
      for (const own of groups(chosen, ({ personId }) => personId ?? "")) {
        const personId = own[0]?.personId ?? null;
        if (personId === null) await this.recordStrangers(manager, own, operation);
        else await this.recordPerson(manager, personId, own, operation);
      }
    });
    this.outbox.wake();
  }

  private async recordPerson(
    manager: EntityManager,
    personId: string,
    chosen: ChosenOffer[],
    operation: Operation,
  ): Promise<void> {
    // Fetches of one operation may come side by side; what the first has told, the second finds.
    const key = await this.keys.forChanging(manager, personId);
    const told = await this.alreadyTold(manager, key, personId, operation.id);
    const { id: operationId, now: createdAt } = operation;
    for (const offer of chosen) {
      const { id, expiresAt } = offer;
      const sealed = key.sealJson(placeOf(id), detailOf(offer));
      await insertRow(manager, PropositionRow, { personId, id, operation: operationId, createdAt, expiresAt, sealed });
      await insertRow(manager, PropositionIndexRow, { propositionId: id, personId, createdAt });
    }
    await this.tell(manager, chosen, told, operation);
  }

  /** Of nobody there are no traits, so there is nothing to tell user-profile. */
  private async recordStrangers(manager: EntityManager, chosen: ChosenOffer[], { now }: Operation): Promise<void> {
    for (const offer of chosen) {
      const { id, expiresAt } = offer;
      const sealed = sealForStranger(this.strangerKey, id, detailOf(offer));
      await insertRow(manager, StrangerPropositionRow, { id, createdAt: now, expiresAt, sealed });
    }
  }

  /**
   * What an earlier fetch of the same operation used already. An operation that asks twice, through an alias, is one
   * DECISION per licence; a second event is sent only for a field that the first did not name.
   */
  private async alreadyTold(
    manager: EntityManager,
    key: PersonKey,
    personId: string,
    operation: string,
  ): Promise<Set<string>> {
    const rows = await findRows(manager, PropositionRow, { personId, operation });
    const details = rows.map(({ id, sealed }) => key.openJson(placeOf(id), sealed) as PropositionDetail);
    return new Set(details.flatMap(({ sources }) => sources.map(sourceKey)));
  }

  private async tell(
    manager: EntityManager,
    chosen: readonly ChosenOffer[],
    told: ReadonlySet<string>,
    operation: Operation,
  ): Promise<void> {
    const uses = chosen.flatMap((offer) => offer.sources.map((source) => ({ offer, source })));
    const untold = uses.filter(({ source }) => !told.has(sourceKey(source)));
    for (const group of groups(untold, ({ source }) => source.licence)) {
      const [first] = group;
      if (!first) continue;
      const fields = mergeSources(group.map(({ source }) => source));
      await this.outbox.enqueue(manager, "user-profile", "decided", decided(first.offer, fields, operation));
    }
  }
}

/** The event's payload; `fields` are all of one licence. */
function decided(
  { personId, brandId, purpose }: ChosenOffer,
  fields: readonly TraitSource[],
  { id, name, now }: Operation,
): Record<string, unknown> {
  return {
    operation: id,
    person: personId,
    brand: brandId,
    purpose,
    licence: fields[0]?.licence,
    fields: fields.map(({ field, precision, fromMs, toMs }) => ({
      field,
      precision,
      from: new Date(fromMs).toISOString(),
      to: new Date(toMs).toISOString(),
    })),
    at: now.toISOString(),
    operationName: name,
  };
}

function groups<T>(items: readonly T[], keyOf: (item: T) => string): T[][] {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return [...groups.values()];
}
