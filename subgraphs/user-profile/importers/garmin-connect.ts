import { ImportSource, Provenance, SleepStageKind, type Origin, type SampleMetric } from "../observation.js";
import { gpxActivity } from "./gpx-activity.js";
import type { ImportInput } from "./importer.js";
import { type JsonFormat, readJsonElements } from "./json-elements.js";
import { Outcome, type Push } from "./outcome.js";
import { type JsonObject, listOf, objectOf } from "./json-values.js";
import { pushSample } from "./push-sample.js";
import { wallMs, zoned, type ZonedTime } from "./wall-time.js";

/**
 * Garmin Connect's JSON, of its web pages and of its account export; a document by itself or a list of them:
 *
 *     {"calendarDate", "restingHeartRate", "heartRateValues": [[1741496400000, 63], [..., null]]}           a day's heart rate
 *     {"dailySleepDTO": {...}, "sleepLevels": [{"startGMT", "endGMT", "activityLevel": 1.0}]}                a night
 *     {"dailyWeightSummaries": [{"allWeightMetrics": [{"timestampGMT", "weight": 81178.0}]}]}              weights, in grams
 *     {"dateWeightList": [{"timestampGMT", "weight": 81178.0}]}                                            the same, older
 *     [{"activityId", "activityType": {"typeKey"}, "startTimeGMT", "duration", "distance", "calories"}]    s, m and kcal
 *     {"calendarDate", "sleepStartTimestampGMT", "deepSleepSeconds", ...}                                  a night of the account export
 *     {"calendarDate", "totalSteps", "activeKilocalories"}                                                 a day of the account export
 *     {"summarizedActivitiesExport": [{"activityType", "beginTimestamp", "duration", "distance"}]}         ms, ms and centimetres
 *
 * Instants are the GMT ones; the wall clock's beside them give the offset. A night without levels is told as its stages
 * one behind the other, at its beginning. Levels: 0 deep, 1 light, 2 REM, 3 awake.
 *
 * Deliberately dropped: profile numbers, body composition, the weight before a range (`previousDateWeight`), stress,
 * respiration, oxygen, averages of seven days, titles and places of activities.
 *
 * @returns whether the document was read to its end; where it was not, a problem names the byte
 */
export function importGarminConnect(input: ImportInput): Promise<boolean> {
  return readJsonElements(input, (push) => new GarminFormat(push, input));
}

const SOURCE = ImportSource.GARMIN_CONNECT;
const ORIGIN: Origin = Object.freeze({ source: SOURCE, device: null, grade: Provenance.OBSERVED });
const BY_HAND: Origin = Object.freeze({ source: SOURCE, device: null, grade: Provenance.PROVIDED });
const GRAMS_PER_KILOGRAM = 1_000;
const CENTIMETRES_PER_METRE = 100;
const KILOJOULES_PER_KILOCALORIE = 4.184;
const MS_PER_SECOND = 1_000;
const MS_PER_MINUTE = 60_000;
const DAY_MS = 86_400_000;

const LEVELS: readonly SleepStageKind[] = [
  SleepStageKind.DEEP,
  SleepStageKind.CORE,
  SleepStageKind.REM,
  SleepStageKind.AWAKE,
];
const STAGES: readonly (readonly [property: string, stage: SleepStageKind])[] = [
  ["lightSleepSeconds", SleepStageKind.CORE],
  ["deepSleepSeconds", SleepStageKind.DEEP],
  ["remSleepSeconds", SleepStageKind.REM],
  ["awakeSleepSeconds", SleepStageKind.AWAKE],
];

class GarminFormat implements JsonFormat {
  readonly lacks = "a plausible value or a time; it was not stored";
  readonly empty = "The file holds no records.";

  constructor(
    private readonly push: Push,
    private readonly input: ImportInput,
  ) {}

