import { GraphQLError } from "graphql";
import { DAY_MS } from "../../../shared/clock.js";
import { Precision } from "../../../shared/licensing/precision.js";
import { dateMs, dateOf, hourFloor } from "../generalise/calendar.js";
import { grantFor } from "../licensing/access.js";
import type { FieldReader } from "./field-reader.js";
import { leavePeriod } from "./leaving.js";
import type { FieldRead } from "./licensed-field.js";
import type { Workout } from "./values.js";

const FIELD = "heart.rate";

/** How hard a workout was, by two licences at once: what is told of the heart over what is told of the workout. */
export class WorkoutHeart {
  constructor(private readonly fields: FieldReader) {}

  /**
   * The mean of the told heart rates that the told workout spans: its samples, its hours, or the day that it began on.
   * Nothing finer than either licence is looked at, so that together they tell no more than apart. Null over bands.
   */
  async mean(read: FieldRead, { start, end }: Workout): Promise<number | null> {
    const { precision } = read.grant;
    const grant = grantFor(read.access, FIELD, { during: spanned(precision, start, end) }, read.context.now);
    if (grant instanceof GraphQLError) throw grant;
    const told = precision === Precision.BAND ? [] : await this.fields.tellSeries(FIELD, grant);
    const means = told.flatMap(({ mean }) => mean ?? []);
    leavePeriod({ ...read, grant }, means.length === 0 ? 0 : 1);
    if (means.length === 0) return null;
    const mean = means.reduce((sum, one) => sum + one, 0) / means.length;
    return precision === Precision.EXACT ? mean : Math.round(mean);
  }
}

/** Of the told instants alone: the local day would tell the time zone of a workout whose minute is licensed. */
function spanned(precision: Precision, start: Date, end: Date): { from: Date; to: Date } {
  const startMs = start.getTime();
  const endMs = Math.max(end.getTime(), startMs + 1);
  if (precision === Precision.EXACT) return { from: start, to: new Date(endMs) };
  if (precision === Precision.FINE) return { from: new Date(hourFloor(startMs)), to: new Date(endMs) };
  const dayMs = dateMs(dateOf(startMs));
  return { from: new Date(dayMs), to: new Date(dayMs + DAY_MS) };
}
