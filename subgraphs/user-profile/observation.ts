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

/** The part of an address that tells where somebody lives, and what each precision lets through of it. */
export interface HomeArea {
  locality: string | null;
  /** As the address writes it. */
  region: string | null;
  /** ISO 3166-1 alpha-2. */
  country: string | null;
}

/** What a file says once about the person rather than at a time, by field. */
export interface FactValues {
  "contact.givenName": string;
  "contact.familyName": string;
  "contact.email": string;
  "contact.phone": string;
  "contact.postalAddress": string;
  "demographics.birthYear": number;
  "demographics.gender": string;
  /** BCP 47 tags, the preferred one first. */
  "demographics.languages": string[];
  "demographics.homeArea": HomeArea;
}

export type FactField = keyof FactValues;

interface FactOf<F extends FactField> {
  kind: "fact";
  field: F;
  value: FactValues[F];
  origin: Origin;
}

/** One of them, as a file tells it. The vault keeps the newest. */
export type Fact = { [F in FactField]: FactOf<F> }[FactField];
