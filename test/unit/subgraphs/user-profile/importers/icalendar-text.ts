import { importIcalendar } from "../../../../../subgraphs/user-profile/importers/icalendar.js";
import type { WorkObservation } from "../../../../../subgraphs/user-profile/observation.js";
import { Zone } from "../../../../../subgraphs/user-profile/vault/local-day.js";
import { bytesOf, CollectingSink } from "./collecting-sink.js";

/** The moment of the imports of these tests. */
export const NOW = new Date("2025-06-01T12:00:00Z");

export const calendar = (...lines: string[]): string => ["BEGIN:VCALENDAR", ...lines, "END:VCALENDAR", ""].join("\r\n");
export const event = (...lines: string[]): string => ["BEGIN:VEVENT", ...lines, "END:VEVENT"].join("\r\n");

/** A text as an importer reads it, in pieces that cut it anywhere. */
export async function readText(
  text: string | Buffer,
  { zone = "UTC", now = NOW, chunkBytes = 7 } = {},
): Promise<{ sink: CollectingSink; isWhole: boolean }> {
  const sink = new CollectingSink();
  const input = { chunks: bytesOf(text, chunkBytes), sink, label: "", zone: new Zone(zone) };
  return { sink, isWhole: await importIcalendar(input, now) };
}

/** "2025-03-03T09:30+0 for 15": start in UTC, the clocks' offset where it is told, minutes. */
export function told({ startMs, endMs, offsetMinutes }: WorkObservation): string {
  const offset = offsetMinutes === null ? "Z" : `${offsetMinutes < 0 ? "" : "+"}${offsetMinutes}`;
  return `${new Date(startMs).toISOString().slice(0, 16)}${offset} for ${(endMs - startMs) / 60_000}`;
}

/** What one calendar of these components tells. */
export async function workOf(...components: string[]): Promise<string[]> {
  return (await readText(calendar(...components))).sink.work.map(told).sort();
}
