import type { Metric, Observation } from "../observation.js";
import { localDay, localDayNumber, type LocalDay, type Zone } from "./local-day.js";
import { metricOf, type StoredObservation } from "./stored-observation.js";

/** Observations of one metric that fall on one day, on their way into its chunk. */
export interface DayBatch {
  metric: Metric;
  day: LocalDay;
  observations: StoredObservation[];
}

/** Sorts observations into the day chunks they belong to. */
export class DayBatches {
  private batches = new Map<Metric, Map<number, DayBatch>>();
  size = 0;

  constructor(private readonly zone: Zone) {}

  add(observation: Observation): void {
    const metric = metricOf(observation);
    let days = this.batches.get(metric);
    if (!days) this.batches.set(metric, (days = new Map<number, DayBatch>()));
    const dayNumber = dayNumberOf(observation, this.zone);
    let batch = days.get(dayNumber);
    if (!batch) days.set(dayNumber, (batch = { metric, day: localDay(dayNumber), observations: [] }));
    batch.observations.push(observation);
    this.size += 1;
  }

  /** What was gathered; starts anew. */
  take(): DayBatch[] {
    const taken = [...this.batches.values()].flatMap((days) => [...days.values()]);
    this.batches = new Map();
    this.size = 0;
    return taken;
  }
}

/** The person's calendar day of an observation: of its start, a sleep's of its end (ARCHITECTURE 6). */
function dayNumberOf(observation: Observation, zone: Zone): number {
  if (observation.dayNumber !== undefined) return observation.dayNumber;
  const instant = observation.kind === "sleep" ? observation.endMs : observation.startMs;
  return localDayNumber(instant, observation.offsetMinutes ?? zone.offsetMinutes(instant));
}
