import { PAGE_MAX } from "../../shared/limits.js";
import { SERIES_POINTS_MAX } from "../limits.js";

/** What a thing costs that an operation asks. Values that are there or not, licensed or not, change nothing of it. */

/** Taken for every request, before it is read: parsing and checking it is work, whatever becomes of it. */
export const REQUEST_POINTS = 10;

/** One object: a row, its checks and its JSON, 0.03 ms; scalars come with it. A full operation of objects takes half a second. */
export const OBJECT_POINTS = 3;

/** A root field is a fetch of its own; one that changes something is also a transaction on disk. */
export const QUERY_POINTS = 10;
export const MUTATION_POINTS = 100;

/** The gateway answers introspection by itself; the full one takes some tens of milliseconds. */
export const INTROSPECTION_POINTS = 500;

/** A licensed value, and a licensed list of about one item a day. */
export const VALUE_POINTS = 2;
export const SERIES_POINTS = 20;

/**
 * Series whose EXACT items come by the minute, up to LIST_MAX of them: 30 days of one are 110 ms and 730 kB. An
 * hour's or a day's mean is told of far fewer.
 */
export const DENSE_SERIES: ReadonlySet<string> = new Set([
  "heart.rate",
  "heart.variability",
  "fitness.steps",
  "fitness.activeEnergy",
  "photos.moments",
]);
export const DENSE_SERIES_POINTS = SERIES_POINTS_MAX;
export const SPARSE_PRECISIONS: ReadonlySet<unknown> = new Set(["FINE", "COARSE", "BAND", "PREDICATE"]);

/** The same dense series by another name or of another object: one is a question, a hundred are an attack (11 s). */
export const DENSE_SERIES_AGAIN_POINTS = 4 * DENSE_SERIES_POINTS;

/** Objects that are more than a row: licences are looked up and a capability is sealed. */
export const TYPE_POINTS: Readonly<Record<string, number>> = { Customer: 10, Visitor: 10 };

/** Fields that do more than their objects show. */
export const FIELD_POINTS: Readonly<Record<string, number>> = {
  // Typical rewards of 30 fields over 90 days: up to 27 ms.
  "Query.catalogue": 100,
  // A day or two of heart rates are read for each.
  "Workout.meanHeartRate": SERIES_POINTS,
  // Single values that a season or a month of something is read for.
  "Location.home": 3 * SERIES_POINTS,
  "Work.pattern": 3 * SERIES_POINTS,
  "Photos.count": SERIES_POINTS,
  // The mean of 30 days is computed for one bit.
  "Customer.satisfies": SERIES_POINTS,
  // Traits are computed from a month of several fields, then every live offer is matched.
  "Customer.offerSlots": 50,
  "Visitor.offerSlots": 50,
};

/** How many items a list is taken to have: connections say it (`first`), some others are known, the rest is a handful. */
export const PAGE_ITEMS_MAX = PAGE_MAX;
export const LIST_ITEMS = 10;
export const KNOWN_LIST_ITEMS: Readonly<Record<string, number>> = {
  "Query.catalogue": 30,
  "Query.traits": 30,
  "IntimateField.precisions": 5,
};
