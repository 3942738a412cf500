import { distanceMetres, wrapDegrees } from "./earth.js";

/** Positions of phones err by tens of metres, and a home, a shop or a park is about this wide. */
export const VISIT_RADIUS_METRES = 150;

/** A recorder that says nothing for longer than this does not tell that the person stayed. */
export const VISIT_SILENCE_MS = 30 * 60_000;

/** A stay at a place: from its first point to its last, at the mean of its points. */
export interface Visit {
  startMs: number;
  endMs: number;
  /** The offset that its first point's time gave. */
  offsetMinutes: number | null;
  latitude: number;
  longitude: number;
}

/**
 * Folds a track into visits, in one pass and constant memory.
 *
 * A visit is a maximal run of consecutive timed points within VISIT_RADIUS_METRES of the run's first point, none more
 * than VISIT_SILENCE_MS after the one before it, nor before it in time. Every point belongs to exactly one visit, so a
 * walk is a chain of short ones; a single point makes a visit without duration.
 */
export class VisitFinder {
  private first: Visit | null = null;
  private endMs = 0;
  private points = 0;
  private latitudes = 0;
  /** Sum of longitudes relative to the first point's, which is right across the antimeridian. */
  private longitudes = 0;

  constructor(private readonly emit: (visit: Visit) => void) {}

  /** Takes the next point of the track; its place and time must be valid. */
  add(timeMs: number, latitude: number, longitude: number, offsetMinutes: number | null): void {
    if (this.first !== null && !this.belongs(this.first, timeMs, latitude, longitude)) this.end();
    this.first ??= { startMs: timeMs, endMs: timeMs, offsetMinutes, latitude, longitude };
    this.endMs = timeMs;
    this.points += 1;
    this.latitudes += latitude - this.first.latitude;
    this.longitudes += wrapDegrees(longitude - this.first.longitude);
  }

  /** Ends the open visit, where there is one: at the end of a track. */
  end(): void {
    if (this.first === null) return;
    const latitude = this.first.latitude + this.latitudes / this.points;
    const longitude = wrapDegrees(this.first.longitude + this.longitudes / this.points);
    const visit = { ...this.first, endMs: this.endMs, latitude, longitude };
    this.first = null;
    this.points = this.latitudes = this.longitudes = 0;
    this.emit(visit);
  }

  private belongs(first: Visit, timeMs: number, latitude: number, longitude: number): boolean {
    const silenceMs = timeMs - this.endMs;
    if (silenceMs < 0 || silenceMs > VISIT_SILENCE_MS) return false;
    return distanceMetres(first.latitude, first.longitude, latitude, longitude) <= VISIT_RADIUS_METRES;
  }
}
