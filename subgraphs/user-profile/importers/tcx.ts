import { ImportSource, Provenance, type Origin } from "../observation.js";
import { decimal } from "./decimal.js";
import { isPlace } from "./earth.js";
import type { ImportInput, ImportSink } from "./importer.js";
import { ItemQueue } from "./item-queue.js";
import { isPlausible } from "./plausible.js";
import { localName } from "./recognise.js";
import { TcxActivity } from "./tcx-activity.js";
import { TimestampReader } from "./timestamp.js";
import { tellBreak } from "./told-break.js";
import { VisitFinder } from "./visits.js";
import { readXml, type XmlAttributes, type XmlHandler } from "./xml-reader.js";

/**
 * Garmin's Training Center XML, elements told by their local name whatever prefix the recorder gave them:
 *
 *     <Activity Sport="Running">                                                  a workout
 *       <Lap StartTime="2025-07-01T08:00:00Z"><TotalTimeSeconds/><DistanceMeters/><Calories/>   summed
 *         <Track><Trackpoint><Time/><Position><LatitudeDegrees/><LongitudeDegrees/></Position>  visits
 *           <HeartRateBpm><Value/></HeartRateBpm>                                 heart rate, at the point's time
 *
 * A workout reaches from its earliest time to its latest; without points, over its laps. Its distance is that of the laps,
 * as the recorder measured it (wheels and foot pods know it better than positions), else along the points.
 *
 * Deliberately dropped: courses and plans, which are not where the person was; notes, names, makers' unit ids; altitude,
 * cadence, speed, watts.
 *
 * @returns whether the document was read to its end; where it was not, a problem names the line
 */
export async function importTcx(input: ImportInput): Promise<boolean> {
  const reader = new TcxReader(input.sink, input.label);
  const found = await readXml(input.chunks, reader, input.signal);
  if (found !== null) {
    tellBreak(input, found, reader.recordsRead);
    await reader.finish();
  }
  return found === null;
}

const ORIGIN: Origin = Object.freeze({ source: ImportSource.TCX, device: null, grade: Provenance.OBSERVED });
/** Longer than any time or number is; of a longer text only the beginning is looked at. */
const TEXT_LENGTH = 64;
/** Texts that are gathered, by their element and the one around it. */
const TEXTS = new Set([
  "Lap/TotalTimeSeconds",
  "Lap/DistanceMeters",
  "Lap/Calories",
  "Trackpoint/Time",
  "Position/LatitudeDegrees",
  "Position/LongitudeDegrees",
  "HeartRateBpm/Value",
]);

type Texts = Partial<Record<string, string>>;

class TcxReader implements XmlHandler {
  recordsRead = 0;
  private readonly queue: ItemQueue;
  private readonly timestamps = new TimestampReader();
  private readonly visits = new VisitFinder((visit) => this.queue.push({ kind: "visit", ...visit, origin: ORIGIN }));
  private readonly names: string[] = [];
  private activity: TcxActivity | null = null;
  private lap: Texts = {};
  private point: Texts | null = null;
  private gathering: string | null = null;
  private line = 0;

  constructor(
    private readonly sink: ImportSink,
    private readonly label: string,
  ) {
    this.queue = new ItemQueue(sink);
  }

  open(name: string, attributes: XmlAttributes, _depth: number, line: number): void {
    const around = this.names.at(-1);
    const local = localName(name);
    this.names.push(local);
    this.line = line;
    if (local === "Activity") this.activity = new TcxActivity(attributes["Sport"] ?? "");
    if (local === "Trackpoint") this.point = {};
    if (local === "Lap") this.openLap(attributes["StartTime"]);
    if (local === "Track") this.activity?.startTrack();
    const path = `${around ?? ""}/${local}`;
    this.gathering = TEXTS.has(path) && this.isOwn(path) ? path : null;
    if (this.gathering !== null) this.textsOf(path)[path] = "";
  }

