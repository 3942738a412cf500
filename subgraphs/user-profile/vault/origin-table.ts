import type { Origin } from "../observation.js";

/** The few origins of many observations, each once and numbered from 0. */
export class OriginTable {
  readonly origins: Origin[] = [];
  private readonly byContent = new Map<string, number>();
  private last: Origin | null = null;
  private lastIndex = 0;

  indexOf(origin: Origin): number {
    // Importers share an origin among its observations, and its observations mostly follow one another.
    if (origin === this.last) return this.lastIndex;
    const content = JSON.stringify([origin.source, origin.device, origin.grade, origin.importId]);
    let index = this.byContent.get(content);
    if (index === undefined) {
      index = this.origins.push(origin) - 1;
      this.byContent.set(content, index);
    }
    this.last = origin;
    this.lastIndex = index;
    return index;
  }
}
