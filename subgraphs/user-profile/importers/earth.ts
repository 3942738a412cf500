/** The mean radius of the GRS 80 ellipsoid, (2a + b) / 3, in metres: a sphere of it errs by at most 0.6 %. */
export const EARTH_RADIUS_METRES = 6_371_008.8;

const RADIANS_PER_DEGREE = Math.PI / 180;

/** The great-circle distance in metres between two places in degrees, by the haversine formula; right across the antimeridian. */
export function distanceMetres(latitude1: number, longitude1: number, latitude2: number, longitude2: number): number {
  const sinLatitude = Math.sin(((latitude2 - latitude1) * RADIANS_PER_DEGREE) / 2);
  const sinLongitude = Math.sin(((longitude2 - longitude1) * RADIANS_PER_DEGREE) / 2);
  const cosines = Math.cos(latitude1 * RADIANS_PER_DEGREE) * Math.cos(latitude2 * RADIANS_PER_DEGREE);
  const haversine = sinLatitude * sinLatitude + cosines * sinLongitude * sinLongitude;
  // Rounding may pass 1 between antipodes, where the arc sine ends.
  return 2 * EARTH_RADIUS_METRES * Math.asin(Math.min(1, Math.sqrt(haversine)));
}

/** Whether a place can be on the Earth, in degrees; NaN cannot. */
export function isPlace(latitude: number, longitude: number): boolean {
  return latitude >= -90 && latitude <= 90 && longitude >= -180 && longitude <= 180;
}

/** A difference of longitudes, or a longitude, brought into [-180, 180); one that is there already stays exactly as it is. */
export function wrapDegrees(degrees: number): number {
  if (degrees >= -180 && degrees < 180) return degrees;
  return ((((degrees + 180) % 360) + 360) % 360) - 180;
}
