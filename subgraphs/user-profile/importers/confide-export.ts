import { DAY_MS } from "../../../shared/clock.js";
import {
  Activity,
  type Fact,
  ImportSource,
  type Metric,
  type Observation,
  type Origin,
  Provenance,
  SleepStageKind,
} from "../observation.js";
import { isTimeZone } from "../vault/local-day.js";
import { factValue } from "./confide-facts.js";
import { isPlace } from "./earth.js";
import type { ImportInput } from "./importer.js";
import { type LineFormat, readJsonLines } from "./json-lines.js";
import type { JsonObject } from "./json-values.js";
import { Outcome, type Push } from "./outcome.js";
import { isPlausible, isSampleMetric } from "./plausible.js";
import { TimestampReader } from "./timestamp.js";

/**
 * The vault of our own export, `vault.ndjson` (export/vault-lines.ts): one JSON object in a line.
 *
 *     {"confide":"vault","version":1,"exportedAt":"2026-11-27T08:00:00.000Z","timeZone":"Europe/Vienna"}
 *     {"kind":"fact","field":"demographics.birthYear","value":1988,"source":"APPLE_HEALTH","grade":"PROVIDED"}
 *     {"kind":"observation","metric":"heart.rate","day":"2026-11-26","start":"2026-11-26T07:00:00.000Z","offsetMinutes":60,
 *      "value":61,"source":"APPLE_HEALTH","device":"Apple Watch","grade":"OBSERVED"}
 *
 * Where something came from at first stays with it, and so does the local day that it stood under. Nothing is dropped;
 * what is implausible is told and not stored, as in every other file.
 *
 * @returns whether the document was read to its end; where it was not, a problem names the line
 */
export function importConfideExport(input: ImportInput): Promise<boolean> {
  return readJsonLines(input, (push) => new VaultFormat(push, input));
}

const VERSION = 1;
/** Names of devices are classes of device ("Apple Watch"). */
const DEVICE_MAX = 100;
/** Maker and model. */
const CAMERA_MAX = 200;
const DAY = /^\d{4}-\d{2}-\d{2}$/;
/** A local day is at most this far from that of its instant in UTC; a night stands under the day of its end. */
const DAYS_APART_MAX = 2;
const OFFSET_MINUTES_MAX = 14 * 60;

/** What an observation of every kind has. */
type Common = Pick<Observation, "startMs" | "endMs" | "offsetMinutes" | "origin"> & { dayNumber: number };

class VaultFormat implements LineFormat {
  readonly lacks = "a known kind, a plausible value, a time, or where it comes from; it was not stored";
  private readonly timestamps = new TimestampReader();
  private readonly origins = new Map<string, Origin>();

  constructor(
    private readonly push: Push,
    private readonly input: ImportInput,
  ) {}

  take(element: JsonObject): Outcome {
    if (element["confide"] === "vault") return this.takeHead(element);
    if (element["kind"] === "fact") return this.kept(factOf(element, this.originOf(element)));
    if (element["kind"] !== "observation") return Outcome.UNREADABLE;
    const common = this.commonOf(element);
    return this.kept(common && observationOf(element, common));
  }

  private takeHead({ version, timeZone }: JsonObject): Outcome {
    if (version !== VERSION) return Outcome.UNREADABLE;
    if (typeof timeZone === "string" && isTimeZone(timeZone)) this.input.sink.timeZone(timeZone);
    return Outcome.KEPT;
  }

  private kept(item: Observation | Fact | null): Outcome {
    if (item === null) return Outcome.UNREADABLE;
    this.push(item);
    return Outcome.KEPT;
  }

