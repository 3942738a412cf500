import { LessThanOrEqual, MoreThan, Not, type EntityManager } from "typeorm";
import { DAY_MS } from "../../../shared/clock.js";
import type { Database } from "../../../shared/database.js";
import { newId, type RandomBytes } from "../../../shared/identifier.js";
import { once, type Outcome } from "../../../shared/idempotency.js";
import type { Connection, PageRequest, Pages } from "../../../shared/page.js";
import type { PersonKey, PersonKeys, Place } from "../../../shared/person-keys.js";
import { undoable } from "../../../shared/savepoint.js";
import { ErrorCode, Refused } from "../../../shared/user-error.js";
import { personOf } from "../../../shared/viewer.js";
import { Brand } from "../brand/brand.js";
import type { ConsentContext } from "../context.js";
import { DeclineRow } from "../exchange/decline.js";
import type { ExchangeService } from "../exchange/exchange.service.js";
import { ValueExchange } from "../exchange/value-exchange.js";
import { changedRows } from "../guarded-update.js";
import { keyedBy } from "../keyed-mutation.js";
import type { AcceptanceService } from "../licence/acceptance.service.js";
import type { WithdrawalService } from "../licence/withdrawal.service.js";
import { before } from "../page-clause.js";
import type { AutomaticDecision } from "./automatic-decision.js";
import { decideByRules, type RuleDecision } from "./rule-match.js";
import type { UndoAutomaticDecisionInput } from "./standing-rule-mutations.js";
import { AutomaticDecisionRow, DecisionState, type DecisionWords, StandingRulesRow } from "./standing-rule-row.js";
import type { StandingRulesService } from "./standing-rules.service.js";
import { RuleEffect } from "./standing-rule.js";

/** A rule accepts no more than this in a week, however many exchanges it fits. */
const ACCEPTED_A_WEEK_MAX = 3;
const WEEK_MS = 7 * DAY_MS;
/** Between the notice and its effect, so that it can be undone before anything was granted. */
const NOTICE_MS = DAY_MS;

export interface DecisionTools {
  database: Database;
  keys: PersonKeys;
  pages: Pages;
  rules: StandingRulesService;
  exchanges: ExchangeService;
  acceptance: AcceptanceService;
  withdrawal: WithdrawalService;
  random: RandomBytes;
}

/** Carries out what people's rules say: when they look at their exchanges, and once a day. */
export class AutomaticDecisionsService {
  constructor(private readonly tools: DecisionTools) {}

  /** Decides what is open to somebody and undecided, after carrying out what was due. Nothing for who has no rules. */
  async evaluate(personId: string, now: Date): Promise<void> {
    const hasAny = await this.tools.database.read(async (manager) => {
      const pending = { personId, state: DecisionState.PENDING, takesEffectAt: LessThanOrEqual(now) };
      return (
        (await manager.existsBy(StandingRulesRow, { personId })) ||
        (await manager.existsBy(AutomaticDecisionRow, pending))
      );
    });
    if (!hasAny) return;
    await this.applyDue(personId, now);
    const open = await this.tools.exchanges.allOpenTo(personId, now);
    if (open.length === 0) return this.noteEvaluated(personId, now);
    await this.tools.database.write(async (manager) => {
      const key = await this.tools.keys.forChanging(manager, personId);
      const rules = await this.tools.rules.read(manager, key, personId);
      for (const exchange of open) {
        const brand = await manager.findOneByOrFail(Brand, { id: exchange.brandId });
        const decision = decideByRules(rules, brand, exchange);
        if (decision) await this.decide(manager, key, personId, exchange, decision, now);
      }
      await manager.update(StandingRulesRow, { personId }, { evaluatedAt: now });
    });
  }

  /** Once a day for everybody who has rules, a few at a time, and whatever became due since. */
  async evaluateDaily(now: Date, take: number): Promise<void> {
    const people = await this.tools.database.read(async (manager) => {
      const stale = { evaluatedAt: LessThanOrEqual(new Date(now.getTime() - DAY_MS)) };
      const waiting = { state: DecisionState.PENDING, takesEffectAt: LessThanOrEqual(now) };
      const ruled = await manager.find(StandingRulesRow, { where: stale, take, select: { personId: true } });
      const due = await manager.find(AutomaticDecisionRow, { where: waiting, take, select: { personId: true } });
      return new Set([...ruled, ...due].map(({ personId }) => personId));
    });
    for (const personId of people) await this.evaluate(personId, now);
  }

  undo(context: ConsentContext, input: UndoAutomaticDecisionInput): Promise<{ decisionId?: string } & Outcome> {
    return once(this.tools.database, keyedBy(context, "undoAutomaticDecision", input), async (manager) => {
      const personId = personOf(context.viewer) ?? "";
      const own = { personId, id: input.decisionId };
      await this.tools.keys.forChanging(manager, personId); // so that it does not take effect meanwhile
      const decision = await manager.findOneBy(AutomaticDecisionRow, own);
      if (!decision) throw new Refused(ErrorCode.NOT_FOUND, "There is no such decision.", ["decisionId"]);
      const undone = { state: DecisionState.UNDONE, undoneAt: context.now };
      const changed = await manager.update(AutomaticDecisionRow, { ...own, state: Not(DecisionState.UNDONE) }, undone);
      if (changed.affected !== 1) {
        throw new Refused(ErrorCode.ALREADY_ENDED, "This decision was undone before.", ["decisionId"]);
      }
      await this.takeBack(manager, decision, context.now);
      return { decisionId: decision.id };
    });
  }

