import type { ImportLimits } from "./import-limits.js";
import { ImportRefusedError } from "./importer.js";

/**
 * What the archives of one upload may expand to, all together. It is asked before anything is read, so that a bomb is
 * refused while nothing of it is stored; the sizes it is told are held to while reading.
 */
export class ExpansionBudget {
  private left: number;

  constructor(limits: ImportLimits, uploadBytes: number) {
    const byRatio = Math.max(limits.expandedBytesAlways, limits.expansionRatio * uploadBytes);
    this.left = Math.min(limits.expandedBytes, byRatio);
  }

  /** @throws ImportRefusedError when that is more than is left */
  take(bytes: number): void {
    if (bytes > this.left)
      throw new ImportRefusedError("The archive expands to far more than an export would; it was refused.");
    this.left -= bytes;
  }
}
