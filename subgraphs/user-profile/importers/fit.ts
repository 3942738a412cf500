import type { Origin } from "../observation.js";
import { Activity, ImportSource, Provenance } from "../observation.js";
import { isPlace } from "./earth.js";
import { FIT_HEADER_LEAST_BYTES, fitChecksum, fitHeader, type FitMessage, FitMessageReader } from "./fit-messages.js";
import type { ImportInput } from "./importer.js";
import { ItemQueue } from "./item-queue.js";
import { VisitFinder } from "./visits.js";

/**
 * FIT, the binary files of sports watches, bicycle computers and scales; several may stand one after another:
 *
 *     header (12 or 14 bytes: length of what follows, ".FIT"), messages, CRC-16
 *     session (18)       a workout: sport, start, elapsed time, distance, energy
 *     record (20)        position: visits; heart rate, at the record's time
 *     weight_scale (30)  body weight
 *
 * Read as it comes, in memory for one message (130 kB at most), so that a length that a header claims allocates nothing
 * and a recording of days stalls nobody; the readers of FIT that there are want the whole file and tell it in one go.
 * Times are UTC and say nothing of the person's zone, so the offset is null. The recorder's class is not told, so
 * `device` is null. A wrong checksum is told, and what was read before it is kept.
 *
 * Deliberately dropped: the user's profile (name, age, sex, weight), serial numbers and products, developer fields, laps,
 * events, zones, altitude, speed, cadence, power, temperature, body composition, monitoring (its counts are running
 * totals of a day, not steps of an interval). Times below 2^28 are seconds since the device was switched on and no
 * dates: what has such a time is not stored, and told. A recording without a session is no workout.
 *
 * @returns whether the file was read to its end and is sound; where not, a problem names the byte
 */
export async function importFit(input: ImportInput): Promise<boolean> {
  const reader = new FitReader(input);
  for await (const chunk of input.chunks) {
    input.signal?.throwIfAborted();
    reader.take(chunk);
    await reader.settle();
    if (reader.isBroken) break;
  }
  reader.end();
  await reader.settle();
  return reader.isSound;
}

const ORIGIN: Origin = Object.freeze({ source: ImportSource.FIT, device: null, grade: Provenance.OBSERVED });

/** 1989-12-31T00:00:00Z, from which FIT counts. */
const FIT_EPOCH_MS = 631_065_600_000;
/** FIT profile, date_time: "if date_time is < 0x10000000 then it is system time (seconds from device power on)". */
const FIRST_DATE_SECONDS = 0x10000000;
const DEGREES_PER_SEMICIRCLE = 180 / 2 ** 31;
const CHECKSUM_BYTES = 2;

/** FIT profile, type mesg_num. */
const SESSION = 18;
const RECORD = 20;
const WEIGHT_SCALE = 30;

/** FIT profile, type sport; strength training is a sub-sport. */
const ACTIVITIES: ReadonlyMap<number | null, Activity> = new Map([
  [1, Activity.RUN],
  [2, Activity.RIDE],
  [5, Activity.SWIM],
  [11, Activity.WALK],
  [17, Activity.HIKE],
]);
const STRENGTH_SUB_SPORT = 20;
/** FIT profile, type weight: the scale is still at it. */
const WEIGHT_CALCULATING = 0xfffe;

type Awaited = "header" | "messages" | "checksum";

class FitReader {
  isBroken = false;
  isSound = true;
  private awaited: Awaited = "header";
  private buffer: Buffer = Buffer.alloc(0);
  private byte = 0;
  private messageBytesLeft = 0;
  private checksum = 0;
  private records = 0;
  private undated = 0;
  private messages = new FitMessageReader();
  private readonly queue: ItemQueue;
  private readonly visits = new VisitFinder((visit) => this.queue.push({ kind: "visit", ...visit, origin: ORIGIN }));

  constructor(private readonly input: ImportInput) {
    this.queue = new ItemQueue(input.sink);
  }

  take(chunk: Uint8Array): void {
    this.buffer = this.buffer.length === 0 ? Buffer.from(chunk) : Buffer.concat([this.buffer, chunk]);
    let at = 0;
    while (!this.isBroken) {
      const taken = this.step(this.buffer.subarray(at));
      if (taken === 0) break;
      at += taken;
      this.byte += taken;
    }
    this.buffer = this.buffer.subarray(at);
  }

  settle(): Promise<void> {
    return this.queue.drain();
  }

  /** Tells of what the end cuts. */
  end(): void {
    const isCut = this.awaited !== "header" || this.buffer.length > 0 || this.byte === 0;
    if (isCut && !this.isBroken) this.break("the file ends there");
    this.endPart();
  }

  /** Takes the next piece; returns its length, 0 when it is not there as a whole. */
  private step(rest: Buffer): number {
    if (this.awaited === "header") return this.takeHeader(rest);
    return this.awaited === "checksum" ? this.takeChecksum(rest) : this.takeMessage(rest);
  }

