import { constants, deflateRawSync, inflateRawSync } from "node:zlib";
import type { Origin } from "../observation.js";
import type { LocalDay } from "./local-day.js";
import { ColumnReader, numberColumn } from "./number-column.js";
import { OriginTable } from "./origin-table.js";
import type { FiledObservation, StoredObservation } from "./stored-observation.js";

/**
 * A day of one metric: its length and a head of JSON with what repeats, then a column of numbers for every property.
 * Series of like numbers compress to about a byte and a half a sample, rows of objects to twenty.
 */
interface DayHead {
  version: typeof VERSION;
  count: number;
  origins: Origin[];
  /** Words of the columns in WORDS, which hold their places in here. */
  words: string[];
  /** The columns that follow starts, lengths, offsets and origins. */
  payload: PayloadName[];
}

const VERSION = 1;
const HEAD_LENGTH_BYTES = 4;

const PAYLOAD = [
  "value",
  "stage",
  "activity",
  "distanceMetres",
  "energyKilocalories",
  "latitude",
  "longitude",
  "camera",
] as const satisfies readonly (keyof StoredObservation)[];
type PayloadName = (typeof PAYLOAD)[number];

const WORDS: ReadonlySet<PayloadName> = new Set(["stage", "activity", "camera"]);

/** Columns are dense already: levels above take twice as long and save a hundredth. */
const LEVEL = constants.Z_BEST_SPEED;

/** Observations must be of one metric; in order of their start they take least. */
export function encodeDay(observations: readonly StoredObservation[]): Buffer {
  const origins = new OriginTable();
  const words: string[] = [];
  const payload = PAYLOAD.filter((name) => observations[0]?.[name] !== undefined);
  const columns = [
    observations.map(({ startMs }) => startMs),
    observations.map(({ startMs, endMs }) => endMs - startMs),
    observations.map(({ offsetMinutes }) => offsetMinutes ?? NaN),
    observations.map(({ origin }) => origins.indexOf(origin)),
    ...payload.map((name) => observations.map((observation) => toNumber(observation[name], words))),
  ];
  const count = observations.length;
  const head: DayHead = { version: VERSION, count, origins: origins.origins, words, payload };
  const headBytes = Buffer.from(JSON.stringify(head));
  const headLength = Buffer.alloc(HEAD_LENGTH_BYTES);
  headLength.writeUInt32LE(headBytes.length);
  return deflateRawSync(Buffer.concat([headLength, headBytes, ...columns.map(numberColumn)]), { level: LEVEL });
}

/** What encodeDay made, filed under the day it is of. */
export function decodeDay(chunk: Buffer, day: LocalDay): FiledObservation[] {
  const bytes = inflateRawSync(chunk);
  const headEnd = HEAD_LENGTH_BYTES + bytes.readUInt32LE();
  const head = JSON.parse(bytes.toString("utf8", HEAD_LENGTH_BYTES, headEnd)) as DayHead;
  const { count, origins } = head;
  const reader = new ColumnReader(bytes, headEnd);
  const starts = reader.numbers(count);
  const lengths = reader.numbers(count);
  const offsets = reader.numbers(count);
  const originOf = reader.numbers(count);
  const payload = head.payload.map((name) => [name, reader.numbers(count)] as const);
  const values = payload[0]?.[0] === "value" ? payload[0][1] : null;
  const observations: FiledObservation[] = [];
  for (let i = 0; i < count; i++) {
    const startMs = starts[i] ?? 0;
    const endMs = startMs + (lengths[i] ?? 0);
    const offsetMinutes = orNull(offsets[i]);
    const origin = origins[originOf[i] ?? 0] as Origin;
    // Samples come by the ten thousand: one literal makes them four times as fast as adding a property to an object.
    if (values) observations.push({ startMs, endMs, offsetMinutes, origin, day, value: values[i] ?? 0 });
    else observations.push({ startMs, endMs, offsetMinutes, origin, day, ...payloadAt(i, payload, head.words) });
  }
  return observations;
}

function payloadAt(
  index: number,
  payload: readonly (readonly [PayloadName, Float64Array])[],
  words: readonly string[],
): Partial<StoredObservation> {
  const entries = payload.map(([name, numbers]) => {
    const number = orNull(numbers[index]);
    return [name, number !== null && WORDS.has(name) ? words[number] : number];
  });
  return Object.fromEntries(entries) as Partial<StoredObservation>;
}

function toNumber(value: number | string | null | undefined, words: string[]): number {
  if (typeof value !== "string") return value ?? NaN;
  const known = words.indexOf(value);
  return known === -1 ? words.push(value) - 1 : known;
}

function orNull(number: number | undefined): number | null {
  return number === undefined || Number.isNaN(number) ? null : number;
}
