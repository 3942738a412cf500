import type { Origin, Sample, SampleMetric } from "../observation.js";

/** Samples on their way between threads: numbers side by side cost a tenth of as many objects. */
export interface PackedSamples {
  metrics: SampleMetric[];
  origins: Origin[];
  /** COLUMNS numbers for each sample, in the order of `pack`; NaN where there is none. */
  numbers: Float64Array<ArrayBuffer>;
}

const COLUMNS = 7;

export class SampleColumns {
  private readonly metrics = new Map<SampleMetric, number>();
  private readonly origins = new Map<Origin, number>();
  private readonly numbers: Float64Array<ArrayBuffer>;
  private filled = 0;

  constructor(samples: number) {
    this.numbers = new Float64Array(samples * COLUMNS);
  }

  get isFull(): boolean {
    return this.filled === this.numbers.length;
  }

  push({ metric, origin, startMs, endMs, offsetMinutes, value, dayNumber }: Sample): void {
    const { numbers } = this;
    let at = this.filled;
    numbers[at++] = placeOf(this.metrics, metric);
    numbers[at++] = placeOf(this.origins, origin);
    numbers[at++] = startMs;
    numbers[at++] = endMs;
    numbers[at++] = offsetMinutes ?? NaN;
    numbers[at++] = value;
    numbers[at++] = dayNumber ?? NaN;
    this.filled = at;
  }

  pack(): PackedSamples {
    return {
      metrics: [...this.metrics.keys()],
      origins: [...this.origins.keys()],
      numbers: this.numbers.slice(0, this.filled),
    };
  }
}

/** The samples as they were; those of one origin share it. */
export function* unpacked({ metrics, origins, numbers }: PackedSamples): Generator<Sample> {
  for (let at = 0; at < numbers.length; at += COLUMNS) {
    const number = (column: number): number => numbers[at + column] as number;
    const [offset, day] = [number(4), number(6)];
    const sample: Sample = {
      kind: "sample",
      metric: metrics[number(0)] as SampleMetric,
      value: number(5),
      startMs: number(2),
      endMs: number(3),
      offsetMinutes: Number.isNaN(offset) ? null : offset,
      origin: origins[number(1)] as Origin,
    };
    if (!Number.isNaN(day)) sample.dayNumber = day;
    yield sample;
  }
}

/** The few different ones of many, numbered in the order of their coming. */
function placeOf<T>(places: Map<T, number>, one: T): number {
  const known = places.get(one);
  if (known !== undefined) return known;
  places.set(one, places.size);
  return places.size - 1;
}
