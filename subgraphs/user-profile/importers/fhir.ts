import { ImportSource, Provenance, type Origin, type SampleMetric } from "../observation.js";
import { decimal } from "./decimal.js";
import type { ImportInput } from "./importer.js";
import { type JsonFormat, readJsonElements } from "./json-elements.js";
import { Outcome, type Push } from "./outcome.js";
import { type JsonObject, listOf, objectOf } from "./json-values.js";
import { isPlausible } from "./plausible.js";
import { TimestampReader } from "./timestamp.js";
import {
  CENTIMETRES,
  COUNTS,
  COUNTS_PER_MINUTE,
  KILOCALORIES,
  KILOGRAMS,
  MILLISECONDS,
  type UnitTable,
} from "./units.js";
import { wallMs, zoned, type ZonedTime } from "./wall-time.js";

/**
 * HL7 FHIR R4: a Bundle of any type, one resource by itself, or NDJSON as bulk exports write it.
 *
 *     {"resourceType": "Observation", "status": "final", "code": {"coding": [{"system": "http://loinc.org", "code": "29463-7"}]},
 *      "effectiveDateTime": "2025-03-10T08:00:00-04:00", "valueQuantity": {"value": 71.3, "code": "kg"}}
 *
 * Read are quantities and curves of the LOINC codes below, by themselves or as components, and a person's birth year and gender. A
 * date without a time is the beginning of that day in the person's zone. Weight and the like without a day (2025-03) are
 * on no timeline and are told as a problem. `system` and `code` of a unit count before its `unit`, which is for people.
 *
 * Deliberately dropped: every other resource (claims, conditions, medication) and code, blood pressure included; names,
 * addresses, identifiers, performers, notes; observations that were entered in error or cancelled, and those with a
 * comparator, which say a bound.
 *
 * @returns whether the document was read to its end; where it was not, a problem names the byte
 */
export function importFhir(input: ImportInput): Promise<boolean> {
  return readJsonElements(input, (push) => new FhirFormat(push, input));
}

const ORIGIN: Origin = Object.freeze({ source: ImportSource.FHIR, device: null, grade: Provenance.OBSERVED });
const LOINC = "http://loinc.org";

interface KnownCode {
  metric: SampleMetric;
  units: UnitTable;
}

/** loinc.org; the unit tables are keyed by UCUM codes as well. */
const CODES: ReadonlyMap<string, KnownCode> = new Map([
  ["29463-7", { metric: "body.weight", units: withUcum(KILOGRAMS) }],
  ["3141-9", { metric: "body.weight", units: withUcum(KILOGRAMS) }],
  ["8302-2", { metric: "body.height", units: withUcum(CENTIMETRES) }],
  ["39156-5", { metric: "body.bodyMassIndex", units: new Map([["kg/m2", 1]]) }],
  ["8867-4", { metric: "heart.rate", units: withUcum(COUNTS_PER_MINUTE) }],
  ["40443-4", { metric: "heart.restingRate", units: withUcum(COUNTS_PER_MINUTE) }],
  ["80404-7", { metric: "heart.variability", units: MILLISECONDS }],
  ["55423-8", { metric: "fitness.steps", units: withUcum(COUNTS) }],
  ["41981-2", { metric: "fitness.activeEnergy", units: KILOCALORIES }],
]);

/** ucum.org: codes, and the words that servers write beside or instead of them. */
function withUcum(units: UnitTable): UnitTable {
  const aliases: Readonly<Record<string, string>> = {
    "[lb_av]": "lb",
    lbs: "lb",
    "[oz_av]": "oz",
    "[stone_av]": "st",
    "[in_i]": "in",
    "[ft_i]": "ft",
    "/min": "count/min",
    "{beats}/min": "count/min",
    "beats/min": "count/min",
    "beats/minute": "count/min",
    bpm: "count/min",
    "1": "count",
    "{steps}": "count",
    "{count}": "count",
    steps: "count",
  };
  const known = Object.entries(aliases).flatMap(([alias, unit]): [string, number][] => {
    const factor = units.get(unit);
    return factor === undefined ? [] : [[alias, factor]];
  });
  return new Map([...units, ...known]);
}

/** Codes that say nothing was measured, or not what it says. */
const VOID = new Set(["entered-in-error", "cancelled"]);

class FhirFormat implements JsonFormat {
  readonly lacks = "a status, code, plausible quantity or day; it was not stored";
  readonly empty = "The file holds no resources.";
  private readonly timestamps = new TimestampReader();

  constructor(
    private readonly push: Push,
    private readonly input: ImportInput,
  ) {}

