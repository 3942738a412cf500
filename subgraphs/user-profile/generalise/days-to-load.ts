import { DAY_MS } from "../../../shared/clock.js";
import type { Precision } from "../../../shared/licensing/precision.js";
import { bucketOf, dateOf } from "./calendar.js";
import { seriesRules } from "./series-rules.js";

/** Zones reach from -12:00 to +14:00, so a local date is at most one day from the UTC date of the same moment. */
const ZONE_PAD_DAYS = 1;

/** Segments are filed under their own dates, and a sleep that ends on a date may have begun on the one before. */
const SLEEP_PAD_DAYS = 1;

/** No importer takes an observation outside of these years, and dates beyond them are not all dates in text. */
const FIRST_MS = Date.UTC(1900, 0, 1);
const LAST_MS = Date.UTC(2201, 0, 1);

const SLEEP_FIELDS = new Set(["sleep.duration", "sleep.stages"]);

/** Local days, both included, as YYYY-MM-DD. */
export interface DayRange {
  firstDay: string;
  lastDay: string;
}

/**
 * The local days that must be read so that every bucket which starts in [fromMs, toMs) is whole. A bucket that is cut
 * by the window would differ from one query to the next, and the difference would tell a finer value.
 */
export function daysToLoad(field: string, precision: Precision, fromMs: number, toMs: number): DayRange {
  const pad = (ZONE_PAD_DAYS + (SLEEP_FIELDS.has(field) ? SLEEP_PAD_DAYS : 0)) * DAY_MS;
  const firstMs = within(fromMs);
  // An empty window asks for nothing; its first day is read all the same, and nothing of it is told.
  const lastMs = Math.max(firstMs, within(toMs - 1));
  const { endMs } = bucketOf(longestBucket(field, precision), lastMs, dateOf(lastMs));
  return { firstDay: dateOf(firstMs - pad), lastDay: dateOf(Math.max(endMs - 1, lastMs) + pad) };
}

function within(ms: number): number {
  return Math.min(Math.max(ms, FIRST_MS), LAST_MS);
}

/** Buckets longer than a day of what is told in other shapes than a series. */
const LONG_BUCKETS: Readonly<Record<string, Partial<Record<Precision, "week" | "month">>>> = {
  "location.visits": { BAND: "week" },
  "photos.places": { BAND: "week" },
  "photos.moments": { BAND: "week" },
  "photos.count": { COARSE: "week", BAND: "month" },
  "diet.macronutrients": { COARSE: "week" },
};

function longestBucket(field: string, precision: Precision): "day" | "week" | "month" {
  const bucket = seriesRules(field)?.levels[precision]?.bucket;
  if (bucket === "week" || bucket === "month") return bucket;
  return LONG_BUCKETS[field]?.[precision] ?? "day";
}
