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

/** A series of numbers in the vault; the name is the field's, except for the macronutrients, which are one field together. */
export type SampleMetric =
  | "heart.rate" // count/min
  | "heart.restingRate" // count/min
  | "heart.variability" // ms, SDNN
  | "body.weight" // kg
  | "body.height" // cm
  | "body.bodyMassIndex" // kg/m2, where a source says it without weight and height
  | "fitness.steps" // count
  | "fitness.activeEnergy" // kcal
  | "diet.energy" // kcal
  | "diet.protein" // g
  | "diet.carbohydrate" // g
  | "diet.fat"; // g

export type Metric =
  SampleMetric | "sleep.stages" | "fitness.workouts" | "location.visits" | "work.workingHours" | "photos.moments";

/** Where an observation comes from. `device` is a class of device ("Apple Watch"), never a serial number or a person's name. */
export interface Origin {
  source: ImportSource;
  device: string | null;
  grade: Provenance;
  /** The import that brought it; importers leave it to the vault. */
  importId?: string;
}

interface Timed {
  startMs: number;
  endMs: number;
  offsetMinutes: number | null;
  origin: Origin;
  /** The local day that a vault had filed it under, in days since 1970; every other file leaves it to the vault. */
  dayNumber?: number;
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

/** A stretch of time that a calendar keeps busy for work; its words and the people in it are not taken. */
export interface WorkObservation extends Timed {
  kind: "work";
}

/** When a photograph was taken, and where and with what if the file says so; never the picture. */
export interface PhotoObservation extends Timed {
  kind: "photo";
  latitude: number | null;
  longitude: number | null;
  /** Maker and model, such as "NIKON COOLPIX P6000"; never a serial number or an owner's name. */
  camera: string | null;
}

export type Observation =
  Sample | SleepSegment | WorkoutObservation | VisitObservation | WorkObservation | PhotoObservation;

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
  /** People who live together, oneself included. */
  "demographics.household": number;
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
