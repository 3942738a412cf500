import type {
  Fact,
  Observation,
  PhotoObservation,
  Sample,
  SampleMetric,
  SleepSegment,
  VisitObservation,
  WorkObservation,
  WorkoutObservation,
} from "../../../../../subgraphs/user-profile/observation.js";
import type { ImportProblem, ImportSink } from "../../../../../subgraphs/user-profile/importers/importer.js";
import { Zone } from "../../../../../subgraphs/user-profile/vault/local-day.js";

/** A person's zone where a test asks for none. */
export const UTC = new Zone("UTC");

/** A sink that keeps all it is told. */
export class CollectingSink implements ImportSink {
  readonly items: (Observation | Fact)[] = [];
  readonly problems: ImportProblem[] = [];
  readonly progressed: number[] = [];
  zoneName: string | null = null;
  records = 0;
  skippedRecords = 0;

  record(): void {
    this.records += 1;
  }

  add(item: Observation | Fact): void | Promise<void> {
    this.items.push(item);
  }

  skipped(count = 1): void {
    this.skippedRecords += count;
  }

  problem(problem: ImportProblem): void {
    this.problems.push(problem);
  }

  timeZone(name: string): void {
    this.zoneName = name;
  }

  progress(bytesRead: number): void {
    this.progressed.push(bytesRead);
  }

  samples(metric: SampleMetric): Sample[] {
    return this.items.filter((item) => item.kind === "sample").filter((item) => item.metric === metric);
  }

  get sleep(): SleepSegment[] {
    return this.items.filter((item) => item.kind === "sleep");
  }

  get workouts(): WorkoutObservation[] {
    return this.items.filter((item) => item.kind === "workout");
  }

  get visits(): VisitObservation[] {
    return this.items.filter((item) => item.kind === "visit");
  }

  get photos(): PhotoObservation[] {
    return this.items.filter((item) => item.kind === "photo");
  }

  get work(): WorkObservation[] {
    return this.items.filter((item) => item.kind === "work");
  }

  get facts(): Fact[] {
    return this.items.filter((item) => item.kind === "fact");
  }
}

/** Text as a stream of chunks of this many bytes. */
export async function* bytesOf(text: string | Buffer, chunkBytes = 1000): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += chunkBytes) {
    yield await Promise.resolve(bytes.subarray(at, at + chunkBytes));
  }
}
