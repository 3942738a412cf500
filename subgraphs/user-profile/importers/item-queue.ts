import type { Fact, Observation } from "../observation.js";
import type { ImportSink } from "./importer.js";

/** Holds what one piece of the file yielded: the parser calls back synchronously, the sink may want to be waited for. */
export class ItemQueue {
  private items: (Observation | Fact)[] = [];

  constructor(private readonly sink: ImportSink) {}

  push(item: Observation | Fact): void {
    this.items.push(item);
  }

  /** Hands everything on, in order. */
  async drain(): Promise<void> {
    const items = this.items;
    this.items = [];
    for (const item of items) {
      const accepted = this.sink.add(item);
      if (accepted instanceof Promise) await accepted;
    }
  }
}
