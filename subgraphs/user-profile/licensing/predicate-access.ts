import type { GraphQLError } from "graphql";
import { clientError } from "../../../shared/errors.js";
import { decidePredicate } from "../../../shared/licensing/decide.js";
import { fieldSpec } from "../../../shared/licensing/field.js";
import { withheldError } from "../../../shared/licensing/withheld.js";
import { licenceUse, type Access, type Grant, type LicenceUse } from "./access.js";

/** What a predicate compares with what. */
export interface AskedPredicate {
  field: string;
  atLeast: number;
}

/** Permission to answer a predicate. `precision` is what its mean is made of; PREDICATE where no value may leave. */
export interface PredicateGrant extends Pick<Grant, "personId" | "precision" | "period"> {
  use: LicenceUse;
}

/** The grant, or the error that says why not. Nothing is read before this answers. */
export function predicateGrant(
  access: Access,
  { field, atLeast }: AskedPredicate,
  now: Date,
): PredicateGrant | GraphQLError {
  // Judged from the catalogue alone, so that a wrong predicate reads the same for everybody.
  if (!fieldSpec(field)?.thresholds.includes(atLeast)) {
    return clientError("BAD_USER_INPUT", "predicate: atLeast must be one of the field's thresholds in the catalogue");
  }
  const capability = access.kind === "capability" ? access.capability : null;
  const decision = decidePredicate(capability, field, now);
  if (decision.outcome === "WITHHELD") return withheldError(field, decision.reason);
  if (!capability?.person || !capability.brand) return withheldError(field, "NO_LICENCE");
  const { licence, price, precision, period } = decision;
  return {
    personId: capability.person,
    precision,
    period,
    use: licenceUse(capability, capability.brand, licence, price),
  };
}
