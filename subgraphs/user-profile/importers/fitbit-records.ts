import { ImportSource, Provenance, SleepStageKind, type Origin, type SampleMetric } from "../observation.js";
import type { Zone } from "../vault/local-day.js";
import { FitbitMinutes } from "./fitbit-minutes.js";
import { gpxActivity } from "./gpx-activity.js";
import type { ImportInput } from "./importer.js";
import { Outcome, type Push } from "./outcome.js";
import { type JsonObject, listOf, objectOf } from "./json-values.js";
import { decimal } from "./decimal.js";
import { pushSample } from "./push-sample.js";
import { KILOGRAMS, METRES } from "./units.js";
import { wallMs, zoned, type ZonedTime } from "./wall-time.js";

/** What Profile.csv tells of the other files of one export. */
export interface FitbitAccount {
  zone: Zone | null;
  weightUnit: "kg" | "lb" | "st" | null;
}

const ORIGIN: Origin = Object.freeze({ source: ImportSource.FITBIT, device: "Fitbit", grade: Provenance.OBSERVED });
const MINUTE_MS = 60_000;
const MS_PER_SECOND = 1_000;
const DAY_MS = 86_400_000;

const STAGES: Readonly<Record<string, SleepStageKind>> = {
  deep: SleepStageKind.DEEP,
  light: SleepStageKind.CORE,
  rem: SleepStageKind.REM,
  wake: SleepStageKind.AWAKE,
  asleep: SleepStageKind.ASLEEP,
  restless: SleepStageKind.AWAKE,
  awake: SleepStageKind.AWAKE,
};

const MINUTE_STAGES: Readonly<Partial<Record<string, SleepStageKind>>> = {
  "1": SleepStageKind.ASLEEP,
  "2": SleepStageKind.AWAKE,
  "3": SleepStageKind.AWAKE,
};

const DISTANCE_UNITS: Readonly<Record<string, string>> = { Mile: "mi", Kilometer: "km", Meter: "m" };

/** Of adults; a BMI tells which unit makes a height of a weight. */
const HEIGHT_METRES: readonly [least: number, most: number] = [1.2, 2.3];

/** Turns Fitbit's records into observations. */
export class FitbitRecords {
  private readonly minutes = new FitbitMinutes();

  constructor(
    private readonly push: Push,
    private readonly account: FitbitAccount,
    private readonly input: ImportInput,
  ) {}

  takeHeartRate(dateTime: unknown, { bpm }: JsonObject): Outcome {
    return this.sample("heart.rate", bpm, utc(dateTime));
  }

  takeHeartMinute(date: string, { time, value }: JsonObject): Outcome {
    return this.sample("heart.rate", value, this.local(wallMs(`${date}T${String(time)}`)));
  }

  takeStepsMinute(date: string, { time, value }: JsonObject): Outcome {
    const at = this.local(wallMs(`${date}T${String(time)}`));
    return value === 0 ? Outcome.SKIPPED : this.sample("fitness.steps", value, at, (at?.timeMs ?? NaN) + MINUTE_MS);
  }

  takeStepsDay({ dateTime, value }: JsonObject): Outcome {
    const wall = wallMs(dateTime);
    const end = this.local(wall + DAY_MS);
    const steps = typeof value === "string" ? decimal(value) : value;
    return this.sample("fitness.steps", steps, this.local(wall), end?.timeMs ?? NaN);
  }

  takeRestingRate(dateTime: unknown, { value }: JsonObject): Outcome {
    // What was not measured stands as 0.
    return value === 0 ? Outcome.SKIPPED : this.sample("heart.restingRate", value, this.local(wallMs(dateTime)));
  }

  /** Of what it is one will be known at the end of the file. */
  takeText(dateTime: unknown, text: string): Outcome {
    const timeMs = wallMs(dateTime);
    const value = decimal(text);
    if (Number.isNaN(timeMs) || !(value >= 0)) return Outcome.UNREADABLE;
    return this.minutes.add(timeMs, value) ? Outcome.KEPT : Outcome.SKIPPED;
  }

  takeSleep(sleep: JsonObject, levels: JsonObject): Outcome {
    const startWall = wallMs(sleep["startTime"]);
    const start = this.local(startWall);
    if (start === null) return Outcome.UNREADABLE;
    const taken = listOf(levels["data"]).map((value) => this.takeStage(objectOf(value) ?? {}, startWall, start));
    return taken.length > 0 && taken.every(Boolean) ? Outcome.KEPT : Outcome.UNREADABLE;
  }

