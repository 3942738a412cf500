import type { Origin } from "../observation.js";
import { ImportSource, Provenance } from "../observation.js";
import { decimal } from "./decimal.js";
import { isPlace } from "./earth.js";
import { GpxTrack } from "./gpx-track.js";
import type { ImportInput, ImportSink } from "./importer.js";
import { ItemQueue } from "./item-queue.js";
import { localName } from "./recognise.js";
import { TimestampReader } from "./timestamp.js";
import { tellBreak } from "./told-break.js";
import { VisitFinder } from "./visits.js";
import { readXml, type XmlAttributes, type XmlHandler } from "./xml-reader.js";

/** Where a GPX file was found. */
export enum GpxRole {
  /** By itself: its tracks are workouts, with their heart rates and visits. */
  TRACK = "TRACK",
  /** Beside an Apple Health export in one archive: a route of it, if Apple Health wrote the file. */
  BESIDE_APPLE_HEALTH = "BESIDE_APPLE_HEALTH",
  /** Among the routes of an Apple Health export: its workouts and heart rates are in export.xml, only the places are new. */
  ROUTE = "ROUTE",
}

/**
 * GPX 1.0 and 1.1, elements told by their local name whatever prefix or namespace the recorder gave them:
 *
 *     <gpx><trk><type>running</type>                                          a workout per track
 *       <trkseg>                                                              distance inside segments only
 *         <trkpt lat="48.2" lon="16.4"><time>2025-05-01T06:00:00Z</time>      visits
 *           <extensions><x:TrackPointExtension><x:hr>97</x:hr> ...            heart rate, at the point's time
 *
 * Distance sums all valid points; start and end are the earliest and latest time. A time in `Z` says nothing of the
 * person's zone, so its offset is null; one without a zone is taken for none. The recorder's class is not told, so
 * `device` is null.
 *
 * Deliberately dropped: waypoints and routes, which are plans and not where the person was; names, descriptions,
 * authors, links; elevation, speed, course, cadence, power, temperature; points without a time, other than for the
 * distance. A track in which no point has a time is no timeline and is told as a problem. A point counts once its
 * element has ended; the workout of a track that is cut is that of the points before the cut, which the problem tells.
 *
 * @returns whether the document was read to its end; where it was not, a problem names the line
 */
export async function importGpx(input: ImportInput, role: GpxRole = GpxRole.TRACK): Promise<boolean> {
  const reader = new GpxReader(input.sink, input.label, role);
  const found = await readXml(input.chunks, reader, input.signal);
  if (found !== null) {
    tellBreak(input, found, reader.recordsRead);
    await reader.finish();
  }
  return found === null;
}

const APPLE_CREATOR = "Apple Health Export";
const ORIGINS = {
  [GpxRole.TRACK]: originOf(ImportSource.GPX),
  [GpxRole.BESIDE_APPLE_HEALTH]: originOf(ImportSource.GPX),
  [GpxRole.ROUTE]: originOf(ImportSource.APPLE_HEALTH),
};

/** Longer than any time, heart rate or type is; of a longer text only the beginning is looked at. */
const TEXT_LENGTH = 64;

/** Sensors write 0 for "no contact", and 255 is the largest that their one byte holds. */
const HEART_RATE_LEAST = 1;
const HEART_RATE_MOST = 255;

type TextOf = "time" | "hr" | "type";

interface Point {
  latitude: number;
  longitude: number;
  line: number;
  time: string | null;
  heartRate: string | null;
}

class GpxReader implements XmlHandler {
  recordsRead = 0;
  private readonly queue: ItemQueue;
  private readonly timestamps = new TimestampReader();
  private readonly visits = new VisitFinder((visit) =>
    this.queue.push({ kind: "visit", ...visit, origin: this.origin }),
  );
  private track: GpxTrack | null = null;
  private isInSegment = false;
  private point: Point | null = null;
  /** Which text is being gathered, the depth of its element, and what came of it so far. */
  private textOf: TextOf | null = null;
  private textDepth = 0;
  private gathered = "";

  constructor(
    private readonly sink: ImportSink,
    private readonly label: string,
    private role: GpxRole,
  ) {
    this.queue = new ItemQueue(sink);
  }

  open(name: string, attributes: XmlAttributes, depth: number, line: number): void {
    const local = localName(name);
    if (depth === 1) this.openRoot(attributes);
    else if (depth === 2) this.openChild(local, line);
    else if (depth === 3) this.openGrandchild(local, depth);
    else if (depth === 4 && this.isInSegment && local === "trkpt") this.point = pointOf(attributes, line);
    else if (this.point !== null) this.openInPoint(this.point, local, depth);
  }

