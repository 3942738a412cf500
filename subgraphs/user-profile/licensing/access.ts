import type { GraphQLError } from "graphql";
import { clientError } from "../../../shared/errors.js";
import type { VaultCapability } from "../../../shared/licensing/capability.js";
import { decide, defaultPeriod, type Asked, type Period, type Use } from "../../../shared/licensing/decide.js";
import { Precision } from "../../../shared/licensing/precision.js";
import { resolveOwnPrecision } from "../../../shared/licensing/resolve-precision.js";
import { withheldError } from "../../../shared/licensing/withheld.js";

/** How somebody came to a vault: their own, or through a capability (null when it did not open). */
export type Access = { kind: "own"; personId: string } | { kind: "capability"; capability: VaultCapability | null };

/** Every object inside IntimateData carries how it was reached. */
export interface IntimateParent {
  access: Access;
}

/** Permission to tell one field. */
export interface Grant {
  personId: string;
  precision: Precision;
  /** What the licence grants; EXACT for oneself. An answer that is coarser is made from what this would tell. */
  licensed: Precision;
  historyFromMs: number;
  period: Period;
  isCoarser: boolean;
  isShorter: boolean;
  isOwn: boolean;
  /** Null for oneself: no licence is used. */
  use: LicenceUse | null;
}

/** The licence that something leaves under. */
export interface LicenceUse {
  licenceId: string;
  brandId: string;
  purpose: string;
  price: number;
  isRecorded: boolean;
}

/** The arguments that fields of IntimateData share. */
export interface FieldArguments {
  precision?: Precision | null;
  during?: { from: Date; to: Date } | null;
}

/** The grant, or the error that says why not. Nothing is read before this answers. */
export function grantFor(
  access: Access,
  field: string,
  args: FieldArguments,
  now: Date,
  use: Use = "VALUE",
): Grant | GraphQLError {
  const asked = askedOf(args);
  if (asked === null) return clientError("BAD_USER_INPUT", "during: from must be before to");
  return access.kind === "own"
    ? ownGrant(access.personId, field, asked, now)
    : licensedGrant(access, field, asked, now, use);
}

function askedOf({ precision, during }: FieldArguments): Asked | null {
  if (during && during.from.getTime() >= during.to.getTime()) return null;
  return {
    precision: precision ?? null,
    during: during ? { fromMs: during.from.getTime(), toMs: during.to.getTime() } : null,
  };
}

function ownGrant(personId: string, field: string, asked: Asked, now: Date): Grant | GraphQLError {
  const precision = resolveOwnPrecision(field, asked.precision);
  if (precision === "NO_CELL") return noCell(field);
  const period = asked.during ?? defaultPeriod(now);
  return {
    personId,
    precision,
    licensed: Precision.EXACT,
    historyFromMs: -Infinity,
    period,
    isCoarser: false,
    isShorter: false,
    isOwn: true,
    use: null,
  };
}

function licensedGrant(
  { capability }: Access & { kind: "capability" },
  field: string,
  asked: Asked,
  now: Date,
  use: Use,
): Grant | GraphQLError {
  const decision = decide(capability, field, asked, now, use);
  if (decision.outcome === "NO_CELL") return noCell(field);
  if (decision.outcome === "WITHHELD") return withheldError(field, decision.reason);
  if (!capability?.person || !capability.brand) return withheldError(field, "NO_LICENCE");
  const { licence, price, precision, licensed, historyFromMs, period, isCoarser, isShorter } = decision;
  return {
    personId: capability.person,
    precision,
    licensed,
    historyFromMs,
    period,
    isCoarser,
    isShorter,
    isOwn: false,
    use: licenceUse(capability, capability.brand, licence, price),
  };
}

export function licenceUse(
  { purpose, mode }: VaultCapability,
  brandId: string,
  licenceId: string,
  price: number,
): LicenceUse {
  // A preview shows the person their own data: it records, pays and counts nothing.
  return { licenceId, brandId, purpose, price, isRecorded: mode === "DISCLOSE" };
}

function noCell(field: string): GraphQLError {
  return clientError("BAD_USER_INPUT", `${field} is not told at this precision nor at a coarser one`);
}
