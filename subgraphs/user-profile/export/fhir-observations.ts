import type { Metric, SampleMetric } from "../observation.js";
import type { FiledObservation, StoredObservation } from "../vault/stored-observation.js";
import type { DayOfMetric } from "../vault/vault.js";

/** FHIR R4 (4.0.1) Observations of what has a place there, and in what words. */
interface FhirCode {
  /** loinc.org; left out where LOINC has no plain code for it. */
  loinc?: string;
  display: string;
  /** UCUM. */
  unit: string;
  category: "vital-signs" | "activity" | "survey";
}

const CODES: Readonly<Record<SampleMetric, FhirCode>> = {
  "heart.rate": { loinc: "8867-4", display: "Heart rate", unit: "/min", category: "vital-signs" },
  "heart.restingRate": { loinc: "40443-4", display: "Heart rate --resting", unit: "/min", category: "vital-signs" },
  "heart.variability": {
    loinc: "80404-7",
    display: "R-R interval.standard deviation",
    unit: "ms",
    category: "vital-signs",
  },
  "body.weight": { loinc: "29463-7", display: "Body weight", unit: "kg", category: "vital-signs" },
  "body.height": { loinc: "8302-2", display: "Body height", unit: "cm", category: "vital-signs" },
  "body.bodyMassIndex": { loinc: "39156-5", display: "Body mass index", unit: "kg/m2", category: "vital-signs" },
  "fitness.steps": { loinc: "55423-8", display: "Number of steps", unit: "{steps}", category: "activity" },
  "fitness.activeEnergy": { loinc: "41981-2", display: "Calories burned", unit: "kcal", category: "activity" },
  "diet.energy": { display: "Energy of food", unit: "kcal", category: "survey" },
  "diet.protein": { display: "Protein of food", unit: "g", category: "survey" },
  "diet.carbohydrate": { display: "Carbohydrate of food", unit: "g", category: "survey" },
  "diet.fat": { display: "Fat of food", unit: "g", category: "survey" },
};

/** Names of Confide's own, as URNs: they are no addresses. */
const FIELD_SYSTEM = "urn:confide:field";
const STAGE_SYSTEM = "urn:confide:sleep-stage";
const SOURCE_SYSTEM = "urn:confide:source:";
const PROVENANCE_TAG = "urn:confide:provenance";

export const BUNDLE_HEAD = '{"resourceType":"Bundle","type":"collection","entry":[\n';
export const BUNDLE_TAIL = "\n]}\n";

/** The entries of a day, each as JSON; none for what FHIR has no place for (visits, work, photographs). */
export function fhirEntries({ metric, observations }: DayOfMetric): string[] {
  const told = toldOf(metric);
  return told ? observations.map((one) => JSON.stringify({ resource: { ...base(one), ...told(one) } })) : [];
}

type Told = (observation: StoredObservation) => Record<string, unknown>;

function toldOf(metric: Metric): Told | null {
  if (metric === "sleep.stages") return sleepOf;
  if (metric === "fitness.workouts") return workoutOf;
  const code = (CODES as Partial<Record<Metric, FhirCode>>)[metric];
  return code ? (observation) => sampleOf(metric, code, observation) : null;
}

function base({ startMs, endMs, offsetMinutes, origin }: StoredObservation): Record<string, unknown> {
  const at = (instantMs: number): string => zoned(instantMs, offsetMinutes);
  const when =
    startMs === endMs
      ? { effectiveDateTime: at(startMs) }
      : { effectivePeriod: { start: at(startMs), end: at(endMs) } };
  return {
    resourceType: "Observation",
    status: "final",
    meta: { source: SOURCE_SYSTEM + origin.source, tag: [{ system: PROVENANCE_TAG, code: origin.grade }] },
    ...when,
    ...(origin.device !== null && { device: { display: origin.device } }),
  };
}

function sampleOf(
  metric: Metric,
  { loinc, display, unit, category }: FhirCode,
  { value }: StoredObservation,
): Record<string, unknown> {
  const own = { system: FIELD_SYSTEM, code: metric, display };
  const coding = loinc === undefined ? [own] : [{ system: "http://loinc.org", code: loinc, display }, own];
  return {
    category: [{ coding: [{ system: "http://terminology.hl7.org/CodeSystem/observation-category", code: category }] }],
    code: { coding, text: display },
    valueQuantity: { value, unit, system: "http://unitsofmeasure.org", code: unit },
  };
}

function sleepOf({ stage }: StoredObservation): Record<string, unknown> {
  return {
    code: { coding: [{ system: FIELD_SYSTEM, code: "sleep.stages" }], text: "Sleep stage" },
    valueCodeableConcept: { coding: [{ system: STAGE_SYSTEM, code: stage }] },
  };
}

function workoutOf({ activity, distanceMetres, energyKilocalories }: StoredObservation): Record<string, unknown> {
  const component = [
    ["Distance", distanceMetres, "m"],
    ["Energy", energyKilocalories, "kcal"],
  ] as const;
  return {
    code: { coding: [{ system: FIELD_SYSTEM, code: "fitness.workouts" }], text: "Workout" },
    valueString: activity,
    component: component
      .filter(([, value]) => value != null)
      .map(([text, value, unit]) => ({
        code: { text },
        valueQuantity: { value, unit, system: "http://unitsofmeasure.org", code: unit },
      })),
  };
}

const MINUTE_MS = 60_000;

/** FHIR's dateTime: as the person's clock showed it, where the source told its offset. */
function zoned(instantMs: number, offsetMinutes: FiledObservation["offsetMinutes"]): string {
  if (offsetMinutes === null) return new Date(instantMs).toISOString();
  const wall = new Date(instantMs + offsetMinutes * MINUTE_MS).toISOString().slice(0, -1);
  const [hours, minutes] = [Math.floor(Math.abs(offsetMinutes) / 60), Math.abs(offsetMinutes) % 60];
  const two = (part: number): string => String(part).padStart(2, "0");
  return `${wall}${offsetMinutes < 0 ? "-" : "+"}${two(hours)}:${two(minutes)}`;
}
