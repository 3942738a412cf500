import type { EntityManager } from "typeorm";
import type { Database } from "../../../shared/database.js";
import { newOpaqueId, type RandomBytes } from "../../../shared/identifier.js";
import { once, type Outcome } from "../../../shared/idempotency.js";
import { fieldSpec } from "../../../shared/licensing/field.js";
import { POINTS_MAX } from "../../../shared/limits.js";
import type { PersonKey, PersonKeys, Place } from "../../../shared/person-keys.js";
import { ErrorCode, Refused } from "../../../shared/user-error.js";
import { personOf } from "../../../shared/viewer.js";
import type { ConsentContext } from "../context.js";
import { keyedBy } from "../keyed-mutation.js";
import { invalid } from "../text-check.js";
import { mayBeAccepted } from "./rule-match.js";
import type { SetStandingRulesInput, StandingRuleInput } from "./standing-rule-mutations.js";
import { StandingRulesRow } from "./standing-rule-row.js";
import { RuleEffect, type StandingRule } from "./standing-rule.js";

/** More than anybody can keep in mind; each costs at every exchange that is looked at. */
const RULES_MAX = 20;
const NAMES_MAX = 50;

/** The person's own rules: what is declined or accepted for them. */
export class StandingRulesService {
  constructor(
    private readonly database: Database,
    private readonly keys: PersonKeys,
    private readonly random: RandomBytes,
  ) {}

  set(context: ConsentContext, input: SetStandingRulesInput): Promise<{ personId?: string } & Outcome> {
    return once(this.database, keyedBy(context, "setStandingRules", input), async (manager) => {
      if (input.rules.length > RULES_MAX) throw invalid(`At most ${RULES_MAX} rules.`, "rules");
      input.rules.forEach(checkRule);
      const personId = personOf(context.viewer) ?? "";
      const rules = input.rules.map((rule) => this.composed(rule));
      const key = await this.keys.forChanging(manager, personId);
      await manager.delete(StandingRulesRow, { personId });
      const sealed = key.sealJson(place(personId), rules);
      // Looked at with the next listing, or at the latest in the next round of the day.
      await manager.insert(StandingRulesRow, { personId, sealed, evaluatedAt: new Date(0) });
      return { personId };
    });
  }

  of(personId: string): Promise<StandingRule[]> {
    return this.database.read(async (manager) => {
      const key = await this.keys.forReading(manager, personId);
      return key ? this.read(manager, key, personId) : [];
    });
  }

  async read(manager: EntityManager, key: PersonKey, personId: string): Promise<StandingRule[]> {
    const row = await manager.findOneBy(StandingRulesRow, { personId });
    return row ? (key.openJson(place(personId), row.sealed) as StandingRule[]) : [];
  }

  private composed(input: StandingRuleInput): StandingRule {
    return {
      id: newOpaqueId(this.random),
      effect: input.effect,
      fields: input.fields ?? null,
      purposes: input.purposes ?? null,
      industries: input.industries ?? null,
      finestAccepted: input.finestAccepted ?? null,
      minimumReward: input.minimumReward ?? null,
    };
  }
}

function checkRule(rule: StandingRuleInput, index: number): void {
  const { effect, fields, purposes, industries, finestAccepted, minimumReward } = rule;
  for (const [name, list] of Object.entries({ fields, purposes, industries })) {
    if (list && (list.length === 0 || list.length > NAMES_MAX)) {
      throw invalid(`A list names 1 to ${NAMES_MAX}; leave it out to mean all.`, "rules", index, name);
    }
  }
  for (const [at, field] of (fields ?? []).entries()) {
    if (!fieldSpec(field)) {
      const path = ["rules", String(index), "fields", String(at)];
      throw new Refused(ErrorCode.UNKNOWN_FIELD, "There is no such field in the catalogue.", path);
    }
    if (effect === RuleEffect.ACCEPT && !mayBeAccepted(field)) {
      throw invalid(`${field} is granted by hand only.`, "rules", index, "fields", at);
    }
  }
  if (typeof minimumReward === "number" && (minimumReward < 0 || minimumReward > POINTS_MAX)) {
    throw invalid(`Points are 0 to ${POINTS_MAX}.`, "rules", index, "minimumReward");
  }
  if (effect !== RuleEffect.ACCEPT) return;
  if (typeof minimumReward !== "number")
    throw invalid("What accepts says for how much.", "rules", index, "minimumReward");
  if (!finestAccepted) throw invalid("What accepts says how finely at most.", "rules", index, "finestAccepted");
}

function place(personId: string): Place {
  return { table: "standing_rules", row: personId, column: "sealed" };
}
