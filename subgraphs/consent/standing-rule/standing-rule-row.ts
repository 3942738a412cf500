import { Entity, Index } from "typeorm";
import { IdColumn, InstantColumn, PrimaryIdColumn, SealedColumn, WordColumn } from "../../../shared/columns.js";
import type { RuleEffect, StandingRule } from "./standing-rule.js";

/** All rules of one person, in their order, as one sealed value: what somebody declines tells on them. */
@Entity("standing_rules")
@Index(["evaluatedAt"])
export class StandingRulesRow {
  @PrimaryIdColumn() personId: string;
  /** `StandingRule[]`. */
  @SealedColumn() sealed: Buffer;
  @InstantColumn() evaluatedAt: Date;
}

export enum DecisionState {
  /** To be accepted at `takesEffectAt`. */
  PENDING = "PENDING",
  DONE = "DONE",
  UNDONE = "UNDONE",
}

/** What a rule decided about an exchange: once, whatever becomes of it. */
@Entity("automatic_decision")
@Index(["personId", "exchangeId"], { unique: true })
@Index(["state", "takesEffectAt"])
export class AutomaticDecisionRow {
  @PrimaryIdColumn() personId: string;
  @PrimaryIdColumn() id: string;
  @IdColumn() exchangeId: string;
  @WordColumn() effect: RuleEffect;
  @WordColumn() state: DecisionState;
  @InstantColumn() decidedAt: Date;
  @InstantColumn() takesEffectAt: Date;
  @InstantColumn({ nullable: true }) undoneAt: Date | null;
  @IdColumn({ nullable: true }) licenceId: string | null;
  /** `DecisionWords`. */
  @SealedColumn() sealed: Buffer;
}

export interface DecisionWords {
  /** The rule as it was. */
  rule: StandingRule;
  explanation: string;
}
