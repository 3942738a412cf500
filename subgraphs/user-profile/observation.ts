/**
 * What an importer hands over: one shape per kind of observation, in canonical units (kg, m, kcal, count/min, count).
 * Instants are epoch milliseconds; `offsetMinutes` is the source's own UTC offset where the file has one, so that the
 * observation can be put on the person's local calendar day.
 */
export enum ImportSource {
  APPLE_HEALTH = "APPLE_HEALTH",
  GPX = "GPX",
  TCX = "TCX",
  FIT = "FIT",
  FITBIT = "FITBIT",
  GOOGLE_LOCATION = "GOOGLE_LOCATION",
  FHIR = "FHIR",
  OPEN_MHEALTH = "OPEN_MHEALTH",
  ICALENDAR = "ICALENDAR",
  VCARD = "VCARD",
  NUTRITION_CSV = "NUTRITION_CSV",
  PHOTO = "PHOTO",
  OURA = "OURA",
  WHOOP = "WHOOP",
  GARMIN_CONNECT = "GARMIN_CONNECT",
  CONFIDE_EXPORT = "CONFIDE_EXPORT",
}

/** DPV's words: provided by the person, observed by a device, derived from either. */
export enum Provenance {
  PROVIDED = "PROVIDED",
  OBSERVED = "OBSERVED",
  DERIVED = "DERIVED",
}

export enum SleepStageKind {
  IN_BED = "IN_BED",
  ASLEEP = "ASLEEP",
  AWAKE = "AWAKE",
  REM = "REM",
  CORE = "CORE",
  DEEP = "DEEP",
}

export enum Activity {
  RUN = "RUN",
  RIDE = "RIDE",
  WALK = "WALK",
  HIKE = "HIKE",
  SWIM = "SWIM",
  STRENGTH = "STRENGTH",
  OTHER = "OTHER",
}

/** A series of numbers in the vault; the name is the field's, except for sleep, whose segments make two fields. */
export type SampleMetric =
  | "heart.rate" // count/min
  | "heart.restingRate" // count/min
  | "body.weight" // kg
  | "fitness.steps"; // count

export type Metric = SampleMetric | "sleep.stages" | "fitness.workouts" | "location.visits";

/** Where an observation comes from. `device` is a class of device ("Apple Watch"), never a serial number or a person's name. */
export interface Origin {
  source: ImportSource;
  device: string | null;
  grade: Provenance;
}

interface Timed {
  startMs: number;
  endMs: number;
  offsetMinutes: number | null;
  origin: Origin;
}

export interface Sample extends Timed {
  kind: "sample";
  metric: SampleMetric;
  value: number;
}

export interface SleepSegment extends Timed {
  kind: "sleep";
  stage: SleepStageKind;
}

export interface WorkoutObservation extends Timed {
  kind: "workout";
  activity: Activity;
  distanceMetres: number | null;
  energyKilocalories: number | null;
}

export interface VisitObservation extends Timed {
  kind: "visit";
  latitude: number;
  longitude: number;
}

export type Observation = Sample | SleepSegment | WorkoutObservation | VisitObservation;

/** What a file says once about the person rather than at a time. The vault keeps the newest. */
export interface Fact {
  kind: "fact";
  field: "demographics.birthYear";
  value: number;
  origin: Origin;
}
