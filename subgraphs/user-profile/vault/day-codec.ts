import { deflateRawSync, inflateRawSync } from "node:zlib";
import type { Origin } from "../observation.js";
import type { StoredObservation } from "./stored-observation.js";

/**
 * A day of one metric as columns: series of like numbers compress to about two bytes a sample, rows of objects to
 * twenty. Starts and lengths are differences, repeated origins and offsets are written once.
 */
interface DayColumns {
  version: 1;
  starts: number[];
  lengths: number[];
  origins: Origin[];
  originOf: number | number[];
  offsets: (number | null) | (number | null)[];
  payload: Record<string, unknown[]>;
}

const PAYLOAD = [
  "value",
  "stage",
  "activity",
  "distanceMetres",
  "energyKilocalories",
  "latitude",
  "longitude",
] as const satisfies readonly (keyof StoredObservation)[];

/** Observations must be in order of their start. */
export function encodeDay(observations: readonly StoredObservation[]): Buffer {
  const origins: Origin[] = [];
  const indexOf = new Map<string, number>();
  const originOf = observations.map(({ origin }) => {
    const key = JSON.stringify([origin.source, origin.device, origin.grade]);
    const known = indexOf.get(key);
    if (known !== undefined) return known;
    indexOf.set(key, origins.length);
    return origins.push(origin) - 1;
  });
  let previous = 0;
  const columns: DayColumns = {
    version: 1,
    starts: observations.map(({ startMs }) => {
      const step = startMs - previous;
      previous = startMs;
      return step;
    }),
    lengths: observations.map(({ startMs, endMs }) => endMs - startMs),
    origins,
    originOf: once(originOf),
    offsets: once(observations.map((o) => o.offsetMinutes)),
    payload: Object.fromEntries(
      PAYLOAD.filter((name) => observations[0]?.[name] !== undefined).map((name) => [
        name,
        observations.map((o) => o[name]),
      ]),
    ),
  };
  return deflateRawSync(Buffer.from(JSON.stringify(columns)));
}

export function decodeDay(chunk: Buffer): StoredObservation[] {
  const columns = JSON.parse(inflateRawSync(chunk).toString("utf8")) as DayColumns;
  let start = 0;
  return columns.starts.map((step, i) => {
    start += step;
    const observation: Record<string, unknown> = {
      startMs: start,
      endMs: start + (columns.lengths[i] ?? 0),
      offsetMinutes: at(columns.offsets, i),
      origin: columns.origins[at(columns.originOf, i) ?? 0],
    };
    for (const name in columns.payload) observation[name] = columns.payload[name]?.[i];
    return observation as unknown as StoredObservation;
  });
}

function once<T>(values: T[]): T | T[] {
  const [first] = values;
  return first !== undefined && values.every((value) => value === first) ? first : values;
}

function at<T>(column: T | T[], index: number): T | undefined {
  return Array.isArray(column) ? column[index] : column;
}
