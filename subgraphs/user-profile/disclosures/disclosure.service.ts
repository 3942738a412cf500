import type { EntityManager } from "typeorm";
import type { Database } from "../../../shared/database.js";
import { newId } from "../../../shared/identifier.js";
import { insertOnce } from "../../../shared/insert-once.js";
import { lockedRow } from "../../../shared/locked-row.js";
import type { Outbox } from "../../../shared/outbox.js";
import { insertRow } from "../../../shared/rows.js";
import type { PersonKey, PersonKeys } from "../../../shared/person-keys.js";
import type { PredicateAnswer } from "../predicates/predicate-answer.js";
import type { PredicateAnswers } from "../predicates/predicate-answers.js";
import {
  DisclosureByBrandRow,
  DisclosureKind,
  DisclosureRow,
  type DisclosedFieldFact,
  type DisclosureDetail,
} from "./disclosure.js";

/** One licensed field that was read or compared in a fetch, and what of it left. */
export interface FieldUse {
  personId: string;
  brandId: string;
  licenceId: string;
  purpose: string;
  price: number;
  field: DisclosedFieldFact;
  /** An answer that was given for the first time, and stands once it is recorded. */
  first?: PredicateAnswer;
}

export interface Operation {
  id: string;
  name: string | null;
  now: Date;
}

export class DisclosureService {
  constructor(
    private readonly database: Database,
    private readonly keys: PersonKeys,
    private readonly outbox: Outbox,
    private readonly answers: PredicateAnswers,
  ) {}

  /**
   * Writes one VALUE disclosure per licence that the fetch used, durably, before its answer leaves, and with it the
   * answers that stand from then on. A second fetch of the same operation widens the row instead of adding one, and is
   * not paid again (ARCHITECTURE 5).
   */
  async record(uses: readonly FieldUse[], operation: Operation): Promise<void> {
    if (uses.length === 0) return;
    await this.database.write(async (manager) => {
      for (const group of byLicence(uses)) {
        await this.recordUse(manager, group, DisclosureKind.VALUE, operation);
        const first = group.flatMap((use) => use.first ?? []);
        await this.answers.keep(manager, group[0], first, operation.now);
      }
    });
    this.outbox.wake();
  }

  /** Notes that offers chose by traits; unpriced, a row of its own (FIELDS.md). */
  async recordDecision(manager: EntityManager, uses: readonly FieldUse[], operation: Operation): Promise<void> {
    for (const group of byLicence(uses)) await this.recordUse(manager, group, DisclosureKind.DECISION, operation);
  }

  detail(key: PersonKey, row: DisclosureRow): DisclosureDetail {
    return key.openJson(place(row.id), row.sealed) as DisclosureDetail;
  }

  private async recordUse(
    manager: EntityManager,
    uses: readonly [FieldUse, ...FieldUse[]],
    kind: DisclosureKind,
    operation: Operation,
  ): Promise<void> {
    const [{ personId, brandId, licenceId, purpose, price }] = uses;
    const key = await this.keys.forWriting(manager, personId);
    if (await this.widen(manager, key, uses, kind, operation)) return;
    const id = newId(operation.now);
    const detail: DisclosureDetail = {
      fields: mergeFields(uses.map((use) => use.field)),
      operationName: operation.name,
    };
    const points = kind === DisclosureKind.DECISION ? 0 : price;
    const isNew = await insertOnce(manager, DisclosureRow, {
      personId,
      id,
      operation: operation.id,
      licenceId,
      kind,
      brandId,
      purpose,
      points,
      at: operation.now,
      sealed: key.sealJson(place(id), detail),
      commitment: null,
    });
    if (!isNew) {
      // Another fetch of the operation has just written it.
      await this.widen(manager, key, uses, kind, operation);
      return;
    }
    const at = operation.now;
    await insertRow(manager, DisclosureByBrandRow, { brandId, disclosureId: id, personId, at, openSince: at });
    if (kind !== DisclosureKind.DECISION) {
      await this.outbox.enqueue(manager, "consent", "disclosed", {
        operation: operation.id,
        licence: licenceId,
        person: personId,
        brand: brandId,
        points,
        at: at.toISOString(),
        kind,
      });
    }
  }

  /** Adds to what the operation is known to have read under a licence. False where that is nothing. */
  private async widen(
    manager: EntityManager,
    key: PersonKey,
    uses: readonly [FieldUse, ...FieldUse[]],
    kind: DisclosureKind,
    operation: Operation,
  ): Promise<boolean> {
    const [{ personId, licenceId }] = uses;
    const known = await lockedRow(manager, DisclosureRow, { personId, operation: operation.id, licenceId, kind });
    if (!known) return false;
    // Its capability is long dead, so that this can only be a choice of offers that was told very late.
    if (known.commitment !== null) return true;
    const detail = this.detail(key, known);
    const merged = { ...detail, fields: mergeFields([...detail.fields, ...uses.map((use) => use.field)]) };
    const sealed = key.sealJson(place(known.id), merged);
    await manager.update(DisclosureRow, { personId, id: known.id }, { sealed });
    return true;
  }
}

export function place(id: string): { table: string; row: string; column: string } {
  return { table: "disclosure", row: id, column: "sealed" };
}

function byLicence(uses: readonly FieldUse[]): [FieldUse, ...FieldUse[]][] {
  const groups = new Map<string, [FieldUse, ...FieldUse[]]>();
  for (const use of uses) {
    const key = `${use.personId} ${use.licenceId}`;
    const group = groups.get(key);
    if (group) group.push(use);
    else groups.set(key, [use]);
  }
  return [...groups.values()];
}

/**
 * One line per field and precision (and threshold), over the widest period. The same period twice is one reading; different ones add
 * up, though they may overlap: what is told of a disclosure is never less than what left.
 */
function mergeFields(fields: readonly DisclosedFieldFact[]): DisclosedFieldFact[] {
  const merged = new Map<string, DisclosedFieldFact>();
  for (const field of fields) {
    const key = `${field.field} ${field.precision} ${field.atLeast ?? ""}`;
    const known = merged.get(key);
    merged.set(key, known ? widest(known, field) : field);
  }
  return [...merged.values()];
}

function widest(a: DisclosedFieldFact, b: DisclosedFieldFact): DisclosedFieldFact {
  const pick = (x: number | null, y: number | null, choose: (...values: number[]) => number): number | null =>
    x === null || y === null ? (x ?? y) : choose(x, y);
  // A predicate has one answer, however often an operation asks.
  const isSame = a.atLeast !== undefined || (a.fromMs === b.fromMs && a.toMs === b.toMs);
  return {
    ...a,
    fromMs: pick(a.fromMs, b.fromMs, Math.min),
    toMs: pick(a.toMs, b.toMs, Math.max),
    items: isSame ? Math.max(a.items, b.items) : a.items + b.items,
  };
}
