import { createHash } from "node:crypto";
import type { ImportSource, Metric, Origin, Provenance } from "../observation.js";

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

/** Sleep segments answer two fields; every other metric is the field of its name. */
export function fieldsOf(metric: Metric): string[] {
  return metric === "sleep.stages" ? ["sleep.duration", "sleep.stages"] : [metric];
}

export interface AddedObservations {
  origin: Origin;
  metric: Metric;
  fromMs: number;
  toMs: number;
  count: number;
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
