import { LINK_WINDOW_MS } from "./signature.js";

/** A request from a clock that goes ahead stays in its window for twice as long as it is wide. */
const GENERATION_MS = 2 * LINK_WINDOW_MS;

/** 5,000 requests a second, which no process of a room answers; some 10 MB. */
export const NONCES_MAX = 100_000;

/**
 * Nonces that one process has met, for as long as they could be in their window. Two generations, of which the older is
 * forgotten as a whole. When one is full nothing more is taken: what cannot be remembered could come again.
 */
export class ReplayGuard {
  private current = new Set<string>();
  private previous = new Set<string>();
  private endsAtMs = 0;

  constructor(private readonly noncesMax: number = NONCES_MAX) {}

  /** Remembers a nonce. SEEN: it came before. FULL: come back later. */
  take(nonce: string, now: Date): "NEW" | "SEEN" | "FULL" {
    this.turn(now.getTime());
    if (this.current.has(nonce) || this.previous.has(nonce)) return "SEEN";
    if (this.current.size >= this.noncesMax) return "FULL";
    this.current.add(nonce);
    return "NEW";
  }

  private turn(nowMs: number): void {
    if (nowMs < this.endsAtMs) return;
    const isLongAgo = nowMs >= this.endsAtMs + GENERATION_MS;
    this.previous = isLongAgo ? new Set() : this.current;
    this.current = new Set();
    this.endsAtMs = nowMs + GENERATION_MS;
  }
}
