import { SleepStageKind } from "../../../subgraphs/user-profile/observation.js";
import { table } from "../table.js";
import type { Cell } from "./contract-fields.js";
import { dayAt, hourAfter, hourBefore, iso, stretchOf, type Span } from "./oracle-calendar.js";
import { isIn, type Telling } from "./oracle-telling.js";
import { observationsOf, offsetOf } from "./vault-contents.js";

/**
 * Series as FIELDS.md has them, once more and naively. A cell names its bucket, then a step that its number is rounded
 * to, or `band` and the width of its bands; `spread` adds lowest and highest, `daily` makes it a mean per day.
 */
const ROWS = table(`
  field              | unit    | number | EXACT       | FINE          | COARSE        | BAND
  heart.rate         | /min    | mean   | each spread | hour 1 spread | day 1         | week band 10
  heart.restingRate  | /min    | mean   | each spread | hour 1 spread | day 1         | week band 5
  heart.variability  | ms      | mean   | each spread | hour 1 spread | day 1         | week band 20
  body.weight        | kg      | mean   | each spread | day 0.5       | week 1        | month band 5
  fitness.steps      | {steps} | sum    | each        | hour 1        | day 1         | week band 2500 daily
  fitness.activeEnergy | kcal  | sum    | each        | hour 1        | day 1         | week band 200 daily
  sleep.duration     | h       | both   | each        | night 0.25    | day 0.5       | day band 1
  work.workingHours  | h       | sum    | each        | hour 1        | day 0.5       | week band 2
  diet.energy        | kcal    | sum    | day         | day 50        | week 50 daily | week band 250 daily
`);
const RULES = new Map(ROWS.map((row) => [row["field"]!, row]));

interface Row extends Span {
  value: number;
}

interface TellInterval extends Span {
  mean: number | null;
  min: number | null;
  max: number | null;
  sum: number | null;
  unit: string;
  samples: number;
}

const HOUR_MS = 3_600_000;
const SAME_SLEEP_MS = 3 * HOUR_MS;
const ASLEEP = [SleepStageKind.ASLEEP, SleepStageKind.CORE, SleepStageKind.DEEP, SleepStageKind.REM];

export function tellSeries(telling: Telling): object[] {
  return seriesValues(telling).map(({ startMs, endMs, day: _day, samples, ...numbers }) => ({
    start: iso(startMs),
    end: iso(endMs),
    ...numbers,
    samples: telling.isOwn ? samples : null,
  }));
}

/** Also what a workout's heart rate is made of. */
export function seriesValues(telling: Telling): TellInterval[] {
  const { path, licensed, told, historyFromMs } = telling;
  const rows = rowsOf(telling);
  if (licensed === "EXACT" || licensed === told) return tellAt(path, told, rows, telling);
  const asLicensed = tellAt(path, licensed, rows, { fromMs: historyFromMs, toMs: Infinity });
  const again = asLicensed.map(({ startMs, endMs, day, mean, sum }) => ({ startMs, endMs, day, value: mean ?? sum! }));
  return tellAt(path, told, again, telling);
}

function tellAt(path: string, cell: Cell, rows: readonly Row[], window: { fromMs: number; toMs: number }) {
  const rule = RULES.get(path)!;
  const [bucket = "", ...words] = rule[cell]!.split(" ");
  const groups = new Map<string, { stretch: Span; rows: Row[] }>();
  rows.forEach((row, i) => {
    const stretch = { ...row, ...stretchFor(bucket, row) };
    const key = bucket === "each" || bucket === "night" ? String(i) : String(stretch.startMs);
    const group = groups.get(key) ?? { stretch, rows: [] };
    group.rows.push(row);
    // A bucket of several dates stands under its first.
    if (row.day < group.stretch.day) group.stretch.day = row.day;
    groups.set(key, group);
  });
  return [...groups.values()]
    .filter(({ stretch }) => isIn(window, stretch.startMs))
    .map(({ stretch, rows: own }) => tellGroup(rule, words, stretch, own));
}

function stretchFor(bucket: string, { startMs, endMs, day }: Row) {
  if (bucket === "each") return { startMs, endMs };
  if (bucket !== "night") return stretchOf(bucket, startMs, day);
  return { startMs: hourBefore(startMs), endMs: Math.max(hourAfter(endMs), hourBefore(startMs)) };
}