  shapeOf(head: string): { paths: string[]; isLines?: boolean } {
    const isBundle = /"resourceType"\s*:\s*"Bundle"/.test(head) || /^\s*\{[^{}[\]]*"entry"\s*:\s*\[/.test(head);
    return isBundle ? { paths: ["$.entry.*"] } : { paths: ["$"], isLines: true };
  }

  take(element: JsonObject): Outcome {
    const resource = objectOf(element["resource"]) ?? element;
    if (resource["resourceType"] === "Patient") return this.takePatient(resource);
    return resource["resourceType"] === "Observation" ? this.takeObservation(resource) : Outcome.SKIPPED;
  }

  private takePatient({ birthDate, gender }: JsonObject): Outcome {
    const year = typeof birthDate === "string" ? Number(/^(\d{4})(?:-|$)/.exec(birthDate)?.[1]) : NaN;
    if (year > 0) this.push({ kind: "fact", field: "demographics.birthYear", value: year, origin: ORIGIN });
    const isKnown = typeof gender === "string" && ["male", "female", "other"].includes(gender);
    if (isKnown) this.push({ kind: "fact", field: "demographics.gender", value: gender, origin: ORIGIN });
    return year > 0 || isKnown ? Outcome.KEPT : Outcome.SKIPPED;
  }

  private takeObservation(observation: JsonObject): Outcome {
    const { status, code } = observation;
    if (typeof status !== "string" || objectOf(code) === null) return Outcome.UNREADABLE;
    if (VOID.has(status)) return Outcome.SKIPPED;
    const parts = [observation, ...listOf(observation["component"]).map((part) => objectOf(part) ?? {})];
    const outcomes = parts.map((part) => this.takeQuantity(part, observation));
    if (outcomes.includes(Outcome.UNREADABLE)) return Outcome.UNREADABLE;
    return outcomes.includes(Outcome.KEPT) ? Outcome.KEPT : Outcome.SKIPPED;
  }

  private takeQuantity(part: JsonObject, observation: JsonObject): Outcome {
    const known = knownCode(part["code"]);
    if (known === undefined) return Outcome.SKIPPED;
    const series = objectOf(part["valueSampledData"]);
    if (series) return this.takeSeries(series, known, observation);
    const integer = part["valueInteger"];
    const quantity: JsonObject | null =
      typeof integer === "number" ? { value: integer, unit: "count" } : objectOf(part["valueQuantity"]);
    // Somebody was asked and did not tell, or tells a bound: nothing is lost that could be kept.
    if (quantity === null || quantity["value"] === undefined || "comparator" in quantity) return Outcome.SKIPPED;
    const { metric, units } = known;
    const factor =
      units.get(String(quantity["code"] ?? quantity["unit"])) ?? units.get(String(quantity["unit"])) ?? NaN;
    const value = (typeof quantity["value"] === "number" ? quantity["value"] : NaN) * factor;
    const times = this.timesOf(observation);
    if (!isPlausible(metric, value) || times === null) return Outcome.UNREADABLE;
    const [start, end] = times;
    const span = { startMs: start.timeMs, endMs: end.timeMs, offsetMinutes: start.offsetMinutes };
    this.push({ kind: "sample", metric, value, ...span, origin: ORIGIN });
    return Outcome.KEPT;
  }

  /** A curve: values at even intervals, which come times `factor` and from `origin`; letters stand where there is none. */
  private takeSeries(series: JsonObject, { metric, units }: KnownCode, observation: JsonObject): Outcome {
    const { origin, period, factor = 1, data } = series;
    const { value: zero, code, unit } = objectOf(origin) ?? {};
    const scale = units.get(String(code ?? unit)) ?? units.get(String(unit)) ?? NaN;
    const [start] = this.timesOf(observation) ?? [];
    const isWhole = typeof zero === "number" && typeof period === "number" && period > 0 && typeof factor === "number";
    if (!isWhole || !start || typeof data !== "string" || Number(series["dimensions"] ?? 1) !== 1) {
      return Outcome.UNREADABLE;
    }
    let outcome = Outcome.KEPT;
    for (const [at, text] of data.trim().split(/\s+/).entries()) {
      if (/^[EUL]$/.test(text)) continue; // error, or beyond what the device tells
      const value = (decimal(text) * factor + zero) * scale;
      const startMs = start.timeMs + at * period;
      const times = { startMs, endMs: startMs, offsetMinutes: start.offsetMinutes };
      if (isPlausible(metric, value)) this.push({ kind: "sample", metric, value, ...times, origin: ORIGIN });
      else outcome = Outcome.UNREADABLE;
    }
    return outcome;
  }

  private timesOf(observation: JsonObject): [start: ZonedTime, end: ZonedTime] | null {
    const period = objectOf(observation["effectivePeriod"]);
    const start = this.time(observation["effectiveDateTime"] ?? observation["effectiveInstant"] ?? period?.["start"]);
    const end = period?.["end"] === undefined ? start : this.time(period["end"]);
    return start === null || end === null || end.timeMs < start.timeMs ? null : [start, end];
  }

  private time(value: unknown): ZonedTime | null {
    if (typeof value !== "string") return null;
    const timeMs = this.timestamps.read(value);
    if (!Number.isNaN(timeMs)) return { timeMs, offsetMinutes: this.timestamps.offsetMinutes };
    return zoned(wallMs(value), this.input.zone);
  }
}

function knownCode(code: unknown): KnownCode | undefined {
  for (const coding of listOf(objectOf(code)?.["coding"])) {
    const { system, code: loinc } = objectOf(coding) ?? {};
    const known = system === LOINC ? CODES.get(String(loinc)) : undefined;
    if (known) return known;
  }
  return undefined;
}
