import { ImportSource, Provenance, SleepStageKind, type Origin, type SampleMetric } from "../observation.js";
import { isPlace } from "./earth.js";
import { gpxActivity } from "./gpx-activity.js";
import type { ImportInput } from "./importer.js";
import { type JsonFormat, readJsonElements } from "./json-elements.js";
import { Outcome, type Push } from "./outcome.js";
import { type JsonObject, objectOf } from "./json-values.js";
import { isPlausible } from "./plausible.js";
import { TimestampReader } from "./timestamp.js";
import { CENTIMETRES, COUNTS, COUNTS_PER_MINUTE, KILOCALORIES, KILOGRAMS, METRES, type UnitTable } from "./units.js";
import { VisitFinder } from "./visits.js";
import type { ZonedTime } from "./wall-time.js";

/**
 * Open mHealth: a data point, a list of them, Shimmer's `{"body": [...]}`, or a line each; a body by itself is read as well.
 *
 *     {"header": {"schema_id": {"namespace": "omh", "name": "heart-rate", "version": "2.0"}, "acquisition_provenance": {...}},
 *      "body": {"heart_rate": {"value": 61, "unit": "beats/min"}, "effective_time_frame": {"date_time": "2025-03-09T01:59:59-05:00"}}}
 *
 * A frame is a moment, or an interval of start and end, or of one of them and a duration. What the schemas call
 * `self-reported` is provided by the person, the rest observed.
 *
 * Deliberately dropped: statistics of many samples (`descriptive_statistic`), which are none themselves; parts of a day
 * without a time; notes, names of apps, intensity, blood pressure and glucose.
 *
 * @returns whether the document was read to its end; where it was not, a problem names the byte
 */
export function importOpenMhealth(input: ImportInput): Promise<boolean> {
  return readJsonElements(input, (push) => new OpenMhealthFormat(push));
}

interface Measure {
  property: string;
  metric: SampleMetric;
  units: UnitTable;
}

const BEATS: UnitTable = new Map([...COUNTS_PER_MINUTE, ["beats/min", 1]]);
const STEPS: UnitTable = new Map([...COUNTS, ["steps", 1]]);
const MEASURES: readonly Measure[] = [
  { property: "heart_rate", metric: "heart.rate", units: BEATS },
  { property: "body_weight", metric: "body.weight", units: KILOGRAMS },
  { property: "body_height", metric: "body.height", units: CENTIMETRES },
  { property: "body_mass_index", metric: "body.bodyMassIndex", units: new Map([["kg/m2", 1]]) },
  { property: "step_count", metric: "fitness.steps", units: STEPS },
  { property: "kcal_burned", metric: "fitness.activeEnergy", units: KILOCALORIES },
];

/** How many milliseconds one of the schemas' units of duration is. */
const DURATIONS: UnitTable = new Map([
  ["ms", 1],
  ["sec", 1_000],
  ["min", 60_000],
  ["h", 3_600_000],
  ["d", 86_400_000],
]);

interface Frame {
  start: ZonedTime;
  end: ZonedTime;
}

class OpenMhealthFormat implements JsonFormat {
  readonly lacks = "a plausible value in a known unit, or a time with a zone; it was not stored";
  readonly empty = "The file holds no data points.";
  private readonly timestamps = new TimestampReader();
  private origin = originOf(Provenance.OBSERVED);
  private readonly visits = new VisitFinder((visit) => this.push({ kind: "visit", ...visit, origin: this.origin }));

  constructor(private readonly push: Push) {}

