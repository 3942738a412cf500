import type { StoredObservation } from "../vault/stored-observation.js";
import type { DayOfMetric } from "../vault/vault.js";

/** GPX 1.1 (topografix.com/GPX/1/1): a waypoint for every visit and for every photograph that says where it was taken. */
export const GPX_HEAD =
  '<?xml version="1.0" encoding="UTF-8"?>\n<gpx version="1.1" creator="Confide" xmlns="http://www.topografix.com/GPX/1/1">\n';
export const GPX_TAIL = "</gpx>\n";

export function waypoints({ metric, observations }: DayOfMetric): string[] {
  if (metric !== "location.visits" && metric !== "photos.moments") return [];
  return observations.flatMap(
    (observation) => waypoint(metric === "photos.moments" ? "Photograph" : "Visit", observation) ?? [],
  );
}

function waypoint(name: string, { latitude, longitude, startMs, endMs, origin }: StoredObservation): string | null {
  if (latitude == null || longitude == null) return null;
  const until = endMs === startMs ? "" : `<desc>until ${new Date(endMs).toISOString()}</desc>`;
  const time = `<time>${new Date(startMs).toISOString()}</time>`;
  return `<wpt lat="${latitude}" lon="${longitude}">${time}<name>${name}</name>${until}<src>${origin.source}</src></wpt>\n`;
}