  /** A minute each, from the night's beginning. */
  takeMinutesOfSleep(sleep: JsonObject): Outcome {
    const start = this.local(wallMs(sleep["startTime"]));
    if (start === null) return Outcome.UNREADABLE;
    const minutes = listOf(sleep["minuteData"]).map((value) => MINUTE_STAGES[String(objectOf(value)?.["value"])]);
    for (let from = 0, to = 0; from < minutes.length; from = to) {
      while (to < minutes.length && minutes[to] === minutes[from]) to += 1;
      const stage = minutes[from];
      if (stage === undefined) continue;
      const [startMs, endMs] = [start.timeMs + from * MINUTE_MS, start.timeMs + to * MINUTE_MS];
      this.push({ kind: "sleep", stage, startMs, endMs, offsetMinutes: start.offsetMinutes, origin: ORIGIN });
    }
    return minutes.length > 0 && !minutes.includes(undefined) ? Outcome.KEPT : Outcome.UNREADABLE;
  }

  takeWeight({ weight, bmi, date, time }: JsonObject): Outcome {
    const at = this.local(wallMs(`${String(date)} ${String(time)}`));
    const unit = typeof weight === "number" ? this.unitOf(weight, bmi) : null;
    if (unit === null) return Outcome.UNREADABLE;
    return this.sample("body.weight", (weight as number) * (KILOGRAMS.get(unit) ?? NaN), at);
  }

  takeExercise({ activityName, startTime, duration, distance, distanceUnit, calories }: JsonObject): Outcome {
    const start = this.local(wallMs(startTime));
    if (start === null || typeof duration !== "number" || !(duration >= 0)) return Outcome.UNREADABLE;
    const factor = METRES.get(DISTANCE_UNITS[String(distanceUnit)] ?? "") ?? NaN;
    const metres = typeof distance === "number" ? distance * factor : NaN;
    this.push({
      kind: "workout",
      activity: gpxActivity(typeof activityName === "string" ? activityName : ""),
      distanceMetres: metres > 0 ? metres : null,
      energyKilocalories: typeof calories === "number" && calories > 0 ? calories : null,
      startMs: start.timeMs,
      endMs: start.timeMs + duration,
      offsetMinutes: start.offsetMinutes,
      origin: ORIGIN,
    });
    return Outcome.KEPT;
  }

  /** Keeps the minutes where they were steps. */
  end(): void {
    const steps = this.minutes.steps();
    if (steps === null) this.input.sink.skipped(this.minutes.total);
    for (const { timeMs, value } of steps ?? []) {
      const times = { startMs: timeMs, endMs: timeMs + MINUTE_MS, offsetMinutes: null };
      this.push({ kind: "sample", metric: "fitness.steps", value, ...times, origin: ORIGIN });
    }
  }

  /** Its seconds are counted from the beginning of the night: the clocks may change in it. */
  private takeStage({ dateTime, level, seconds }: JsonObject, startWall: number, start: ZonedTime): boolean {
    const stage = STAGES[String(level)];
    const startMs = start.timeMs + wallMs(dateTime) - startWall;
    if (stage === undefined || typeof seconds !== "number" || !(seconds >= 0) || !(startMs >= start.timeMs))
      return false;
    const times = { startMs, endMs: startMs + seconds * MS_PER_SECOND, offsetMinutes: start.offsetMinutes };
    this.push({ kind: "sleep", stage, ...times, origin: ORIGIN });
    return true;
  }

  /** Where both units make a height, the account's; where nobody tells, none. */
  private unitOf(weight: number, bmi: unknown): string | null {
    if (this.account.weightUnit !== null) return this.account.weightUnit;
    if (typeof bmi !== "number" || !(bmi > 0)) return null;
    const fitting = ["kg", "lb"].filter((unit) => {
      const height = Math.sqrt((weight * (KILOGRAMS.get(unit) ?? NaN)) / bmi);
      return height >= HEIGHT_METRES[0] && height <= HEIGHT_METRES[1];
    });
    return fitting.length === 1 ? (fitting[0] ?? null) : null;
  }

  private local(wall: number): ZonedTime | null {
    return zoned(wall, this.account.zone ?? this.input.zone);
  }

  private sample(metric: SampleMetric, value: unknown, at: ZonedTime | null, endMs = at?.timeMs ?? NaN): Outcome {
    const isTaken = pushSample(this.push, { metric, value, at, endMs, origin: ORIGIN });
    return isTaken ? Outcome.KEPT : Outcome.UNREADABLE;
  }
}

function utc(text: unknown): ZonedTime | null {
  const timeMs = wallMs(text);
  return Number.isNaN(timeMs) ? null : { timeMs, offsetMinutes: null };
}
