import type { EntityManager } from "typeorm";
import type { Database } from "../../../shared/database.js";
import { Precision } from "../../../shared/licensing/precision.js";
import { isMeanAtLeast } from "../generalise/mean.js";
import { generaliseSeries } from "../generalise/series.js";
import type { VaultReader } from "../intimate-data/vault-reader.js";
import type { Comparison } from "./comparing.js";
import { ANSWER_STANDS_MS, type PredicateAnswer } from "./predicate-answer.js";
import type { PredicateAnswers } from "./predicate-answers.js";

/** Answers whether the mean of the last 30 days reaches a threshold, and notes that this was answered. */
export class PredicateService {
  constructor(
    private readonly database: Database,
    private readonly vault: VaultReader,
    private readonly answers: PredicateAnswers,
  ) {}

  /** Null without data, and where bands do not agree. That is no answer, so it does not stand: there may be one tomorrow. */
  async satisfies(comparison: Comparison): Promise<boolean | null> {
    const { grant, predicate, context } = comparison;
    const { field, atLeast } = predicate;
    const { personId, use } = grant;
    const { standing, isSatisfied } = await this.database.glance(async (manager) => {
      const known = await this.answers.standing(manager, { personId, brandId: use.brandId }, predicate, context.now);
      return { standing: known, isSatisfied: known ? known.isSatisfied : await this.compare(manager, comparison) };
    });
    const period = standing ? { fromMs: standing.atMs - ANSWER_STANDS_MS, toMs: standing.atMs } : grant.period;
    const told = { field, precision: Precision.PREDICATE, atLeast, ...period, items: isSatisfied === null ? 0 : 1 };
    const first: PredicateAnswer | null =
      standing || isSatisfied === null ? null : { field, atLeast, isSatisfied, atMs: context.now.getTime() };
    context.noteUse(grant, told, first);
    return isSatisfied;
  }

  private async compare(
    manager: EntityManager,
    { grant, predicate: { field, atLeast } }: Comparison,
  ): Promise<boolean | null> {
    const { personId, period } = grant;
    // A predicate alone compares the true mean: no value of it leaves.
    const precision = grant.precision === Precision.PREDICATE ? Precision.EXACT : grant.precision;
    const told = { licensed: precision, precision, isCountedOnce: true };
    const readings = await this.vault.readings(manager, personId, field, told, period);
    return isMeanAtLeast(generaliseSeries(field, precision, readings, period), atLeast);
  }
}