  private commonOf(element: JsonObject): Common | null {
    const { start, end, offsetMinutes = null, day } = element;
    const startMs = this.instant(start);
    const endMs = end === undefined ? startMs : this.instant(end);
    const isOffset =
      offsetMinutes === null ||
      (Number.isInteger(offsetMinutes) && Math.abs(Number(offsetMinutes)) <= OFFSET_MINUTES_MAX);
    const dayNumber = typeof day === "string" && DAY.test(day) ? Date.parse(day) / DAY_MS : NaN;
    const isNear =
      Math.abs(dayNumber - endMs / DAY_MS) <= DAYS_APART_MAX ||
      Math.abs(dayNumber - startMs / DAY_MS) <= DAYS_APART_MAX;
    const origin = this.originOf(element);
    if (!(startMs <= endMs) || !isOffset || !Number.isInteger(dayNumber) || !isNear || !origin) return null;
    return { startMs, endMs, offsetMinutes: offsetMinutes as number | null, origin, dayNumber };
  }

  private instant(text: unknown): number {
    return this.timestamps.read(typeof text === "string" ? text : undefined);
  }

  /** One object for all that comes from one place. What the person said themselves has no source but this file. */
  private originOf({
    source = ImportSource.CONFIDE_EXPORT,
    device = null,
    grade = Provenance.PROVIDED,
  }: JsonObject): Origin | null {
    const key = JSON.stringify([source, device, grade]);
    const known = this.origins.get(key);
    if (known) return known;
    const isDevice = device === null || (typeof device === "string" && device.length <= DEVICE_MAX);
    if (!isWord(ImportSource, source) || !isDevice || !isWord(Provenance, grade)) return null;
    const origin = { source, device, grade };
    this.origins.set(key, origin);
    return origin;
  }
}

function factOf({ field, value }: JsonObject, origin: Origin | null): Fact | null {
  const fact = factValue(field, value);
  return fact && origin && ({ kind: "fact", ...fact, origin } as Fact);
}

function observationOf(element: JsonObject, common: Common): Observation | null {
  const metric = element["metric"] as Metric;
  if (isSampleMetric(metric)) {
    const value = Number(element["value"] ?? NaN);
    return isPlausible(metric, value) ? { kind: "sample", metric, value, ...common } : null;
  }
  switch (metric) {
    case "sleep.stages": {
      const { stage } = element;
      return isWord(SleepStageKind, stage) ? { kind: "sleep", stage, ...common } : null;
    }
    case "fitness.workouts":
      return workoutOf(element, common);
    case "location.visits": {
      const place = placeOf(element);
      return place && { kind: "visit", ...place, ...common };
    }
    case "work.workingHours":
      return { kind: "work", ...common };
    case "photos.moments": {
      const camera = element["camera"] ?? null;
      if (camera !== null && (typeof camera !== "string" || camera.length > CAMERA_MAX)) return null;
      return { kind: "photo", ...(placeOf(element) ?? { latitude: null, longitude: null }), camera, ...common };
    }
    default:
      return null;
  }
}

/** The Earth's circumference, and what nobody burns in one go. */
const DISTANCE_METRES_MAX = 40_075_017;
const ENERGY_KILOCALORIES_MAX = 50_000;

function workoutOf(element: JsonObject, common: Common): Observation | null {
  const { activity, distanceMetres = null, energyKilocalories = null } = element;
  if (!isWord(Activity, activity)) return null;
  if (!isUpTo(distanceMetres, DISTANCE_METRES_MAX) || !isUpTo(energyKilocalories, ENERGY_KILOCALORIES_MAX)) return null;
  return { kind: "workout", activity, distanceMetres, energyKilocalories, ...common };
}

function placeOf({ latitude, longitude }: JsonObject): { latitude: number; longitude: number } | null {
  if (typeof latitude !== "number" || typeof longitude !== "number") return null;
  return isPlace(latitude, longitude) ? { latitude, longitude } : null;
}

function isUpTo(value: unknown, most: number): value is number | null {
  return value === null || (typeof value === "number" && value >= 0 && value <= most);
}

function isWord<T extends string>(words: Record<string, T>, value: unknown): value is T {
  return Object.values<unknown>(words).includes(value);
}