  text(text: string): void {
    if (this.textOf !== null && this.gathered.length < TEXT_LENGTH) this.gathered += text.slice(0, TEXT_LENGTH);
  }

  close(depth: number): void {
    if (this.textOf !== null && depth === this.textDepth) this.endText(this.textOf);
    if (depth === 4 && this.point !== null) this.endPoint(this.point);
    if (depth === 3) this.isInSegment = false;
    if (depth === 2) this.endTrack();
  }

  settle(): Promise<void> {
    return this.queue.drain();
  }

  /** Ends the open track after a break of the document. */
  finish(): Promise<void> {
    this.endTrack();
    return this.settle();
  }

  private openRoot(attributes: XmlAttributes): void {
    if (this.role !== GpxRole.BESIDE_APPLE_HEALTH) return;
    this.role = attributes["creator"] === APPLE_CREATOR ? GpxRole.ROUTE : GpxRole.TRACK;
  }

  private openChild(local: string, line: number): void {
    if (local === "trk") this.track = new GpxTrack(line);
    else if (local === "wpt") this.skipPoint();
  }

  private openGrandchild(local: string, depth: number): void {
    if (local === "rtept") this.skipPoint();
    if (this.track === null) return;
    if (local === "type") this.gather("type", depth);
    if (local !== "trkseg") return;
    this.isInSegment = true;
    this.track.startSegment();
  }

  private openInPoint(point: Point, local: string, depth: number): void {
    if (local === "time" && depth === 5) this.gather("time", depth);
    // Two <extensions> in one point exist; the first heart rate counts.
    if (local === "hr" && point.heartRate === null) this.gather("hr", depth);
  }

  private gather(textOf: TextOf, depth: number): void {
    this.textOf = textOf;
    this.textDepth = depth;
    this.gathered = "";
  }

  private endText(textOf: TextOf): void {
    const text = this.gathered.trim();
    this.textOf = null;
    if (textOf === "type" && this.track !== null) this.track.type = text;
    if (this.point === null) return;
    if (textOf === "time") this.point.time = text;
    if (textOf === "hr") this.point.heartRate = text;
  }

  private endPoint({ latitude, longitude, time, heartRate, line }: Point): void {
    this.point = null;
    this.count();
    if (!isPlace(latitude, longitude)) {
      this.problem("The point has no place on the Earth; it was not stored.", line);
      return;
    }
    const timeMs = time === null ? NaN : this.timestamps.read(time);
    const offsetMinutes = time === null ? null : this.timestamps.offsetMinutes;
    this.track?.add(latitude, longitude, timeMs, offsetMinutes);
    if (Number.isNaN(timeMs)) {
      if (time === null) this.sink.skipped();
      else this.problem("The point's time is no time or has no zone; it counts for the distance only.", line);
      return;
    }
    this.visits.add(timeMs, latitude, longitude, offsetMinutes);
    if (heartRate !== null && this.role === GpxRole.TRACK) this.addHeartRate(heartRate, timeMs, offsetMinutes, line);
  }

  private addHeartRate(text: string, timeMs: number, offsetMinutes: number | null, line: number): void {
    const value = decimal(text);
    if (value >= HEART_RATE_LEAST && value <= HEART_RATE_MOST) {
      const times = { startMs: timeMs, endMs: timeMs, offsetMinutes };
      this.queue.push({ kind: "sample", metric: "heart.rate", value, ...times, origin: this.origin });
    } else if (value !== 0) {
      this.problem("The point's heart rate is not a plausible number; it was left out.", line);
    }
  }

  private endTrack(): void {
    const { track } = this;
    this.track = null;
    this.visits.end();
    if (track === null || track.points === 0) return;
    if (!track.isTimed) {
      this.problem(
        "No point of the track has a time, so it cannot be put on a timeline; it was not stored.",
        track.line,
      );
    } else if (this.role === GpxRole.TRACK) {
      this.queue.push({ ...track.finish(), origin: this.origin });
    }
  }

  private skipPoint(): void {
    this.count();
    this.sink.skipped();
  }

  private count(): void {
    this.recordsRead += 1;
    this.sink.record();
  }

  private get origin(): Origin {
    return ORIGINS[this.role];
  }

  private problem(message: string, line: number): void {
    this.sink.problem({ where: `${this.label}line ${line}`, message });
  }
}

function originOf(source: ImportSource): Origin {
  return Object.freeze({ source, device: null, grade: Provenance.OBSERVED });
}

function pointOf(attributes: XmlAttributes, line: number): Point {
  const latitude = decimal(attributes["lat"]);
  const longitude = decimal(attributes["lon"]);
  return { latitude, longitude, line, time: null, heartRate: null };
}
