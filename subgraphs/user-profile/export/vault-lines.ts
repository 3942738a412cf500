import type { FactField, Origin } from "../observation.js";
import type { PersonProfile } from "../vault/person-profile.js";
import type { StoredObservation } from "../vault/stored-observation.js";
import type { DayOfMetric } from "../vault/vault.js";

/** What `importers/confide-export.ts` knows this shape by. */
export const VAULT_FORMAT = { confide: "vault", version: 1 } as const;

/**
 * The vault whole, one JSON object in a line (NDJSON): a head, then facts, then observations by metric and day. Values
 * are as they are kept, in kg, m, cm, kcal, g, count/min, ms and count; instants in ISO 8601, UTC; `day` is the person's local day.
 */
export function headLine({ timeZone }: PersonProfile, now: Date): string {
  return line({ ...VAULT_FORMAT, exportedAt: now.toISOString(), timeZone });
}

export function factLines({ facts, factOrigins }: PersonProfile): string[] {
  return Object.entries(facts).map(([field, value]) =>
    line({ kind: "fact", field, value, ...originOf(factOrigins?.[field as FactField]) }),
  );
}

export function dayLines({ metric, day, observations }: DayOfMetric): string[] {
  return observations.map(({ startMs, endMs, offsetMinutes, origin, ...rest }) =>
    line({
      kind: "observation",
      metric,
      day,
      start: new Date(startMs).toISOString(),
      ...(endMs !== startMs && { end: new Date(endMs).toISOString() }),
      ...(offsetMinutes !== null && { offsetMinutes }),
      ...told(rest),
      ...originOf(origin),
    }),
  );
}

/** Without what is not there; `day` and the like are told by themselves. */
function told(
  rest: Omit<StoredObservation, "startMs" | "endMs" | "offsetMinutes" | "origin">,
): Record<string, unknown> {
  const { value, stage, activity, distanceMetres, energyKilocalories, latitude, longitude, camera } = rest;
  const all = { value, stage, activity, distanceMetres, energyKilocalories, latitude, longitude, camera };
  return Object.fromEntries(Object.entries(all).filter(([, one]) => one !== undefined && one !== null));
}

/** A fact that the person said themselves has none. */
function originOf(origin: Origin | undefined): Record<string, unknown> {
  if (!origin) return {};
  const { source, device, grade } = origin;
  return { source, ...(device !== null && { device }), grade };
}

function line(value: object): string {
  return `${JSON.stringify(value)}\n`;
}
