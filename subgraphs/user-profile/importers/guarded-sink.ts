import type { Fact, Observation } from "../observation.js";
import { PROBLEMS_TOLD } from "./import-limits.js";
import type { ImportProblem, ImportSink } from "./importer.js";

/** Stands between the importers and the vault's sink: tells a bounded number of problems, and progress that never falls. */
export class GuardedSink implements ImportSink {
  private problems = 0;
  private bytesRead = 0;

  constructor(private readonly sink: ImportSink) {}

  record(): void {
    this.sink.record();
  }

  add(item: Observation | Fact): void | Promise<void> {
    return this.sink.add(item);
  }

  skipped(count = 1): void {
    this.sink.skipped(count);
  }

  problem(problem: ImportProblem): void {
    this.problems += 1;
    if (this.problems <= PROBLEMS_TOLD) this.sink.problem(problem);
  }

  timeZone(name: string): void {
    this.sink.timeZone(name);
  }

  progress(bytesRead: number): void {
    if (bytesRead <= this.bytesRead) return;
    this.bytesRead = bytesRead;
    this.sink.progress(bytesRead);
  }

  /** Says how many problems were left out. */
  finish(): void {
    const more = this.problems - PROBLEMS_TOLD;
    if (more > 0) this.sink.problem({ where: "further on", message: `And ${more} more problems.` });
  }
}