function tellGroup(rule: Record<string, string>, words: string[], stretch: Span, rows: Row[]): TellInterval {
  const values = rows.map(({ value }) => value);
  const total = values.reduce((sum, value) => sum + value, 0);
  const isDaily = words.includes("daily");
  const days = new Set(rows.map(({ day }) => day)).size;
  const number = rule["number"] === "mean" ? total / values.length : isDaily ? total / days : total;
  const { startMs, endMs, day } = stretch;
  const blank = { startMs, endMs, day, mean: null, min: null, max: null, sum: null, samples: rows.length };
  const unit = isDaily ? `${rule["unit"]!}/d` : rule["unit"]!;
  if (words[0] === "band") {
    const width = Number(words[1]);
    const min = Math.floor(number / width) * width;
    return { ...blank, min, max: min + width, unit };
  }
  const step = Number(words[0]);
  const round = (value: number): number => (Number.isNaN(step) ? value : Math.round(value / step) * step);
  return {
    ...blank,
    unit,
    ...((rule["number"] !== "sum" || isDaily) && { mean: round(number) }),
    ...(rule["number"] !== "mean" && !isDaily && { sum: round(number) }),
    ...(words.includes("spread") && { min: round(Math.min(...values)), max: round(Math.max(...values)) }),
  };
}

function rowsOf(telling: Telling): Row[] {
  const { vault, path, told } = telling;
  if (path === "sleep.duration") return nights(telling);
  if (path === "work.workingHours") return told === "EXACT" ? events(telling) : workedHours(telling);
  return observationsOf(vault, "sample")
    .filter(({ metric }) => metric === path)
    .map((sample) => ({ ...sample, day: dayAt(sample.startMs, offsetOf(sample, vault)) }));
}

/** Minute by minute asleep would be the plainest; stretches are put together instead, the longest reach first. */
function nights({ vault }: Telling): Row[] {
  const asleep = observationsOf(vault, "sleep")
    .filter(({ stage, startMs, endMs }) => ASLEEP.includes(stage) && startMs < endMs)
    .map((segment) => ({ ...segment, day: dayAt(segment.endMs, offsetOf(segment, vault)) }))
    .sort((a, b) => a.startMs - b.startMs || a.endMs - b.endMs);
  const sleeps: (typeof asleep)[] = [];
  for (const segment of asleep) {
    const last = sleeps.at(-1);
    const reach = Math.max(...(last ?? []).map(({ endMs }) => endMs));
    if (last && segment.startMs - reach < SAME_SLEEP_MS) last.push(segment);
    else sleeps.push([segment]);
  }
  return sleeps.map((segments) => {
    const endMs = Math.max(...segments.map((segment) => segment.endMs));
    const day = segments.find((segment) => segment.endMs === endMs)!.day;
    return { startMs: segments[0]!.startMs, endMs, day, value: covered(segments) / HOUR_MS };
  });
}

/** How much time some stretches cover together. */
function covered(stretches: readonly { startMs: number; endMs: number }[]): number {
  const edges = [...new Set(stretches.flatMap(({ startMs, endMs }) => [startMs, endMs]))].sort((a, b) => a - b);
  return edges.slice(1).reduce((sum, edge, i) => {
    const isCovered = stretches.some(({ startMs, endMs }) => startMs <= edges[i]! && edge <= endMs);
    return sum + (isCovered ? edge - edges[i]! : 0);
  }, 0);
}

function events({ vault }: Telling): Row[] {
  return observationsOf(vault, "work").map((event) => ({
    startMs: event.startMs,
    endMs: event.endMs,
    day: dayAt(event.startMs, offsetOf(event, vault)),
    value: (event.endMs - event.startMs) / HOUR_MS,
  }));
}

/** Time that some event covers, cut at the full hours, under the date on which its stretch of work began. */
function workedHours(telling: Telling): Row[] {
  const stretches: Row[] = [];
  for (const event of events(telling).sort((a, b) => a.startMs - b.startMs || a.endMs - b.endMs)) {
    const last = stretches.at(-1);
    if (last && event.startMs <= last.endMs) last.endMs = Math.max(last.endMs, event.endMs);
    else stretches.push({ ...event });
  }
  return stretches.flatMap(({ startMs, endMs, day }) => {
    const cuts = [startMs];
    for (let ms = hourBefore(startMs) + HOUR_MS; ms < endMs; ms += HOUR_MS) cuts.push(ms);
    return cuts
      .map((fromMs, i) => ({ startMs: fromMs, endMs: cuts[i + 1] ?? endMs, day }))
      .filter((piece) => piece.startMs < piece.endMs)
      .map((piece) => ({ ...piece, value: (piece.endMs - piece.startMs) / HOUR_MS }));
  });
}
