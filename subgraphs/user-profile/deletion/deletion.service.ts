import { setImmediate as nextTurn } from "node:timers/promises";
import type { EntityManager } from "typeorm";
import type { Database } from "../../../shared/database.js";
import { once, type Outcome } from "../../../shared/idempotency.js";
import { FIELDS } from "../../../shared/licensing/field.js";
import { ErrorCode, Refused } from "../../../shared/user-error.js";
import type { ImportService } from "../imports/import.service.js";
import type { FactField, ImportSource, Metric, Origin } from "../observation.js";
import type { PredicateAnswers } from "../predicates/predicate-answers.js";
import { AddedTally, fieldsOf, withAdded, type DataSourceFact } from "../vault/data-source.js";
import type { PersonProfile } from "../vault/person-profile.js";
import type { StoredObservation } from "../vault/stored-observation.js";
import type { Vault } from "../vault/vault.js";

export interface DeletionInput {
  importId?: string | null;
  source?: ImportSource | null;
  field?: string | null;
  during?: { from: Date; to: Date } | null;
  idempotencyKey: string;
}

/** Whether something is among what is to go. */
interface Part {
  hasMetric(metric: Metric): boolean;
  hasObservation(observation: StoredObservation): boolean;
  hasFact(field: FactField, origin: Origin | undefined): boolean;
}

/** An import that is still adding would go on where something was just taken. */
const UNDER_WAY = new Set(["AWAITING_UPLOAD", "RUNNING"]);

/** Days between two turns of the event loop: others are answered meanwhile. */
const DAYS_PER_TURN = 20;

export class DeletionService {
  constructor(
    private readonly database: Database,
    private readonly vault: Vault,
    private readonly answers: PredicateAnswers,
    private readonly imports: Pick<ImportService, "find">,
  ) {}

  /** Takes out what is named, facts included, and answers how much that was; the list of sources tells what remains. */
  async delete(
    personId: string,
    principal: string,
    { idempotencyKey: key, ...asked }: DeletionInput,
    now: Date,
  ): Promise<{ observationsDeleted?: number } & Outcome> {
    const input = { ...asked, during: asked.during && [asked.during.from.getTime(), asked.during.to.getTime()] };
    const isUnderWay = asked.importId != null && (await this.isUnderWay(personId, asked.importId));
    return once(this.database, { principal, mutation: "deleteData", key, input, now }, async (manager) => {
      if (isUnderWay)
        throw new Refused(ErrorCode.INVALID, "The import is still running; cancel it first.", ["importId"]);
      const part = partOf(asked);
      const profile = await this.vault.profileToChange(manager, personId);
      const { sources, taken, fields } = await this.takeObservations(manager, personId, part);
      if (asked.field != null) fields.add(asked.field);
      await this.answers.forget(manager, personId, fields);
      const facts = takeFacts(profile, part);
      await this.vault.saveProfile(manager, personId, { ...profile, sources });
      return { observationsDeleted: taken + facts };
    });
  }

  private async takeObservations(
    manager: EntityManager,
    personId: string,
    part: Part,
  ): Promise<{ sources: DataSourceFact[]; taken: number; fields: Set<string> }> {
    const left = new AddedTally();
    const touched = new Set<Metric>();
    let [taken, days] = [0, 0];
    for await (const day of this.vault.days(manager, personId)) {
      const kept = part.hasMetric(day.metric)
        ? day.observations.filter((observation) => !part.hasObservation(observation))
        : day.observations;
      left.count(day.metric, kept);
      if (kept.length < day.observations.length) {
        taken += day.observations.length - kept.length;
        touched.add(day.metric);
        await this.vault.replaceDay(manager, personId, { ...day, observations: kept });
      }
      days += 1;
      if (days % DAYS_PER_TURN === 0) await nextTurn();
    }
    const fields = new Set([...touched].flatMap(fieldsOf));
    return { taken, fields, sources: left.all.reduce<DataSourceFact[]>(withAdded, []) };
  }

  private async isUnderWay(personId: string, importId: string): Promise<boolean> {
    const found = await this.imports.find(personId, importId);
    return found !== null && UNDER_WAY.has(found.status);
  }
}

/** Exactly one of three; throws what is wrong with it. An import of somebody else's holds nothing here. */
function partOf({ importId, source, field, during }: Omit<DeletionInput, "idempotencyKey">): Part {
  const named = [importId, source, field].filter((one) => one != null);
  if (named.length !== 1) {
    throw new Refused(ErrorCode.INVALID, "Name exactly one of importId, source and field.", ["input"]);
  }
  if (during && !(during.from < during.to)) {
    throw new Refused(ErrorCode.INVALID, "A period begins before it ends.", ["during"]);
  }
  if (field != null && !FIELDS.some(({ path }) => path === field)) {
    throw new Refused(ErrorCode.UNKNOWN_FIELD, "There is no field of this path.", ["field"]);
  }
  const isFrom = (origin: Origin | undefined): boolean =>
    field != null || (importId != null ? origin?.importId === importId : origin?.source === source);
  return {
    hasMetric: (metric) => field == null || fieldsOf(metric).includes(field),
    hasObservation: ({ startMs, origin }) =>
      isFrom(origin) && (!during || (startMs >= during.from.getTime() && startMs < during.to.getTime())),
    // A fact has no time, so a period does not hold it.
    hasFact: (path, origin) => !during && (field != null ? path === field : isFrom(origin)),
  };
}

function takeFacts(profile: PersonProfile, part: Part): number {
  const gone = (Object.keys(profile.facts) as FactField[]).filter((field) =>
    part.hasFact(field, profile.factOrigins?.[field]),
  );
  const left = <T extends object>(all: T): T =>
    Object.fromEntries(Object.entries(all).filter(([field]) => !gone.includes(field as FactField))) as T;
  profile.facts = left(profile.facts);
  profile.factOrigins = left(profile.factOrigins ?? {});
  return gone.length;
}