  shapeOf(head: string): { paths: string[]; isLines?: boolean } {
    if (head.startsWith("[")) return { paths: ["$.*"] };
    return /^\{[^{}[\]]*"body"\s*:\s*\[/.test(head) ? { paths: ["$.body.*"] } : { paths: ["$"], isLines: true };
  }

  take(point: JsonObject): Outcome {
    const body = objectOf(point["body"]) ?? point;
    const { modality } = objectOf(objectOf(point["header"])?.["acquisition_provenance"]) ?? {};
    const isPlace = "latitude" in body;
    if (!isPlace) this.visits.end();
    this.origin = originOf(modality === "self-reported" ? Provenance.PROVIDED : Provenance.OBSERVED);
    if ("descriptive_statistic" in body) return Outcome.SKIPPED;
    if (isPlace) return this.takePlace(body);
    if ("sleep_duration" in body || "total_sleep_time" in body) return this.takeSleep(body);
    if ("activity_name" in body) return this.takeActivity(body);
    const measure = MEASURES.find(({ property }) => property in body);
    return measure === undefined ? Outcome.SKIPPED : this.takeMeasure(body, measure);
  }

  end(): void {
    this.visits.end();
  }

  private takeMeasure(body: JsonObject, { property, metric, units }: Measure): Outcome {
    const frame = this.frameOf(body);
    // Step counts were plain numbers before version 3.
    const value = typeof body[property] === "number" ? body[property] : amount(body[property], units);
    if (frame === null || !isPlausible(metric, value)) return Outcome.UNREADABLE;
    this.push({ kind: "sample", metric, value, ...times(frame), origin: this.origin });
    return Outcome.KEPT;
  }

  private takePlace(body: JsonObject): Outcome {
    const frame = this.frameOf(body);
    const degrees: UnitTable = new Map([["deg", 1]]);
    const [latitude, longitude] = [amount(body["latitude"], degrees), amount(body["longitude"], degrees)];
    if (frame === null || !isPlace(latitude, longitude)) return Outcome.UNREADABLE;
    this.visits.add(frame.start.timeMs, latitude, longitude, frame.start.offsetMinutes);
    return Outcome.KEPT;
  }

  /** The time asleep is put at the frame's beginning: when somebody lay awake in it is not told. */
  private takeSleep(body: JsonObject): Outcome {
    const frame = this.frameOf(body);
    const asleepMs = amount(body["sleep_duration"] ?? body["total_sleep_time"], DURATIONS);
    if (frame === null || !(asleepMs > 0)) return Outcome.UNREADABLE;
    const { startMs, offsetMinutes } = times(frame);
    const spanMs = frame.end.timeMs - startMs;
    if (spanMs > 0 && asleepMs > spanMs) return Outcome.UNREADABLE;
    const asleep = { startMs, endMs: startMs + asleepMs, offsetMinutes };
    this.push({ kind: "sleep", stage: SleepStageKind.ASLEEP, ...asleep, origin: this.origin });
    return Outcome.KEPT;
  }

  private takeActivity(body: JsonObject): Outcome {
    const frame = this.frameOf(body);
    if (frame === null) return hasPartOfDay(body) ? Outcome.SKIPPED : Outcome.UNREADABLE;
    const metres = amount(body["distance"], METRES);
    const kilocalories = amount(body["kcal_burned"], KILOCALORIES);
    this.push({
      kind: "workout",
      activity: gpxActivity(typeof body["activity_name"] === "string" ? body["activity_name"] : ""),
      distanceMetres: metres >= 0 ? metres : null,
      energyKilocalories: kilocalories >= 0 ? kilocalories : null,
      ...times(frame),
      origin: this.origin,
    });
    return Outcome.KEPT;
  }

  private frameOf({ effective_time_frame: frame }: JsonObject): Frame | null {
    const { date_time, time_interval } = objectOf(frame) ?? {};
    if (date_time !== undefined) {
      const moment = this.time(date_time);
      return moment && { start: moment, end: moment };
    }
    const { start_date_time, end_date_time, duration } = objectOf(time_interval) ?? {};
    const lastsMs = amount(duration, DURATIONS);
    const start = this.time(start_date_time) ?? moved(this.time(end_date_time), -lastsMs);
    const end = this.time(end_date_time) ?? moved(start, lastsMs);
    return start === null || end === null || end.timeMs < start.timeMs ? null : { start, end };
  }

  private time(value: unknown): ZonedTime | null {
    const timeMs = typeof value === "string" ? this.timestamps.read(value) : NaN;
    return Number.isNaN(timeMs) ? null : { timeMs, offsetMinutes: this.timestamps.offsetMinutes };
  }
}

function amount(value: unknown, units: UnitTable): number {
  const { value: number, unit } = objectOf(value) ?? {};
  return typeof number === "number" ? number * (units.get(String(unit)) ?? NaN) : NaN;
}

function moved(time: ZonedTime | null, byMs: number): ZonedTime | null {
  return time === null || Number.isNaN(byMs) ? null : { ...time, timeMs: time.timeMs + byMs };
}

function times({ start, end }: Frame): { startMs: number; endMs: number; offsetMinutes: number | null } {
  return { startMs: start.timeMs, endMs: end.timeMs, offsetMinutes: start.offsetMinutes };
}

function hasPartOfDay({ effective_time_frame: frame }: JsonObject): boolean {
  return "part_of_day" in (objectOf(objectOf(frame)?.["time_interval"]) ?? {});
}

function originOf(grade: Provenance): Origin {
  return { source: ImportSource.OPEN_MHEALTH, device: null, grade };
}
