import { LRUCache } from "lru-cache";
import { SECOND_MS } from "../../shared/clock.js";
import { BUCKETS_MAX } from "../limits.js";

interface Bucket {
  points: number;
  atMs: number;
}

export interface Taken {
  isTaken: boolean;
  /** Points that are left. */
  available: number;
  /** Seconds until the points would be there, 1 at least. */
  waitSeconds: number;
}

/** A bucket of points per principal that fills by itself; in memory, for one gateway. */
export class TokenBuckets {
  private readonly buckets = new LRUCache<string, Bucket>({ max: BUCKETS_MAX });

  constructor(
    readonly maximum: number,
    readonly restorePerSecond: number,
  ) {}

  take(principal: string, points: number, now: Date): Taken {
    const bucket = this.filled(principal, now);
    const isTaken = bucket.points >= points;
    if (isTaken) bucket.points -= points;
    this.buckets.set(principal, bucket);
    const missing = isTaken ? 0 : points - bucket.points;
    return {
      isTaken,
      available: Math.floor(bucket.points),
      waitSeconds: Math.max(1, Math.ceil(missing / this.restorePerSecond)),
    };
  }

  private filled(principal: string, now: Date): Bucket {
    const known = this.buckets.get(principal);
    const atMs = now.getTime();
    if (!known) return { points: this.maximum, atMs };
    // A clock that was set back restores nothing.
    const restored = (Math.max(0, atMs - known.atMs) / SECOND_MS) * this.restorePerSecond;
    return { points: Math.min(this.maximum, known.points + restored), atMs };
  }
}
