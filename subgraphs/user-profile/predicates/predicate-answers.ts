import type { EntityManager } from "typeorm";
import { insertOnce } from "../../../shared/insert-once.js";
import { lockedRow } from "../../../shared/locked-row.js";
import type { PersonKey, PersonKeys, Place } from "../../../shared/person-keys.js";
import { findRow, findRows } from "../../../shared/rows.js";
import { ANSWER_STANDS_MS, PredicateAnswerRow, type PredicateAnswer } from "./predicate-answer.js";

/** The brand that asked, and whom about. */
export interface Answered {
  personId: string;
  brandId: string;
}

/** The first answer to a brand about a person, field and threshold is the answer for 30 days. */
export class PredicateAnswers {
  constructor(private readonly keys: PersonKeys) {}

  /** The answer that stands; null where none does. */
  async standing(
    manager: EntityManager,
    { personId, brandId }: Answered,
    asked: Pick<PredicateAnswer, "field" | "atLeast">,
    now: Date,
  ): Promise<PredicateAnswer | null> {
    const row = await findRow(manager, PredicateAnswerRow, { personId, brandId });
    const key = row && (await this.keys.forReading(manager, personId));
    return (row && key && standingIn(opened(key, row), now).find((one) => isSame(one, asked))) ?? null;
  }

  /**
   * Keeps first answers, in the unit of work that records that they leave. Throws where another operation has answered
   * otherwise meanwhile: then this one does not leave, and whoever asks again is given what stands.
   */
  async keep(
    manager: EntityManager,
    { personId, brandId }: Answered,
    first: readonly PredicateAnswer[],
    now: Date,
  ): Promise<void> {
    if (first.length === 0) return;
    const whose = { personId, brandId };
    const key = await this.keys.forWriting(manager, personId);
    if (await this.add(manager, key, whose, first, now)) return;
    const isNew = await insertOnce(manager, PredicateAnswerRow, sealedRow(key, whose, merged([], first)));
    // Another operation of the brand has just written it.
    if (!isNew) await this.add(manager, key, whose, first, now);
  }

  /** Forgets what was answered about fields whose data are gone: it would tell of them for days to come. */
  async forget(manager: EntityManager, personId: string, fields: ReadonlySet<string>): Promise<void> {
    const key = await this.keys.forWriting(manager, personId);
    for (const { brandId } of await findRows(manager, PredicateAnswerRow, { personId })) {
      const row = await lockedRow(manager, PredicateAnswerRow, { personId, brandId });
      if (!row) continue;
      const left = opened(key, row).filter(({ field }) => !fields.has(field));
      await this.replace(manager, key, row, left);
    }
  }

  /** False where nothing was ever answered. */
  private async add(
    manager: EntityManager,
    key: PersonKey,
    { personId, brandId }: Answered,
    first: readonly PredicateAnswer[],
    now: Date,
  ): Promise<boolean> {
    const row = await lockedRow(manager, PredicateAnswerRow, { personId, brandId });
    if (!row) return false;
    await this.replace(manager, key, row, merged(standingIn(opened(key, row), now), first));
    return true;
  }

  private async replace(
    manager: EntityManager,
    key: PersonKey,
    { personId, brandId }: Answered,
    answers: readonly PredicateAnswer[],
  ): Promise<void> {
    const whose = { personId, brandId };
    if (answers.length === 0) await manager.delete(PredicateAnswerRow, whose);
    else await manager.update(PredicateAnswerRow, whose, sealedRow(key, whose, answers));
  }
}

function merged(standing: readonly PredicateAnswer[], first: readonly PredicateAnswer[]): PredicateAnswer[] {
  const all = [...standing];
  for (const answer of first) {
    const known = all.find((one) => isSame(one, answer));
    if (known && known.isSatisfied !== answer.isSatisfied) throw new Error("another answer was given meanwhile");
    if (!known) all.push(answer);
  }
  return all;
}

function standingIn(answers: readonly PredicateAnswer[], now: Date): PredicateAnswer[] {
  return answers.filter(({ atMs }) => now.getTime() - atMs < ANSWER_STANDS_MS);
}

function isSame(a: Pick<PredicateAnswer, "field" | "atLeast">, b: Pick<PredicateAnswer, "field" | "atLeast">): boolean {
  return a.field === b.field && a.atLeast === b.atLeast;
}

function sealedRow(key: PersonKey, whose: Answered, answers: readonly PredicateAnswer[]): PredicateAnswerRow {
  const answeredAt = new Date(Math.max(...answers.map(({ atMs }) => atMs)));
  return { ...whose, answeredAt, sealed: key.sealJson(place(whose), answers) };
}

function opened(key: PersonKey, row: PredicateAnswerRow): PredicateAnswer[] {
  return key.openJson(place(row), row.sealed) as PredicateAnswer[];
}

function place({ brandId }: Answered): Place {
  return { table: "predicate_answer", row: brandId, column: "sealed" };
}
