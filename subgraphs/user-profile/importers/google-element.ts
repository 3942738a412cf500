import type { Origin, VisitObservation } from "../observation.js";
import { ImportSource, Provenance } from "../observation.js";
import {
  type GooglePlace,
  type GoogleTime,
  type JsonObject,
  listOf,
  minutesOf,
  objectOf,
  placeOfE7,
  placeOfText,
  timeOf,
} from "./json-values.js";
import { Outcome } from "./outcome.js";
import { TimestampReader } from "./timestamp.js";
import { VisitFinder } from "./visits.js";

/** Positions are measured; a stay is what Google makes of them. */
const POSITION: Origin = originOf(Provenance.OBSERVED);
const STAY: Origin = originOf(Provenance.DERIVED);
const MS_PER_MINUTE = 60_000;

/** Turns elements of Google's lists into visits, each element told by the properties that its shape has. */
export class GoogleElements {
  private readonly timestamps = new TimestampReader();
  private readonly visits = new VisitFinder((visit) => this.emit({ kind: "visit", ...visit, origin: POSITION }));

  constructor(private readonly emit: (visit: VisitObservation) => void) {}

  take(element: JsonObject): Outcome {
    const { placeVisit, activitySegment, visit, activity, timelinePath, position } = element;
    const took: boolean[] = [];
    if (objectOf(placeVisit)) took.push(this.takePlaceVisit(objectOf(placeVisit) ?? {}));
    if (objectOf(activitySegment)) took.push(this.takeActivitySegment(objectOf(activitySegment) ?? {}));
    if (objectOf(visit)) took.push(this.takeVisit(element, objectOf(visit) ?? {}));
    // In Records.json `activity` is a list of guesses beside a position.
    if (objectOf(activity)) took.push(this.takeActivity(element, objectOf(activity) ?? {}));
    if (Array.isArray(timelinePath)) took.push(this.takePath(element, timelinePath));
    if (objectOf(position)) took.push(this.takePosition(objectOf(position) ?? {}));
    if ("latitudeE7" in element) took.push(this.takeRecord(element));
    if (took.length === 0) return Outcome.SKIPPED;
    return took.every(Boolean) ? Outcome.KEPT : Outcome.UNREADABLE;
  }

  /** Ends the stretch of positions that is open. */
  end(): void {
    this.visits.end();
  }

  private takeRecord(record: JsonObject): boolean {
    return this.addPoint(placeOfE7(record), this.time(record["timestamp"] ?? record["timestampMs"]));
  }

  private takePosition(position: JsonObject): boolean {
    return this.addPoint(placeOfText(position["LatLng"]), this.time(position["timestamp"]));
  }

  private takePlaceVisit({ location, duration }: JsonObject): boolean {
    const [start, end] = this.duration(duration);
    return this.addStay(placeOfE7(location), start, end);
  }

  private takeActivitySegment({ startLocation, endLocation, duration }: JsonObject): boolean {
    const [start, end] = this.duration(duration);
    return this.addWay(placeOfE7(startLocation), start, placeOfE7(endLocation), end);
  }

  private takeVisit(segment: JsonObject, { topCandidate }: JsonObject): boolean {
    const [start, end] = this.segmentTimes(segment);
    return this.addStay(placeOfText(objectOf(topCandidate)?.["placeLocation"]), start, end ?? start);
  }

  private takeActivity(segment: JsonObject, activity: JsonObject): boolean {
    const [start, end] = this.segmentTimes(segment);
    return this.addWay(placeOfText(activity["start"]), start, placeOfText(activity["end"]), end);
  }

  private takePath(segment: JsonObject, path: readonly unknown[]): boolean {
    const [start] = this.segmentTimes(segment);
    this.end();
    const added = listOf(path).map((value) => {
      const { point, time, durationMinutesOffsetFromStartTime } = objectOf(value) ?? {};
      return this.addPoint(placeOfText(point), this.time(time) ?? later(start, durationMinutesOffsetFromStartTime));
    });
    this.end();
    return added.every(Boolean);
  }

  private addStay(place: GooglePlace | null, start: GoogleTime | null, end: GoogleTime | null): boolean {
    if (place === null || start === null || end === null || end.timeMs < start.timeMs) return false;
    this.end();
    const { timeMs: startMs, offsetMinutes } = start;
    this.emit({ kind: "visit", startMs, endMs: end.timeMs, offsetMinutes, ...place, origin: STAY });
    return true;
  }

  /** Where a way began and ended; it is not known where the person was between. */
  private addWay(
    from: GooglePlace | null,
    start: GoogleTime | null,
    to: GooglePlace | null,
    end: GoogleTime | null,
  ): boolean {
    const began = this.addMoment(from, start);
    return this.addMoment(to, end) && began;
  }

  private addMoment(place: GooglePlace | null, time: GoogleTime | null): boolean {
    this.end();
    const isAdded = this.addPoint(place, time);
    this.end();
    return isAdded;
  }

  private addPoint(place: GooglePlace | null, time: GoogleTime | null): boolean {
    if (place === null || time === null) return false;
    this.visits.add(time.timeMs, place.latitude, place.longitude, time.offsetMinutes);
    return true;
  }

  private duration(value: unknown): [start: GoogleTime | null, end: GoogleTime | null] {
    const { startTimestamp, startTimestampMs, endTimestamp, endTimestampMs } = objectOf(value) ?? {};
    return [this.time(startTimestamp ?? startTimestampMs), this.time(endTimestamp ?? endTimestampMs)];
  }

  private segmentTimes(segment: JsonObject): [start: GoogleTime | null, end: GoogleTime | null] {
    const start = this.time(segment["startTime"]);
    const offset = segment["startTimeTimezoneUtcOffsetMinutes"];
    if (start !== null && typeof offset === "number" && Number.isInteger(offset)) start.offsetMinutes = offset;
    return [start, this.time(segment["endTime"])];
  }

  private time(value: unknown): GoogleTime | null {
    return timeOf(value, this.timestamps);
  }
}

function later(start: GoogleTime | null, minutes: unknown): GoogleTime | null {
  const offsetMs = minutesOf(minutes) * MS_PER_MINUTE;
  return start === null || !Number.isFinite(offsetMs) ? null : { ...start, timeMs: start.timeMs + offsetMs };
}

function originOf(grade: Provenance): Origin {
  return Object.freeze({ source: ImportSource.GOOGLE_LOCATION, device: null, grade });
}
