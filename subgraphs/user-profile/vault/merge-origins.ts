import type { Metric, Origin } from "../observation.js";
import type { FiledObservation, StoredObservation } from "./stored-observation.js";

/** What is counted: told by two devices at once it happened once. A measured value is no less true for being measured twice. */
const COUNTED: ReadonlySet<Metric> = new Set(["fitness.steps", "fitness.activeEnergy"]);

/** Worn all day, where a phone lies on a table: what it says of a time goes before what others say of it. */
const WORN = /watch|band|ring|fitbit|whoop|oura|garmin|polar|suunto|coros/i;
const WORN_SOURCES = /^(FIT|FITBIT|GARMIN_CONNECT|OURA|WHOOP)$/;

interface Span {
  startMs: number;
  endMs: number;
}

/** A workout that another origin's covers for more than this is the same one, exported twice. */
const SAME_WORKOUT = 0.5;

/**
 * What overlapping origins tell without what is told twice. Of two origins of one day, the worn one's counts stand as they
 * are and the other's keep the part of each that falls where the first says nothing, in proportion to its time; workouts
 * are one where they cover each other.
 *
 * Days are looked at one by one, so that a day's counts are the same whatever else is read with them.
 */
export function mergeOrigins(metric: Metric, observations: readonly FiledObservation[]): readonly FiledObservation[] {
  if (untoldOf(metric) === null) return observations;
  return [...groupsOf(observations, ({ day }) => day)].flatMap(([, day]) => mergeDay(metric, day));
}

/** What of an observation others have not told; nothing where they told all of it. */
type Untold = <T extends StoredObservation>(observation: T, told: readonly Span[]) => T[];

function untoldOf(metric: Metric): Untold | null {
  if (metric === "fitness.workouts") return untoldWorkout;
  return COUNTED.has(metric) ? untoldCount : null;
}

/** The same of what stands under one day. */
export function mergeDay<T extends StoredObservation>(metric: Metric, observations: readonly T[]): readonly T[] {
  const untold = untoldOf(metric);
  if (untold === null) return observations;
  const byOrigin = groupsOf(observations, ({ origin }) => nameOf(origin));
  if (byOrigin.size < 2) return observations;
  const ranked = [...byOrigin].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, own]) => own);
  const merged: T[] = [];
  let told: Span[] = [];
  for (const own of ranked) {
    merged.push(...own.flatMap((observation) => untold(observation, told)));
    told = union([...told, ...own]);
  }
  return merged;
}

function groupsOf<T>(observations: readonly T[], keyOf: (observation: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const observation of observations) {
    const key = keyOf(observation);
    const group = groups.get(key);
    if (group) group.push(observation);
    else groups.set(key, [observation]);
  }
  return groups;
}

/** Sorts by rank first; imports of one device's counts are one origin here. */
function nameOf({ source, device }: Origin): string {
  const isWorn = WORN.test(device ?? "") || WORN_SOURCES.test(source);
  return `${isWorn ? 0 : 1} ${source} ${device ?? ""}`;
}

function untoldWorkout<T extends StoredObservation>(observation: T, told: readonly Span[]): T[] {
  const { startMs, endMs } = observation;
  return toldMsOf(observation, told) > (endMs - startMs) * SAME_WORKOUT ? [] : [observation];
}

function untoldCount<T extends StoredObservation>(observation: T, told: readonly Span[]): T[] {
  const { startMs, endMs, value = 0 } = observation;
  const lastsMs = endMs - startMs;
  if (lastsMs === 0) return told.some((span) => span.startMs <= startMs && startMs < span.endMs) ? [] : [observation];
  const toldMs = toldMsOf(observation, told);
  if (toldMs === 0) return [observation];
  const left = value * (1 - toldMs / lastsMs);
  // Steps are whole, and stay so.
  const whole = Number.isInteger(value) ? Math.round(left) : left;
  return whole > 0 ? [{ ...observation, value: whole }] : [];
}

function toldMsOf({ startMs, endMs }: Span, told: readonly Span[]): number {
  return told.reduce((ms, span) => ms + Math.max(0, Math.min(endMs, span.endMs) - Math.max(startMs, span.startMs)), 0);
}

/** Spans in order, those that touch made one. */
function union(spans: readonly Span[]): Span[] {
  const merged: Span[] = [];
  for (const { startMs, endMs } of [...spans].sort((a, b) => a.startMs - b.startMs)) {
    const last = merged.at(-1);
    if (last && startMs <= last.endMs) last.endMs = Math.max(last.endMs, endMs);
    else merged.push({ startMs, endMs });
  }
  return merged;
}
