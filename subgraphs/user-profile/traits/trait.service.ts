import { GraphQLError } from "graphql";
import type { VaultCapability } from "../../../shared/licensing/capability.js";
import { fieldSpec } from "../../../shared/licensing/field.js";
import { Precision } from "../../../shared/licensing/precision.js";
import { Purpose } from "../../../shared/licensing/purpose.js";
import { resolvePrecision } from "../../../shared/licensing/resolve-precision.js";
import { sealTraits, type SealedTraits, type VisitorTraits } from "../../../shared/licensing/traits-seal.js";
import type { Log } from "../../../shared/log.js";
import { DAY_MS } from "../../../shared/clock.js";
import { dateMs, dateOf } from "../generalise/calendar.js";
import { seriesRules } from "../generalise/series-rules.js";
import type { FactReader } from "../intimate-data/fact-reader.js";
import type { FieldReader } from "../intimate-data/field-reader.js";
import type { PhotoReader } from "../intimate-data/photo-reader.js";
import type { StateReader } from "../intimate-data/state-reader.js";
import { grantFor, type Access, type Grant } from "../licensing/access.js";
import { computeTraits } from "./compute.js";
import { TRAIT_DAYS } from "./trait-formulas.js";
import { TRAITS } from "./trait.js";
import { traitPrecision, type GeneralisedSeries } from "./trait-spec.js";

/** Traits exist only where a licence is for offers (FIELDS.md). */
const TRAIT_PURPOSE = Purpose.PERSONALISED_OFFERS;

/** Every field that some trait is computed from. */
const SOURCES = [...new Set(TRAITS.flatMap(({ sources }) => sources))];

interface Told {
  grant: Grant;
  series: GeneralisedSeries;
}

/** Computes what offers may decide by, from generalised values that the same capability could have disclosed. */
export class TraitService {
  constructor(
    private readonly readers: { fields: FieldReader; facts: FactReader; states: StateReader; photos: PhotoReader },
    private readonly log: Log,
  ) {}

  /**
   * The traits of a customer, sealed for offers and bound to the capability. Never an error, since its path would show
   * an internal name: null says that they are not available now, an empty seal that none is licensed.
   */
  async sealedFor(access: Access, now: Date): Promise<string | null> {
    const capability = access.kind === "capability" ? access.capability : null;
    if (!capability) return null;
    try {
      const isForOffers = capability.purpose === TRAIT_PURPOSE && capability.mode === "DISCLOSE";
      const traits = isForOffers ? await this.traitsOf(access, capability, now) : {};
      return sealTraits(capability.traitsKey, capability.jti, traits);
    } catch (error) {
      this.log.error({ err: error }, "traits could not be computed");
      return null;
    }
  }

  /** The same for a visitor: by brand, each from what is licensed to that brand alone. */
  async sealedForVisitor(capability: VaultCapability | null, now: Date): Promise<string | null> {
    if (!capability || capability.mode !== "DECIDE") return null;
    try {
      const traits: VisitorTraits = {};
      for (const { brand, licences, terms } of capability.grants ?? []) {
        const own = { ...capability, brand, licences, terms };
        traits[brand] = await this.traitsOf({ kind: "capability", capability: own }, own, now);
      }
      return sealTraits(capability.traitsKey, capability.jti, traits);
    } catch (error) {
      this.log.error({ err: error }, "traits could not be computed");
      return null;
    }
  }

  private async traitsOf(access: Access, capability: VaultCapability, now: Date): Promise<SealedTraits> {
    const told = new Map<string, Told>();
    for (const field of SOURCES) {
      const grant = traitGrant(access, capability, field, now);
      if (grant) told.set(field, { grant, series: await this.tell(field, grant, now) });
    }
    const values = computeTraits(new Map([...told].map(([field, { series }]) => [field, series])), now);
    const sealed: SealedTraits = {};
    for (const { id, sources } of TRAITS) {
      const value = values[id];
      // An unknown trait matches nothing: it need not travel.
      if (value === null || value === undefined) continue;
      sealed[id] = { value, sources: sources.flatMap((field) => sourceOf(field, told.get(field)?.grant)) };
    }
    return sealed;
  }

  private async tell(field: string, grant: Grant, now: Date): Promise<GeneralisedSeries> {
    const { fields, facts, states, photos } = this.readers;
    const { fromMs } = grant.period;
    if (seriesRules(field)) return { kind: "intervals", fromMs, values: await fields.tellSeries(field, grant) };
    switch (field) {
      case "fitness.workouts":
        return { kind: "workouts", fromMs, values: await fields.tellWorkouts(grant) };
      case "location.visits":
        return { kind: "visits", fromMs, values: await fields.tellVisits(grant) };
      case "diet.macronutrients":
        return { kind: "macronutrients", fromMs, values: await fields.tellMacronutrients(grant) };
      case "demographics.birthYear":
        return { kind: "range", value: await facts.tellBirthYear(grant, now) };
      case "demographics.household":
        return { kind: "range", value: await facts.tellHousehold(grant) };
      case "demographics.homeArea":
        return { kind: "place", value: await facts.tellHomeArea(grant) };
      case "demographics.languages":
        return { kind: "words", value: await facts.tell(grant, "demographics.languages") };
      case "body.height":
        return { kind: "range", value: await states.tellHeight(grant) };
      case "body.bodyMassIndex":
        return { kind: "range", value: await states.tellBodyMassIndex(grant) };
      case "location.home":
        return { kind: "place", value: await states.tellHome(grant) };
      case "work.pattern":
        return { kind: "pattern", value: await states.tellWorkPattern(grant) };
      case "photos.count":
        return { kind: "range", value: await photos.tellCount(grant) };
      default:
        throw new Error(`no trait reads ${field}`);
    }
  }
}

/** A grant to read a source as traits do: from BAND or finer, at the coarser of the licence and what traits need. */
function traitGrant(access: Access, capability: VaultCapability, field: string, now: Date): Grant | null {
  const licensed = capability.terms.find(
    (term) => term.field === field && term.state === "GRANTED" && term.precision !== Precision.PREDICATE,
  );
  if (!licensed || !fieldSpec(field)) return null;
  const wanted = resolvePrecision(field, licensed.precision, traitPrecision(field, licensed.precision));
  // What is told as it is or not at all has no coarser cell: languages.
  const precision = wanted === "NO_CELL" ? null : wanted.precision;
  const grant = grantFor(access, field, { precision, during: traitPeriod(now) }, now, "DECISION");
  return grant instanceof GraphQLError ? null : grant;
}

/** From the beginning of a day: traits are made of whole days, so that a decision does not change within one. */
function traitPeriod(now: Date): { from: Date; to: Date } {
  return { from: new Date(dateMs(dateOf(now.getTime())) - TRAIT_DAYS * DAY_MS), to: now };
}

function sourceOf(field: string, grant: Grant | undefined): SealedTraits[string]["sources"] {
  if (!grant?.use) return [];
  const { fromMs, toMs } = grant.period;
  return [{ field, licence: grant.use.licenceId, precision: grant.precision, fromMs, toMs }];
}
