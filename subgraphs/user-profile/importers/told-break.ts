import type { ImportInput } from "./importer.js";
import type { XmlBreak } from "./xml-reader.js";

/** Tells that a document could not be read to its end, where that is, and how much of it was. */
export function tellBreak(input: ImportInput, { line, reason }: XmlBreak, recordsRead: number): void {
  const kept = recordsRead === 1 ? "1 record before it was read." : `${recordsRead} records before it were read.`;
  input.sink.problem({
    where: `${input.label}line ${line}`,
    message: `The file ends or breaks at line ${line}: ${reason}; ${kept}`,
  });
}