  of(personId: string, request: PageRequest): Promise<Connection<AutomaticDecision>> {
    const window = this.tools.pages.window(request);
    return this.tools.database.read(async (manager) => {
      const query = manager.createQueryBuilder(AutomaticDecisionRow, "d").where("d.personId = :personId", { personId });
      const rows = await before(query, "d", "decidedAt", "id", window).getMany();
      const decisions = await Promise.all(rows.map((row) => this.decisionOf(manager, row)));
      return this.tools.pages.connection(request, decisions, ({ at, id }) => ({ atMs: at.getTime(), id }));
    });
  }

  one(personId: string, id: string): Promise<AutomaticDecision> {
    return this.tools.database.read(async (manager) =>
      this.decisionOf(manager, await manager.findOneByOrFail(AutomaticDecisionRow, { personId, id })),
    );
  }

  private noteEvaluated(personId: string, now: Date): Promise<void> {
    return this.tools.database.write(async (manager) => {
      await manager.update(StandingRulesRow, { personId }, { evaluatedAt: now });
    });
  }

  private async decide(
    manager: EntityManager,
    key: PersonKey,
    personId: string,
    exchange: ValueExchange,
    { rule, effect, explanation }: RuleDecision,
    now: Date,
  ): Promise<void> {
    // Once for each exchange: what was undone is not decided again.
    if (await manager.existsBy(AutomaticDecisionRow, { personId, exchangeId: exchange.id })) return;
    const isAccepted = effect === RuleEffect.ACCEPT;
    if (isAccepted && (await this.acceptedThisWeek(manager, personId, now)) >= ACCEPTED_A_WEEK_MAX) return;
    const id = newId(now, this.tools.random);
    const words: DecisionWords = { rule, explanation };
    await manager.insert(AutomaticDecisionRow, {
      ...{ personId, id, exchangeId: exchange.id, effect, decidedAt: now, undoneAt: null, licenceId: null },
      state: isAccepted ? DecisionState.PENDING : DecisionState.DONE,
      takesEffectAt: isAccepted ? new Date(now.getTime() + NOTICE_MS) : now,
      sealed: key.sealJson(place(id), words),
    });
    if (!isAccepted) await this.tools.exchanges.declineFor(manager, personId, exchange.id, now);
  }

  private acceptedThisWeek(manager: EntityManager, personId: string, now: Date): Promise<number> {
    const decidedAt = MoreThan(new Date(now.getTime() - WEEK_MS));
    return manager.countBy(AutomaticDecisionRow, { personId, effect: RuleEffect.ACCEPT, decidedAt });
  }

  private async applyDue(personId: string, now: Date): Promise<void> {
    const where = { personId, state: DecisionState.PENDING, takesEffectAt: LessThanOrEqual(now) };
    const due = await this.tools.database.read((manager) => manager.find(AutomaticDecisionRow, { where }));
    for (const decision of due) await this.tools.database.write((manager) => this.apply(manager, decision, now));
  }

  /** What can no longer be accepted is undone, with the reason: no rule gets more than the person could. */
  private async apply(manager: EntityManager, { personId, id }: AutomaticDecisionRow, now: Date): Promise<void> {
    const key = await this.tools.keys.forChanging(manager, personId);
    const row = await manager.findOneBy(AutomaticDecisionRow, { personId, id, state: DecisionState.PENDING });
    if (!row) return; // undone, or carried out by another process
    const words = key.openJson(place(id), row.sealed) as DecisionWords;
    try {
      const licenceId = await undoable(manager, "rule", () =>
        this.accept(manager, personId, row.exchangeId, words, now),
      );
      await manager.update(AutomaticDecisionRow, { personId, id }, { state: DecisionState.DONE, licenceId });
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      const explanation = `${words.explanation} It did not take effect: ${error.message}`;
      const sealed = key.sealJson(place(id), { ...words, explanation });
      await manager.update(
        AutomaticDecisionRow,
        { personId, id },
        { state: DecisionState.UNDONE, undoneAt: now, sealed },
      );
    }
  }

  private async accept(
    manager: EntityManager,
    personId: string,
    exchangeId: string,
    { rule }: DecisionWords,
    now: Date,
  ): Promise<string> {
    const exchange = await manager.findOneByOrFail(ValueExchange, { id: exchangeId });
    const brand = await manager.findOneByOrFail(Brand, { id: exchange.brandId });
    if (decideByRules([rule], brand, exchange) === null) {
      throw new Refused(ErrorCode.INVALID, "the rule no longer applies to it.");
    }
    const { termsHash } = exchange;
    const input = { exchangeId, termsHash, optionalTerms: [], language: "en", authorised: false };
    return this.tools.acceptance.acceptFor(manager, personId, input, now);
  }

  private async takeBack(manager: EntityManager, decision: AutomaticDecisionRow, now: Date): Promise<void> {
    const { personId, exchangeId, effect, licenceId } = decision;
    if (licenceId !== null) return this.tools.withdrawal.withdrawIfRunning(manager, personId, licenceId, now);
    if (effect !== RuleEffect.DECLINE) return;
    const { affected } = await manager.delete(DeclineRow, { personId, exchangeId });
    if (affected !== 1) return;
    await changedRows(manager, "UPDATE value_exchange SET declined = declined - 1 WHERE id = ?", [exchangeId]);
  }

  private async decisionOf(manager: EntityManager, row: AutomaticDecisionRow): Promise<AutomaticDecision> {
    const key = await this.tools.keys.forReading(manager, row.personId);
    if (!key) throw new Error("a decision is there without its person's key");
    const { personId, id, exchangeId, effect, decidedAt: at, takesEffectAt, undoneAt, licenceId } = row;
    const words = key.openJson(place(id), row.sealed) as DecisionWords;
    return { personId, id, exchangeId, licenceId, effect, at, takesEffectAt, undoneAt, ...words };
  }
}

function place(id: string): Place {
  return { table: "automatic_decision", row: id, column: "sealed" };
}
