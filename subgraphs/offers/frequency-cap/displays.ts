import type { FrequencyCap } from "../offer/frequency-cap.js";
import { durationMs } from "../../../shared/duration.js";

/** How often one person may be shown an offer within a time that moves on. */
export interface Cap {
  impressions: number;
  perMs: number;
}

/** When one person was shown each of the offers that have a cap: nothing older than the cap looks back, nor more than it counts. */
export type Displays = Readonly<Record<string, Cap & { atMs: readonly number[] }>>;

export interface Display {
  offerId: string;
  cap: Cap;
  atMs: number;
}

export function capOf(cap: FrequencyCap | null): Cap | null {
  return cap && { impressions: cap.impressions, perMs: durationMs(cap.per) };
}

/** Whether the person has seen the offer as often as its cap lets them, as of now. */
export function isCapReached(displays: Displays, offerId: string, nowMs: number): boolean {
  const known = displays[offerId];
  return known !== undefined && within(known, known.atMs, nowMs).length >= known.impressions;
}

/** With one more display; what no cap looks back to any more is gone. */
export function withDisplay(displays: Displays, { offerId, cap, atMs }: Display, nowMs: number): Displays {
  const known = displays[offerId]?.atMs ?? [];
  const all = { ...displays, [offerId]: { ...cap, atMs: [...known, atMs].sort((a, b) => a - b) } };
  const kept = Object.entries(all).map(([id, { impressions, perMs, atMs: times }]) => {
    const recent = within({ impressions, perMs }, times, nowMs).slice(-impressions);
    return [id, { impressions, perMs, atMs: recent }] as const;
  });
  return Object.fromEntries(kept.filter(([, { atMs: times }]) => times.length > 0));
}

/** The window is half-open: what was exactly `per` ago does not count any more. */
function within({ perMs }: Cap, times: readonly number[], nowMs: number): number[] {
  return times.filter((at) => at > nowMs - perMs);
}
