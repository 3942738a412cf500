import type { WorkoutObservation } from "../observation.js";
import { distanceMetres } from "./earth.js";
import { gpxActivity } from "./gpx-activity.js";

const MS_PER_SECOND = 1_000;

interface LapTotals {
  seconds: number | undefined;
  metres: number | undefined;
  kilocalories: number | undefined;
}

/** One `<Activity>` while it is read: what a workout needs of it, without keeping its points. */
export class TcxActivity {
  hasLaps = false;
  private startMs = Infinity;
  private endMs = -Infinity;
  private lapsStartMs = Infinity;
  private lapsEndMs = -Infinity;
  private lapStartMs = NaN;
  private offsetMinutes: number | null = null;
  private lapMetres = 0;
  private kilocalories = 0;
  private wayMetres = 0;
  private previous: { latitude: number; longitude: number } | null = null;

  constructor(private readonly sport: string) {}

  openLap(startMs: number, offsetMinutes: number | null): void {
    this.hasLaps = true;
    this.lapStartMs = startMs;
    if (Number.isNaN(startMs)) return;
    if (this.lapsStartMs === Infinity) this.offsetMinutes = offsetMinutes;
    this.lapsStartMs = Math.min(this.lapsStartMs, startMs);
  }

  endLap({ seconds = 0, metres = 0, kilocalories = 0 }: LapTotals): void {
    if (metres > 0) this.lapMetres += metres;
    if (kilocalories > 0) this.kilocalories += kilocalories;
    const endMs = this.lapStartMs + (seconds > 0 ? seconds : 0) * MS_PER_SECOND;
    if (!Number.isNaN(endMs)) this.lapsEndMs = Math.max(this.lapsEndMs, endMs);
  }

  /** Nobody knows the way between two tracks. */
  startTrack(): void {
    this.previous = null;
  }

  addTime(timeMs: number, offsetMinutes: number | null): void {
    if (this.startMs === Infinity) this.offsetMinutes = offsetMinutes;
    this.startMs = Math.min(this.startMs, timeMs);
    this.endMs = Math.max(this.endMs, timeMs);
  }

  addPlace(latitude: number, longitude: number): void {
    const { previous } = this;
    if (previous !== null) this.wayMetres += distanceMetres(previous.latitude, previous.longitude, latitude, longitude);
    this.previous = { latitude, longitude };
  }

  /** Null where nothing tells when it was. */
  finish(): Omit<WorkoutObservation, "origin"> | null {
    const hasPoints = this.startMs !== Infinity;
    const [startMs, endMs] = hasPoints ? [this.startMs, this.endMs] : [this.lapsStartMs, this.lapsEndMs];
    if (!(startMs <= endMs) || startMs === Infinity) return null;
    const metres = this.lapMetres > 0 ? this.lapMetres : this.wayMetres;
    return {
      kind: "workout",
      activity: gpxActivity(this.sport),
      distanceMetres: metres > 0 ? metres : null,
      energyKilocalories: this.kilocalories > 0 ? this.kilocalories : null,
      startMs,
      endMs,
      offsetMinutes: this.offsetMinutes,
    };
  }
}
