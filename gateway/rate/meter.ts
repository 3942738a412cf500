import type { Clock } from "../../shared/clock.js";
import { refusal } from "../refusal.js";
import type { TokenBuckets } from "./token-buckets.js";

/** Shopify's names, which clients that pace themselves know. */
export interface ThrottleStatus {
  maximumAvailable: number;
  currentlyAvailable: number;
  restoreRate: number;
}

/** One principal's bucket, for one request. */
export class Meter {
  private available = 0;

  constructor(
    private readonly buckets: TokenBuckets,
    private readonly principal: string,
    private readonly clock: Clock,
  ) {}

  /** Throws 429 and THROTTLED when the points are not there. */
  take(points: number, requestId: string): void {
    const { isTaken, available, waitSeconds } = this.buckets.take(this.principal, points, this.clock());
    this.available = available;
    if (isTaken) return;
    const headers = { "retry-after": String(waitSeconds) };
    throw refusal(429, "THROTTLED", "Too much was asked in a short time; come back later.", { requestId, headers });
  }

  status(): ThrottleStatus {
    const { maximum, restorePerSecond } = this.buckets;
    return { maximumAvailable: maximum, currentlyAvailable: this.available, restoreRate: restorePerSecond };
  }
}