  text(text: string): void {
    if (this.gathering === null) return;
    const texts = this.textsOf(this.gathering);
    const known = texts[this.gathering] ?? "";
    if (known.length < TEXT_LENGTH) texts[this.gathering] = known + text.slice(0, TEXT_LENGTH);
  }

  close(): void {
    const local = this.names.pop();
    this.gathering = null;
    if (local === "Trackpoint") this.endPoint(this.point ?? {});
    if (local === "Lap") this.endLap();
    if (local === "Activity") this.endActivity();
  }

  settle(): Promise<void> {
    return this.queue.drain();
  }

  /** Ends the open activity after a break of the document. */
  finish(): Promise<void> {
    this.endActivity();
    return this.settle();
  }

  /** An average heart rate of a lap has a Value as well, in an element of another name. */
  private isOwn(path: string): boolean {
    return path.startsWith("Lap/") ? this.point === null : this.point !== null;
  }

  private textsOf(path: string): Texts {
    return path.startsWith("Lap/") ? this.lap : (this.point ?? {});
  }

  private openLap(startTime: string | undefined): void {
    this.lap = {};
    const startMs = this.timestamps.read(startTime);
    this.activity?.openLap(startMs, this.timestamps.offsetMinutes);
  }

  private endLap(): void {
    const [seconds, metres, kilocalories] = ["TotalTimeSeconds", "DistanceMeters", "Calories"].map((name) =>
      decimal(this.lap[`Lap/${name}`]?.trim()),
    );
    this.activity?.endLap({ seconds, metres, kilocalories });
  }

  private endPoint(point: Texts): void {
    this.point = null;
    this.recordsRead += 1;
    this.sink.record();
    // A point of a course is where somebody is to go.
    if (this.activity === null) return this.sink.skipped();
    const timeMs = this.timestamps.read(point["Trackpoint/Time"]?.trim());
    const { offsetMinutes } = this.timestamps;
    if (Number.isNaN(timeMs)) return this.problem("The point's time is no time or has no zone; it was not stored.");
    this.activity.addTime(timeMs, offsetMinutes);
    this.takePlace(this.activity, point, timeMs, offsetMinutes);
    this.takeHeartRate(point["HeartRateBpm/Value"], timeMs, offsetMinutes);
  }

  private takePlace(activity: TcxActivity, point: Texts, timeMs: number, offsetMinutes: number | null): void {
    const texts = [point["Position/LatitudeDegrees"], point["Position/LongitudeDegrees"]];
    if (texts.every((text) => text === undefined)) return; // indoors, or no signal
    const [latitude = NaN, longitude = NaN] = texts.map((text) => decimal(text?.trim()));
    if (!isPlace(latitude, longitude)) {
      this.problem("The point has no place on the Earth; its place was not stored.");
      return;
    }
    activity.addPlace(latitude, longitude);
    this.visits.add(timeMs, latitude, longitude, offsetMinutes);
  }

  private takeHeartRate(text: string | undefined, timeMs: number, offsetMinutes: number | null): void {
    if (text === undefined) return;
    const value = decimal(text.trim());
    if (value === 0) return; // no contact
    if (!isPlausible("heart.rate", value)) {
      this.problem("The point's heart rate is not a plausible number; it was left out.");
      return;
    }
    const times = { startMs: timeMs, endMs: timeMs, offsetMinutes };
    this.queue.push({ kind: "sample", metric: "heart.rate", value, ...times, origin: ORIGIN });
  }

  private endActivity(): void {
    const { activity } = this;
    this.activity = null;
    this.visits.end();
    if (activity === null || !activity.hasLaps) return;
    const workout = activity.finish();
    if (workout) this.queue.push({ ...workout, origin: ORIGIN });
    else this.problem("The activity has no time, so it cannot be put on a timeline; it was not stored.");
  }

  private problem(message: string): void {
    this.sink.problem({ where: `${this.label}line ${this.line}`, message });
  }
}