  shapeOf(head: string): { paths: string[]; isLines?: boolean } {
    if (/^\[\s*\{\s*"summarizedActivitiesExport"/.test(head)) return { paths: ["$.*.summarizedActivitiesExport.*"] };
    if (head.startsWith("[")) return { paths: ["$.*"] };
    const list = ["dailyWeightSummaries", "dateWeightList"].find((name) => new RegExp(`"${name}"\\s*:`).test(head));
    return list === undefined ? { paths: ["$"], isLines: true } : { paths: [`$.${list}.*`] };
  }

  take(record: JsonObject): Outcome {
    if (Array.isArray(record["heartRateValues"])) return this.takeHeartRates(record, record["heartRateValues"]);
    if (Array.isArray(record["allWeightMetrics"])) return this.takeWeights(record["allWeightMetrics"]);
    if (objectOf(record["dailySleepDTO"])) return this.takeNight(objectOf(record["dailySleepDTO"]) ?? {}, record);
    if ("sleepStartTimestampGMT" in record) return this.takeNight(record, {});
    if ("beginTimestamp" in record) return this.takeSummarized(record);
    if ("startTimeGMT" in record && "activityId" in record) return this.takeActivity(record);
    if ("weight" in record && "timestampGMT" in record) return this.takeWeights([record]);
    if ("calendarDate" in record && "totalSteps" in record) return this.takeDay(record);
    return Outcome.SKIPPED;
  }

  private takeHeartRates(day: JsonObject, values: readonly unknown[]): Outcome {
    const offsetMinutes = offsetBetween(day["startTimestampGMT"], day["startTimestampLocal"]);
    let isWhole = true;
    for (const pair of listOf(values)) {
      const [timeMs, value] = listOf(pair);
      if (value === null) continue; // not worn
      isWhole = this.sample("heart.rate", value, at(timeMs, offsetMinutes)) && isWhole;
    }
    const start = instant(day["startTimestampGMT"]);
    if (start !== null) this.sample("heart.restingRate", day["restingHeartRate"], { ...start, offsetMinutes });
    return isWhole ? Outcome.KEPT : Outcome.UNREADABLE;
  }

  private takeWeights(metrics: readonly unknown[]): Outcome {
    const taken = metrics.map((metric) => {
      const { weight, timestampGMT, date, sourceType } = objectOf(metric) ?? {};
      const kilograms = typeof weight === "number" ? weight / GRAMS_PER_KILOGRAM : NaN;
      const origin = sourceType === "MANUAL" ? BY_HAND : ORIGIN;
      return this.sample("body.weight", kilograms, at(timestampGMT, offsetBetween(timestampGMT, date)), origin);
    });
    if (taken.length === 0) return Outcome.SKIPPED;
    return taken.every(Boolean) ? Outcome.KEPT : Outcome.UNREADABLE;
  }

  private takeNight(night: JsonObject, around: JsonObject): Outcome {
    const offsetMinutes = offsetBetween(night["sleepStartTimestampGMT"], night["sleepStartTimestampLocal"]);
    const levels = listOf(around["sleepLevels"] ?? night["sleepLevels"]).map((level) => objectOf(level) ?? {});
    if (levels.length > 0) {
      const taken = levels.map(({ startGMT, endGMT, activityLevel }) =>
        this.sleep(LEVELS[Number(activityLevel)], instant(startGMT)?.timeMs, instant(endGMT)?.timeMs, offsetMinutes),
      );
      return taken.every(Boolean) ? Outcome.KEPT : Outcome.UNREADABLE;
    }
    const start = instant(night["sleepStartTimestampGMT"]);
    // A day without a night stands in the account export as well.
    if (start === null) return night["sleepStartTimestampGMT"] === null ? Outcome.SKIPPED : Outcome.UNREADABLE;
    let fromMs = start.timeMs;
    for (const [property, stage] of STAGES) {
      const lastsMs = Number(night[property]) * MS_PER_SECOND;
      if (lastsMs > 0 && this.sleep(stage, fromMs, fromMs + lastsMs, offsetMinutes)) fromMs += lastsMs;
    }
    return fromMs > start.timeMs ? Outcome.KEPT : Outcome.SKIPPED;
  }

  private takeDay(day: JsonObject): Outcome {
    const wall = wallMs(day["calendarDate"]);
    const start = zoned(wall, this.input.zone);
    const end = zoned(wall + DAY_MS, this.input.zone);
    if (start === null || end === null) return Outcome.UNREADABLE;
    const hasSteps = this.sample("fitness.steps", day["totalSteps"], start, ORIGIN, end.timeMs);
    this.sample("fitness.activeEnergy", day["activeKilocalories"], start, ORIGIN, end.timeMs);
    this.sample("heart.restingRate", day["restingHeartRate"], start);
    return hasSteps || day["totalSteps"] === null ? Outcome.KEPT : Outcome.UNREADABLE;
  }

  /** Of the web pages, in seconds, metres and kilocalories. */
  private takeActivity(activity: JsonObject): Outcome {
    const { activityType, startTimeGMT, startTimeLocal, duration, distance, calories } = activity;
    const start = at(startTimeGMT, offsetBetween(startTimeGMT, startTimeLocal));
    if (start === null || typeof duration !== "number" || !(duration >= 0)) return Outcome.UNREADABLE;
    const { typeKey } = objectOf(activityType) ?? {};
    this.push({
      kind: "workout",
      activity: gpxActivity(typeof typeKey === "string" ? typeKey : ""),
      distanceMetres: typeof distance === "number" && distance > 0 ? distance : null,
      energyKilocalories: typeof calories === "number" && calories > 0 ? calories : null,
      startMs: start.timeMs,
      endMs: start.timeMs + duration * MS_PER_SECOND,
      offsetMinutes: start.offsetMinutes,
      origin: ORIGIN,
    });
    return Outcome.KEPT;
  }

  /** Of the account export, in milliseconds, centimetres and kilojoules. */
  private takeSummarized(activity: JsonObject): Outcome {
    const { activityType, beginTimestamp, startTimeGmt, startTimeLocal, duration, distance, calories } = activity;
    const start = at(beginTimestamp, offsetBetween(startTimeGmt ?? beginTimestamp, startTimeLocal));
    if (start === null || typeof duration !== "number" || !(duration >= 0)) return Outcome.UNREADABLE;
    this.push({
      kind: "workout",
      activity: gpxActivity(typeof activityType === "string" ? activityType : ""),
      distanceMetres: typeof distance === "number" && distance > 0 ? distance / CENTIMETRES_PER_METRE : null,
      energyKilocalories: typeof calories === "number" && calories > 0 ? calories / KILOJOULES_PER_KILOCALORIE : null,
      startMs: start.timeMs,
      endMs: start.timeMs + duration,
      offsetMinutes: start.offsetMinutes,
      origin: ORIGIN,
    });
    return Outcome.KEPT;
  }

  private sleep(
    stage: SleepStageKind | undefined,
    startMs = NaN,
    endMs = NaN,
    offsetMinutes: number | null = null,
  ): boolean {
    if (stage === undefined || !(endMs >= startMs)) return false;
    this.push({ kind: "sleep", stage, startMs, endMs, offsetMinutes, origin: ORIGIN });
    return true;
  }

  private sample(
    metric: SampleMetric,
    value: unknown,
    at: ZonedTime | null,
    origin = ORIGIN,
    endMs = at?.timeMs ?? NaN,
  ): boolean {
    return pushSample(this.push, { metric, value, at, endMs, origin });
  }
}

/** Epoch milliseconds, or a text that is in GMT without saying so. */
function instant(value: unknown): ZonedTime | null {
  const timeMs = typeof value === "number" ? value : wallMs(value);
  return Number.isNaN(timeMs) ? null : { timeMs, offsetMinutes: null };
}

function at(value: unknown, offsetMinutes: number | null): ZonedTime | null {
  const time = instant(value);
  return time && { ...time, offsetMinutes };
}

/** How far the wall clock was from GMT, where both are told. */
function offsetBetween(gmt: unknown, local: unknown): number | null {
  const [instantMs, wall] = [instant(gmt)?.timeMs, instant(local)?.timeMs];
  if (instantMs === undefined || wall === undefined) return null;
  const minutes = Math.round((wall - instantMs) / MS_PER_MINUTE);
  return Math.abs(minutes) <= 14 * 60 ? minutes : null;
}
