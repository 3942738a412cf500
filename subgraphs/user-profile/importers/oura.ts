import { ImportSource, Provenance, SleepStageKind, type Origin, type SampleMetric } from "../observation.js";
import { gpxActivity } from "./gpx-activity.js";
import type { ImportInput } from "./importer.js";
import { type JsonFormat, readJsonElements } from "./json-elements.js";
import { Outcome, type Push } from "./outcome.js";
import { type JsonObject, listOf, objectOf } from "./json-values.js";
import { pushSample } from "./push-sample.js";
import { TimestampReader } from "./timestamp.js";
import { wallMs, zoned, type ZonedTime } from "./wall-time.js";

/**
 * Oura's API, version 2: `{"data": [...]}` of heart rates, sleeps, days of activity or workouts.
 *
 *     {"bpm": 75, "source": "sleep", "timestamp": "2025-03-08T00:05:27+00:00"}
 *     {"type": "long_sleep", "bedtime_start", "bedtime_end", "sleep_phase_5_min": "3232...", "heart_rate": {interval, items}, "hrv": {...}}
 *     {"day": "2025-03-08", "steps": 7000, "active_calories": 400, "timestamp": "2025-03-08T04:00:00-05:00"}
 *     {"activity": "running", "start_datetime", "end_datetime", "distance": 5000, "calories": 300}
 *
 * A sleep's phases are five minutes a digit: 1 deep, 2 light, 3 REM, 4 awake; without them the time asleep is put at its
 * beginning. A day's steps and energy are told at the day's beginning, for the whole day. Heart rate variability is
 * RMSSD, which the vault's SDNN is not, and is dropped.
 *
 * Deliberately dropped: scores, contributors, readiness, temperature, breath, movement, met minutes, tags, and sleeps that
 * were deleted.
 *
 * @returns whether the document was read to its end; where it was not, a problem names the byte
 */
export function importOura(input: ImportInput): Promise<boolean> {
  return readJsonElements(input, (push) => new OuraFormat(push, input));
}

const ORIGIN: Origin = Object.freeze({ source: ImportSource.OURA, device: "Oura Ring", grade: Provenance.OBSERVED });
const PHASE_MS = 5 * 60_000;
const DAY_MS = 86_400_000;
const MS_PER_SECOND = 1_000;
const PHASES: Readonly<Record<string, SleepStageKind>> = {
  "1": SleepStageKind.DEEP,
  "2": SleepStageKind.CORE,
  "3": SleepStageKind.REM,
  "4": SleepStageKind.AWAKE,
};

class OuraFormat implements JsonFormat {
  readonly lacks = "a plausible value or a time; it was not stored";
  readonly empty = "The file holds no records.";
  private readonly timestamps = new TimestampReader();

  constructor(
    private readonly push: Push,
    private readonly input: ImportInput,
  ) {}

  shapeOf(head: string): { paths: string[] } {
    return { paths: [head.startsWith("[") ? "$.*" : "$.data.*"] };
  }

  take(record: JsonObject): Outcome {
    if ("bpm" in record) return this.takeHeartRate(record);
    if ("bedtime_start" in record) return this.takeSleep(record);
    if ("start_datetime" in record) return this.takeWorkout(record);
    if ("day" in record && "steps" in record) return this.takeDay(record);
    return Outcome.SKIPPED;
  }

  private takeHeartRate({ bpm, timestamp }: JsonObject): Outcome {
    return this.sample("heart.rate", bpm, this.time(timestamp)) ? Outcome.KEPT : Outcome.UNREADABLE;
  }

  private takeSleep(sleep: JsonObject): Outcome {
    if (sleep["type"] === "deleted") return Outcome.SKIPPED;
    const start = this.time(sleep["bedtime_start"]);
    const end = this.time(sleep["bedtime_end"]);
    if (start === null || end === null || end.timeMs < start.timeMs) return Outcome.UNREADABLE;
    const phases = sleep["sleep_phase_5_min"];
    if (typeof phases === "string" && phases !== "") this.pushPhases(phases, start, end);
    else this.pushAsleep(start, end, Number(sleep["total_sleep_duration"]) * MS_PER_SECOND);
    this.pushItems("heart.rate", objectOf(sleep["heart_rate"]));
    return Outcome.KEPT;
  }

  /** Equal neighbours are one stage. */
  private pushPhases(phases: string, { timeMs, offsetMinutes }: ZonedTime, end: ZonedTime): void {
    for (const run of phases.matchAll(/(\d)\1*/g)) {
      const stage = PHASES[run[1] ?? ""];
      const startMs = timeMs + run.index * PHASE_MS;
      const endMs = Math.min(startMs + run[0].length * PHASE_MS, end.timeMs);
      if (stage && endMs > startMs) this.push({ kind: "sleep", stage, startMs, endMs, offsetMinutes, origin: ORIGIN });
    }
  }

  private pushAsleep({ timeMs, offsetMinutes }: ZonedTime, end: ZonedTime, asleepMs: number): void {
    if (!(asleepMs > 0)) return;
    const endMs = Math.min(timeMs + asleepMs, end.timeMs);
    const times = { startMs: timeMs, endMs, offsetMinutes };
    this.push({ kind: "sleep", stage: SleepStageKind.ASLEEP, ...times, origin: ORIGIN });
  }

  /** Values at even intervals; null where nothing was measured. */
  private pushItems(metric: SampleMetric, series: JsonObject | null): void {
    const first = this.time(series?.["timestamp"]);
    const intervalMs = Number(series?.["interval"]) * MS_PER_SECOND;
    if (first === null || !(intervalMs > 0)) return;
    for (const [at, value] of listOf(series?.["items"]).entries()) {
      this.sample(metric, value, { ...first, timeMs: first.timeMs + at * intervalMs });
    }
  }

  private takeWorkout(workout: JsonObject): Outcome {
    const start = this.time(workout["start_datetime"]);
    const end = this.time(workout["end_datetime"]);
    if (start === null || end === null || end.timeMs < start.timeMs) return Outcome.UNREADABLE;
    this.push({
      kind: "workout",
      activity: gpxActivity(typeof workout["activity"] === "string" ? workout["activity"] : ""),
      distanceMetres: positive(workout["distance"]),
      energyKilocalories: positive(workout["calories"]),
      startMs: start.timeMs,
      endMs: end.timeMs,
      offsetMinutes: start.offsetMinutes,
      origin: ORIGIN,
    });
    return Outcome.KEPT;
  }

  private takeDay({ day, steps, active_calories: energy }: JsonObject): Outcome {
    const start = zoned(wallMs(day), this.input.zone);
    const end = zoned(wallMs(day) + DAY_MS, this.input.zone);
    if (start === null || end === null) return Outcome.UNREADABLE;
    const hasSteps = this.sample("fitness.steps", steps, start, end.timeMs);
    const hasEnergy = this.sample("fitness.activeEnergy", energy, start, end.timeMs);
    return hasSteps || hasEnergy ? Outcome.KEPT : Outcome.UNREADABLE;
  }

  private sample(metric: SampleMetric, value: unknown, at: ZonedTime | null, endMs = at?.timeMs ?? NaN): boolean {
    return pushSample(this.push, { metric, value, at, endMs, origin: ORIGIN });
  }

  private time(value: unknown): ZonedTime | null {
    const timeMs = typeof value === "string" ? this.timestamps.read(value) : NaN;
    return Number.isNaN(timeMs) ? null : { timeMs, offsetMinutes: this.timestamps.offsetMinutes };
  }
}

function positive(value: unknown): number | null {
  return typeof value === "number" && value > 0 ? value : null;
}
