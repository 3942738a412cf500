import { createHash } from "node:crypto";
import type { ImportSource, Metric, Origin, Provenance } from "../observation.js";
import { OriginTable } from "./origin-table.js";
import type { StoredObservation } from "./stored-observation.js";

/** Where a part of the vault comes from, summed up. */
export interface DataSourceFact {
  id: string;
  source: ImportSource;
  device: string | null;
  grade: Provenance;
  fields: string[];
  fromMs: number | null;
  toMs: number | null;
  observations: number;
}

/** Metrics that are not the one field of their name. */
const FIELDS_OF: Partial<Record<Metric, string[]>> = {
  "sleep.stages": ["sleep.duration", "sleep.stages"],
  "diet.protein": ["diet.macronutrients"],
  "diet.carbohydrate": ["diet.macronutrients"],
  "diet.fat": ["diet.macronutrients"],
  "work.workingHours": ["work.pattern", "work.workingHours"],
  "location.visits": ["location.home", "location.visits"],
  "photos.moments": ["photos.count", "photos.moments", "photos.places"],
};

/** What fields an observation of a metric helps to answer. */
export function fieldsOf(metric: Metric): string[] {
  return FIELDS_OF[metric] ?? [metric];
}

export interface AddedObservations {
  origin: Origin;
  metric: Metric;
  fromMs: number;
  toMs: number;
  count: number;
}

/** Counts what is added, by metric and origin. */
export class AddedTally {
  private readonly origins = new OriginTable();
  private readonly byMetric = new Map<Metric, AddedObservations[]>();

  count(metric: Metric, observations: readonly StoredObservation[]): void {
    for (const observation of observations) {
      const { startMs, endMs } = observation;
      const sum = this.sumOf(metric, observation);
      if (startMs < sum.fromMs) sum.fromMs = startMs;
      if (endMs > sum.toMs) sum.toMs = endMs;
      sum.count += 1;
    }
  }

  /** What went to make room for what was counted before. */
  uncount(metric: Metric, observations: Iterable<StoredObservation>): void {
    for (const observation of observations) this.sumOf(metric, observation).count -= 1;
  }

  get all(): AddedObservations[] {
    // A metric may lack an origin that another has: its place is empty.
    return [...this.byMetric.values()].flatMap((sums) => Object.values(sums));
  }

  private sumOf(metric: Metric, { origin, startMs, endMs }: StoredObservation): AddedObservations {
    let sums = this.byMetric.get(metric);
    if (!sums) this.byMetric.set(metric, (sums = []));
    return (sums[this.origins.indexOf(origin)] ??= { origin, metric, fromMs: startMs, toMs: endMs, count: 0 });
  }
}

/** Adds what an import brought to the list of sources. */
export function withAdded(sources: readonly DataSourceFact[], added: AddedObservations): DataSourceFact[] {
  const { origin } = added;
  const id = sourceId(origin);
  const known = sources.find((source) => source.id === id);
  const merged: DataSourceFact = {
    id,
    source: origin.source,
    device: origin.device,
    grade: origin.grade,
    fields: [...new Set([...(known?.fields ?? []), ...fieldsOf(added.metric)])].sort(),
    fromMs: Math.min(known?.fromMs ?? Infinity, added.fromMs),
    toMs: Math.max(known?.toMs ?? -Infinity, added.toMs),
    observations: (known?.observations ?? 0) + added.count,
  };
  return [...sources.filter((source) => source.id !== id), merged];
}

function sourceId(origin: Origin): string {
  return createHash("sha256")
    .update(JSON.stringify([origin.source, origin.device, origin.grade]))
    .digest("base64url")
    .slice(0, 16);
}
