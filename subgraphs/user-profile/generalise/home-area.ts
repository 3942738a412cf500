import { Precision } from "../../../shared/licensing/precision.js";
import type { HomeArea } from "../observation.js";
import type { Place } from "./places.js";

/**
 * Where somebody lives, of what their address says: FINE to the locality, COARSE to the region, BAND to the country
 * (FIELDS.md). EXACT, which is for the person only, knows no more, because an address has no coordinates.
 *
 * @returns null when the precision lets nothing of it through
 */
export function generaliseHomeArea(precision: Precision, { locality, region, country }: HomeArea): Place | null {
  const place: Place = { latitude: null, longitude: null, locality: null, region: null, country };
  switch (precision) {
    case Precision.EXACT:
    case Precision.FINE:
      Object.assign(place, { locality, region });
      break;
    case Precision.COARSE:
      place.region = region;
      break;
    case Precision.BAND:
      break;
    default:
      throw new RangeError(`a home area has no ${precision}`);
  }
  return (place.locality ?? place.region ?? place.country) ? place : null;
}
