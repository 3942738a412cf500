import { newOpaqueId, type RandomBytes } from "../../../shared/identifier.js";
import { CAPABILITY_LIFETIME_MS } from "../../../shared/limits.js";
import { comparingTerm, readingTerm } from "../../../shared/licensing/answering-term.js";
import {
  type CapabilityKeys,
  type CapabilityLicence,
  type CapabilityMode,
  type CapabilityTerm,
  mintCapability,
  type VaultCapability,
} from "../../../shared/licensing/capability.js";
import type { Purpose } from "../../../shared/licensing/purpose.js";
import type { WithheldReason } from "../../../shared/licensing/withheld.js";
import { SEAL_KEY_BYTES } from "../../../shared/seal.js";
import { principalOf } from "../../../shared/viewer.js";
import { TrustLevel } from "../brand/trust.js";
import type { ConsentContext } from "../context.js";
import { isLocked } from "../exchange/term-check.js";
import { Customer } from "./customer.js";
import type { FoundLicence } from "./living-licences.js";
import { chooseTerms, type LivingLicence } from "./term-choice.js";

/** How a hold went, by licence; null: the licence has ended meanwhile and lets nothing out. */
export type Holds = Map<string, "HELD" | "USE_LIMIT_REACHED" | "ESCROW_EXHAUSTED" | null>;

/** One person before one brand for one purpose, about to become a Customer. */
export interface Audience {
  personId: string;
  brandId: string;
  trustLevel: TrustLevel;
  ref: string;
  purpose: Purpose;
  mode: CapabilityMode;
  licences: readonly FoundLicence[];
}

/** Paths of the fields that an operation reads, and of those that its predicates compare. */
export interface AskedFields {
  licensedFields: readonly string[];
  comparedFields: readonly string[];
}

/** What this audience's licences come to, given how their holds went so far. */
export function termsFor(audience: Audience, holds: Holds, now: Date): CapabilityTerm[] {
  const living = audience.licences.filter((licence) => holds.get(licence.id) !== null);
  return chooseTerms(living, (licence, field) => obstacleTo(audience, holds, licence, field), now.getTime());
}

/** Licences with a price or a limit, one of whose chosen terms answers what this operation asks, that are not held yet. */
export function wantedHolds(
  audience: Audience,
  terms: readonly CapabilityTerm[],
  holds: Holds,
  { licensedFields, comparedFields }: AskedFields,
  now: Date,
): FoundLicence[] {
  const answering = [
    ...licensedFields.map((field) => readingTerm(terms, field)),
    ...comparedFields.map((field) => comparingTerm(terms, field, now.getTime())),
  ];
  const ids = new Set(answering.flatMap((term) => (term?.state === "GRANTED" ? term.licence : [])));
  return audience.licences.filter(
    (licence) => ids.has(licence.id) && (licence.price > 0 || licence.isLimited) && !holds.has(licence.id),
  );
}

export class Mint {
  constructor(
    private readonly keys: CapabilityKeys,
    private readonly random: RandomBytes,
  ) {}

  customer(context: ConsentContext, audience: Audience, terms: CapabilityTerm[], holds: Holds): Customer {
    const living = audience.licences.filter((licence) => holds.get(licence.id) !== null);
    const asked = new Set([...context.licensedFields, ...context.comparedFields]);
    // What this operation asks for comes first: of very many licences, the last terms may not fit.
    const ordered = [...terms].sort((a, b) => Number(asked.has(b.field)) - Number(asked.has(a.field)));
    const capability = this.fitting(ordered, (kept) => this.claims(context, audience, living, kept, holds));
    const { personId, ref } = audience;
    return Object.assign(new Customer(), { capability, ref, personId, licenceIds: living.map(({ id }) => id) });
  }

  private claims(
    context: ConsentContext,
    audience: Audience,
    living: readonly FoundLicence[],
    terms: CapabilityTerm[],
    holds: Holds,
  ): VaultCapability {
    const used = new Set(terms.map((term) => term.licence));
    return {
      jti: newOpaqueId(this.random),
      operation: context.operationId,
      viewer: principalOf(context.viewer),
      person: audience.personId,
      brand: audience.brandId,
      purpose: audience.purpose,
      mode: audience.mode,
      traitsKey: this.random(SEAL_KEY_BYTES).toString("base64url"),
      expMs: context.now.getTime() + CAPABILITY_LIFETIME_MS,
      licences: living.filter(({ id }) => used.has(id)).map((licence) => capabilityLicence(licence, audience, holds)),
      terms,
    };
  }

  /** A capability has a bound; a term that is left out lets nothing out, so leaving out is safe. */
  private fitting(terms: CapabilityTerm[], claims: (kept: CapabilityTerm[]) => VaultCapability): string {
    for (let kept = terms; ; kept = kept.slice(0, -1)) {
      try {
        return mintCapability(this.keys, claims(kept));
      } catch (error) {
        if (!(error instanceof RangeError) || kept.length <= 1) throw error;
      }
    }
  }
}

function obstacleTo(audience: Audience, holds: Holds, licence: LivingLicence, field: string): WithheldReason | null {
  const own = audience.licences.find(({ id }) => id === licence.id)?.obstacle ?? null;
  if (audience.trustLevel === TrustLevel.SUSPENDED || own === "BRAND_SUSPENDED") return "BRAND_SUSPENDED";
  if (isLocked(audience.trustLevel, field)) return "TIER_LOCKED";
  if (own) return own;
  const hold = holds.get(licence.id);
  return hold === "USE_LIMIT_REACHED" || hold === "ESCROW_EXHAUSTED" ? hold : null;
}

/** A preview holds nothing, whatever it pretends to itself. */
function capabilityLicence({ id, price }: FoundLicence, { mode }: Audience, holds: Holds): CapabilityLicence {
  return { id, price, held: mode === "DISCLOSE" && holds.get(id) === "HELD" };
}