  private takeHeader(rest: Buffer): number {
    if (rest.length < FIT_HEADER_LEAST_BYTES) return 0;
    const header = fitHeader(rest);
    if (header === null) return this.break("no FIT file begins there");
    if (rest.length < header.headerBytes) return 0;
    this.messages = new FitMessageReader();
    this.messageBytesLeft = header.dataBytes;
    this.checksum = fitChecksum(0, rest.subarray(0, header.headerBytes));
    this.awaited = header.dataBytes === 0 ? "checksum" : "messages";
    return header.headerBytes;
  }

  private takeMessage(rest: Buffer): number {
    const length = this.messages.lengthOf(rest);
    if (typeof length === "string") return this.break(length);
    if (length !== null && length > this.messageBytesLeft) return this.break("a message is longer than what is left");
    if (length === null || rest.length < length) return 0;
    const bytes = rest.subarray(0, length);
    const message = this.messages.take(bytes);
    if (typeof message === "string") return this.break(message);
    this.checksum = fitChecksum(this.checksum, bytes);
    if (message !== null) this.takeData(message);
    this.messageBytesLeft -= length;
    if (this.messageBytesLeft === 0) this.awaited = "checksum";
    return length;
  }

  private takeChecksum(rest: Buffer): number {
    if (rest.length < CHECKSUM_BYTES) return 0;
    if (rest.readUInt16LE() !== this.checksum) {
      this.isSound = false;
      this.problem("The file's checksum is wrong: it was damaged; what could be read of it was stored.");
    }
    this.endPart();
    this.awaited = "header";
    return CHECKSUM_BYTES;
  }

  private takeData(message: FitMessage): void {
    this.records += 1;
    this.input.sink.record();
    if (message.number === RECORD) this.takeRecord(message);
    else if (message.number === SESSION) this.takeSession(message);
    else if (message.number === WEIGHT_SCALE) this.takeWeight(message);
    else this.input.sink.skipped();
  }

  private takeRecord(message: FitMessage): void {
    const timeMs = this.dateOf(message.timestamp);
    if (timeMs === null) return;
    const latitude = message.signed32(0);
    const longitude = message.signed32(1);
    if (latitude !== null && longitude !== null) this.takePosition(timeMs, latitude, longitude);
    const heartRate = message.unsigned(3);
    // Sensors write 0 for "no contact".
    if (heartRate === null || heartRate === 0) return;
    const times = { startMs: timeMs, endMs: timeMs, offsetMinutes: null };
    this.queue.push({ kind: "sample", metric: "heart.rate", value: heartRate, ...times, origin: ORIGIN });
  }

  private takePosition(timeMs: number, latitude: number, longitude: number): void {
    const place = [latitude * DEGREES_PER_SEMICIRCLE, longitude * DEGREES_PER_SEMICIRCLE] as const;
    if (isPlace(...place)) this.visits.add(timeMs, ...place, null);
    else this.problem("The position is no place on the Earth; it was not stored.");
  }

  private takeSession(message: FitMessage): void {
    const startMs = this.dateOf(message.unsigned(2) ?? message.timestamp);
    if (startMs === null) return;
    const elapsedMs = message.unsigned(7);
    const endMs = elapsedMs === null ? Math.max(startMs, dateMs(message.timestamp) ?? startMs) : startMs + elapsedMs;
    const isStrength = message.unsigned(6) === STRENGTH_SUB_SPORT;
    const centimetres = message.unsigned(9);
    this.queue.push({
      kind: "workout",
      activity: isStrength ? Activity.STRENGTH : (ACTIVITIES.get(message.unsigned(5)) ?? Activity.OTHER),
      distanceMetres: centimetres === null ? null : centimetres / 100,
      energyKilocalories: message.unsigned(11),
      startMs,
      endMs,
      offsetMinutes: null,
      origin: ORIGIN,
    });
  }

  private takeWeight(message: FitMessage): void {
    const timeMs = this.dateOf(message.timestamp);
    const weight = message.unsigned(0);
    if (timeMs === null || weight === null || weight === WEIGHT_CALCULATING || weight === 0) return;
    const times = { startMs: timeMs, endMs: timeMs, offsetMinutes: null };
    this.queue.push({ kind: "sample", metric: "body.weight", value: weight / 100, ...times, origin: ORIGIN });
  }

  private dateOf(seconds: number | null): number | null {
    const ms = dateMs(seconds);
    if (ms === null) this.undated += 1;
    return ms;
  }

  private endPart(): void {
    this.visits.end();
    if (this.undated > 0) this.problem(`${this.undated} records have no date; they were not stored.`);
    this.undated = 0;
  }

  private break(reason: string): 0 {
    this.isBroken = true;
    this.isSound = false;
    const kept = this.records === 1 ? "1 record before it was read." : `${this.records} records before it were read.`;
    this.problem(`The file breaks at byte ${this.byte}: ${reason}; ${kept}`);
    return 0;
  }

  private problem(message: string): void {
    this.input.sink.problem({ where: `${this.input.label}byte ${this.byte}`, message });
  }
}

/** Epoch milliseconds of FIT's seconds; null when they are none or no date. */
function dateMs(seconds: number | null): number | null {
  return seconds === null || seconds < FIRST_DATE_SECONDS ? null : FIT_EPOCH_MS + seconds * 1000;
}
