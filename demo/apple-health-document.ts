import { SECOND_MS } from "../shared/clock.js";
import { appleTime } from "./local-time.js";
import type { SampleProfile } from "./sample-profile.js";

/** A class of device as Apple Health names it; people's names, which real exports put before it, are left out. */
export interface SampleDevice {
  sourceName: string;
  sourceVersion: string;
  model: string;
}

export const WATCH: SampleDevice = { sourceName: "Apple Watch", sourceVersion: "11.1", model: "Watch" };
export const PHONE: SampleDevice = { sourceName: "iPhone", sourceVersion: "18.1", model: "iPhone" };

export interface SampleRecord {
  /** Without Apple's prefix: "QuantityTypeIdentifierStepCount". */
  type: string;
  value: string;
  unit?: string;
  startMs: number;
  endMs: number;
  device: SampleDevice;
}

/** One quantity, without Apple's prefix. */
export function sample(
  name: string,
  value: string,
  unit: string,
  startMs: number,
  endMs: number,
  device: SampleDevice,
): SampleRecord {
  return { type: `QuantityTypeIdentifier${name}`, value, unit, startMs, endMs, device };
}

/** The document's own grammar, shortened to what is used; real exports begin with one, so that the importer meets it. */
const GRAMMAR = `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE HealthData [
<!-- HealthKit Export Version: 14 -->
<!ELEMENT HealthData (ExportDate,Me,(Record|Workout)*)>
<!ATTLIST HealthData locale CDATA #REQUIRED>
<!ELEMENT ExportDate EMPTY>
<!ATTLIST ExportDate value CDATA #REQUIRED>
<!ELEMENT Me EMPTY>
<!ATTLIST Me
  HKCharacteristicTypeIdentifierDateOfBirth CDATA #REQUIRED
  HKCharacteristicTypeIdentifierBiologicalSex CDATA #REQUIRED>
<!ELEMENT Record (MetadataEntry*)>
<!ATTLIST Record
  type CDATA #REQUIRED
  unit CDATA #IMPLIED
  value CDATA #IMPLIED
  sourceName CDATA #REQUIRED
  sourceVersion CDATA #IMPLIED
  device CDATA #IMPLIED
  creationDate CDATA #IMPLIED
  startDate CDATA #REQUIRED
  endDate CDATA #REQUIRED>
<!ELEMENT Workout ((MetadataEntry|WorkoutStatistics)*)>
<!ATTLIST Workout
  workoutActivityType CDATA #REQUIRED
  duration CDATA #IMPLIED
  durationUnit CDATA #IMPLIED
  sourceName CDATA #REQUIRED
  sourceVersion CDATA #IMPLIED
  device CDATA #IMPLIED
  creationDate CDATA #IMPLIED
  startDate CDATA #REQUIRED
  endDate CDATA #REQUIRED>
<!ELEMENT WorkoutStatistics EMPTY>
<!ATTLIST WorkoutStatistics
  type CDATA #REQUIRED
  startDate CDATA #REQUIRED
  endDate CDATA #REQUIRED
  average CDATA #IMPLIED
  minimum CDATA #IMPLIED
  maximum CDATA #IMPLIED
  sum CDATA #IMPLIED
  unit CDATA #IMPLIED>
<!ELEMENT MetadataEntry EMPTY>
<!ATTLIST MetadataEntry key CDATA #REQUIRED value CDATA #REQUIRED>
]>
`;

/** Apple writes a record some time after it was measured. */
const WRITTEN_LATER_MS = 20 * SECOND_MS;

export function documentHead(profile: SampleProfile, now: Date): string {
  return `${GRAMMAR}<HealthData locale="${profile.locale}">
 <ExportDate value="${appleTime(profile.timeZone, now.getTime())}"/>
 <Me HKCharacteristicTypeIdentifierDateOfBirth="${profile.dateOfBirth}" HKCharacteristicTypeIdentifierBiologicalSex="HKBiologicalSexNotSet"/>
`;
}

export const DOCUMENT_TAIL = "</HealthData>\n";

export function recordElement(zone: string, record: SampleRecord): string {
  const unit = record.unit === undefined ? "" : ` unit="${record.unit}"`;
  return ` <Record type="HK${record.type}" ${provenance(zone, record)}${unit} value="${record.value}"/>\n`;
}

export interface SampleWorkout {
  appleType: string;
  startMs: number;
  endMs: number;
  distance: { value: number; unit: string };
  kilocalories: number;
  rate: { average: number; minimum: number; maximum: number };
}

export function workoutElement(zone: string, workout: SampleWorkout): string {
  const minutes = ((workout.endMs - workout.startMs) / 60_000).toFixed(10);
  const { average, minimum, maximum } = workout.rate;
  const { value, unit } = workout.distance;
  const span = `startDate="${appleTime(zone, workout.startMs)}" endDate="${appleTime(zone, workout.endMs)}"`;
  const statistic = (type: string, rest: string): string =>
    `  <WorkoutStatistics type="HKQuantityTypeIdentifier${type}" ${span} ${rest}/>\n`;
  return (
    ` <Workout workoutActivityType="HKWorkoutActivityType${workout.appleType}" duration="${minutes}" durationUnit="min" ${provenance(zone, { ...workout, device: WATCH })}>\n` +
    `  <MetadataEntry key="HKTimeZone" value="${zone}"/>\n` +
    statistic("DistanceWalkingRunning", `sum="${value.toFixed(5)}" unit="${unit}"`) +
    statistic("ActiveEnergyBurned", `sum="${workout.kilocalories.toFixed(3)}" unit="Cal"`) +
    statistic("HeartRate", `average="${average}" minimum="${minimum}" maximum="${maximum}" unit="count/min"`) +
    " </Workout>\n"
  );
}

function provenance(
  zone: string,
  { device, startMs, endMs }: Pick<SampleRecord, "device" | "startMs" | "endMs">,
): string {
  const { sourceName, sourceVersion, model } = device;
  const described = `&lt;&lt;HKDevice: 0x0&gt;, name:${sourceName}, manufacturer:Apple Inc., model:${model}&gt;`;
  return (
    `sourceName="${sourceName}" sourceVersion="${sourceVersion}" device="${described}" ` +
    `creationDate="${appleTime(zone, endMs + WRITTEN_LATER_MS)}" startDate="${appleTime(zone, startMs)}" endDate="${appleTime(zone, endMs)}"`
  );
}
