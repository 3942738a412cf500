import { ImportSource, Provenance, SleepStageKind, type Origin } from "../observation.js";
import { type CsvRow, readCsvRows } from "./csv-rows.js";
import { decimal } from "./decimal.js";
import { gpxActivity } from "./gpx-activity.js";
import type { ImportInput } from "./importer.js";
import { Outcome, type Push } from "./outcome.js";
import { pushSample } from "./push-sample.js";
import { wallMs } from "./wall-time.js";

/**
 * WHOOP's account export, three CSV files whose rows begin with their cycle, newest first:
 *
 *     physiological_cycles.csv   Cycle start time, Cycle end time, Cycle timezone, Resting heart rate (bpm), ...
 *     sleeps.csv                 ..., Sleep onset, Wake onset, Light/Deep (SWS)/REM/Awake duration (min), Nap
 *     workouts.csv               ..., Workout start time, Workout end time, Activity name, Energy burned (cal), Distance (meters)
 *
 * Times are local, with the cycle's offset ("UTC-05:00", "UTCZ") beside them. A night's stages are told as sums: they are
 * put one behind the other from its onset. "cal" in the header is kcal. A cycle's resting rate is told at its beginning;
 * its sleep is that of sleeps.csv, which the vault keeps once.
 *
 * Deliberately dropped: recovery, strain, skin temperature, oxygen, breath, zones, heart rate variability (RMSSD, which the
 * vault's SDNN is not), a cycle's energy (which includes the body's at rest), debts of sleep; the journal, which is other
 * people's questions about drink and sex.
 *
 * @returns whether it was read to its end; where it was not, a problem says so
 */
export function importWhoop(input: ImportInput): Promise<boolean> {
  return readCsvRows(input, (push) => ({
    lacks: "a time, an offset or a plausible value; it was not stored",
    take: (row) => {
      if ("Workout start time" in row) return takeWorkout(row, push);
      if ("Nap" in row) return takeSleep(row, push);
      return "Resting heart rate (bpm)" in row ? takeCycle(row, push) : Outcome.SKIPPED;
    },
  }));
}

const ORIGIN: Origin = Object.freeze({ source: ImportSource.WHOOP, device: "WHOOP", grade: Provenance.OBSERVED });
const MS_PER_MINUTE = 60_000;
const STAGES: readonly (readonly [column: string, stage: SleepStageKind])[] = [
  ["Light sleep duration (min)", SleepStageKind.CORE],
  ["Deep (SWS) duration (min)", SleepStageKind.DEEP],
  ["REM duration (min)", SleepStageKind.REM],
  ["Awake duration (min)", SleepStageKind.AWAKE],
];

function takeCycle(row: CsvRow, push: Push): Outcome {
  const sleep = takeSleep(row, push);
  const text = row["Resting heart rate (bpm)"] ?? "";
  if (text === "") return sleep; // not scored
  const start = timeOf(row, "Cycle start time");
  const told = { metric: "heart.restingRate", value: decimal(text), at: start, origin: ORIGIN } as const;
  return pushSample(push, told) ? Outcome.KEPT : Outcome.UNREADABLE;
}

function takeSleep(row: CsvRow, push: Push): Outcome {
  const start = timeOf(row, "Sleep onset");
  if (start === null) return row["Sleep onset"] === "" ? Outcome.SKIPPED : Outcome.UNREADABLE;
  let fromMs = start.timeMs;
  for (const [column, stage] of STAGES) {
    const lastsMs = decimal(row[column]) * MS_PER_MINUTE;
    if (!(lastsMs > 0)) continue;
    const times = { startMs: fromMs, endMs: fromMs + lastsMs, offsetMinutes: start.offsetMinutes };
    push({ kind: "sleep", stage, ...times, origin: ORIGIN });
    fromMs += lastsMs;
  }
  return fromMs > start.timeMs ? Outcome.KEPT : Outcome.SKIPPED;
}

function takeWorkout(row: CsvRow, push: Push): Outcome {
  const start = timeOf(row, "Workout start time");
  const end = timeOf(row, "Workout end time");
  if (start === null || end === null || end.timeMs < start.timeMs) return Outcome.UNREADABLE;
  const [energy, metres] = [decimal(row["Energy burned (cal)"]), decimal(row["Distance (meters)"])];
  push({
    kind: "workout",
    activity: gpxActivity(row["Activity name"] ?? ""),
    distanceMetres: metres > 0 ? metres : null,
    energyKilocalories: energy > 0 ? energy : null,
    startMs: start.timeMs,
    endMs: end.timeMs,
    offsetMinutes: start.offsetMinutes,
    origin: ORIGIN,
  });
  return Outcome.KEPT;
}

function timeOf(row: CsvRow, column: string): { timeMs: number; offsetMinutes: number } | null {
  const wall = wallMs(row[column]);
  const zone = /^UTC(?:Z|([+-])(\d\d):(\d\d))$/.exec(row["Cycle timezone"] ?? "");
  if (Number.isNaN(wall) || zone === null) return null;
  const minutes = Number(zone[2] ?? 0) * 60 + Number(zone[3] ?? 0);
  const offsetMinutes = zone[1] === "-" ? -minutes : minutes;
  return { timeMs: wall - offsetMinutes * MS_PER_MINUTE, offsetMinutes };
}
