import type { WorkoutObservation } from "../observation.js";
import { distanceMetres } from "./earth.js";
import { gpxActivity } from "./gpx-activity.js";

/** One `<trk>` while it is read: what a workout needs of it, without keeping its points. */
export class GpxTrack {
  /** The text of its `<type>`. */
  type = "";
  points = 0;
  private timedPoints = 0;
  private startMs = Infinity;
  private endMs = -Infinity;
  private offsetMinutes: number | null = null;
  private metres = 0;
  private previous: { latitude: number; longitude: number } | null = null;

  /** @param line where it begins */
  constructor(readonly line: number) {}

  /** A segment is a stretch of unbroken recording: nobody knows the way between two of them. */
  startSegment(): void {
    this.previous = null;
  }

  /** Takes the next place of the segment; its time is NaN when it has none, and then it counts for the distance only. */
  add(latitude: number, longitude: number, timeMs: number, offsetMinutes: number | null): void {
    this.points += 1;
    const { previous } = this;
    if (previous !== null) {
      this.metres += distanceMetres(previous.latitude, previous.longitude, latitude, longitude);
    }
    this.previous = { latitude, longitude };
    if (Number.isNaN(timeMs)) return;
    if (this.timedPoints === 0) this.offsetMinutes = offsetMinutes;
    this.timedPoints += 1;
    this.startMs = Math.min(this.startMs, timeMs);
    this.endMs = Math.max(this.endMs, timeMs);
  }

  get isTimed(): boolean {
    return this.timedPoints > 0;
  }

  /** The workout that a timed track is. */
  finish(): Omit<WorkoutObservation, "origin"> {
    const { startMs, endMs, offsetMinutes } = this;
    const activity = gpxActivity(this.type);
    return {
      kind: "workout",
      activity,
      distanceMetres: this.metres,
      energyKilocalories: null,
      startMs,
      endMs,
      offsetMinutes,
    };
  }
}
