import { Precision } from "../../../shared/licensing/precision.js";
import { bucketOf, hourFloor, isIn, type Bucket, type Window } from "./calendar.js";
import type { Place } from "./places.js";

/** A photograph: when and, where its file says so, at what place and with what camera. */
export interface PhotoReading {
  takenMs: number;
  /** The local day, YYYY-MM-DD. */
  day: string;
  latitude: number | null;
  longitude: number | null;
  camera: string | null;
}

/** As it is told; the place only where places are licensed too, at their own precision. */
export interface PhotoMomentValue {
  startMs: number;
  place: Place | null;
  /** For the person only. */
  camera: string | null;
}

const BUCKETS: Partial<Record<Precision, Bucket>> = {
  [Precision.FINE]: "hour",
  [Precision.COARSE]: "day",
  [Precision.BAND]: "week",
};

/** A count is told for whole days, weeks or months: a window that moves by minutes would find the moments. */
const COUNT_BUCKETS: Partial<Record<Precision, Bucket>> = {
  [Precision.FINE]: "day",
  [Precision.COARSE]: "week",
  [Precision.BAND]: "month",
};

/**
 * Tells when each photograph was taken: EXACT, or its hour, day or week, with the place that `placeOf` tells of it, by
 * the told moment where time matters: the true one would tell when within the hour or the week it was.
 *
 * @returns sorted by what is told alone: the order within an hour or a day tells nothing
 * @throws RangeError at a precision without a cell
 */
export function generalisePhotoMoments(
  precision: Precision,
  photos: readonly PhotoReading[],
  window: Window,
  placeOf: (photo: PhotoReading, toldMs: number) => Place | null,
): PhotoMomentValue[] {
  return photos
    .map((photo) => ({ photo, startMs: momentOf(precision, photo) }))
    .filter(({ startMs }) => isIn(window, startMs))
    .map(({ photo, startMs }) => ({ startMs, place: placeOf(photo, startMs), camera: photo.camera }))
    .sort((a, b) => a.startMs - b.startMs || compare(a.place, b.place));
}

/** How many photographs a period has; coarser than EXACT, of the days, weeks or months that begin in it. */
export function countPhotos(precision: Precision, photos: readonly PhotoReading[], window: Window): number {
  const bucket = COUNT_BUCKETS[precision];
  return photos.filter(({ takenMs, day }) =>
    isIn(window, bucket === undefined ? takenMs : bucketOf(bucket, takenMs, day).startMs),
  ).length;
}

function momentOf(precision: Precision, { takenMs, day }: PhotoReading): number {
  if (precision === Precision.EXACT) return takenMs;
  const bucket = BUCKETS[precision];
  if (bucket === undefined) throw new RangeError(`photos.moments has no ${precision}`);
  return bucket === "hour" ? hourFloor(takenMs) : bucketOf(bucket, takenMs, day).startMs;
}

function compare(a: Place | null, b: Place | null): number {
  const [first, second] = [JSON.stringify(a), JSON.stringify(b)];
  return first < second ? -1 : first > second ? 1 : 0;
}
