import type { ImportInput } from "./importer.js";
import { ItemQueue } from "./item-queue.js";
import { type JsonObject, objectOf } from "./json-values.js";
import { Outcome, type Push } from "./outcome.js";

/** How the lines of one format are read. */
export interface LineFormat {
  take(line: JsonObject): Outcome;
  /** What an unreadable line lacks: "Line 3 lacks ...". */
  lacks: string;
}

/** Far longer than any line that is written here; a longer one is passed over without being kept in memory. */
const LINE_BYTES_MAX = 64 * 1024;
const LINE_FEED = 10;

/**
 * Reads JSON objects, one in a line (ndjson.org), in bounded memory and fifty times as fast as a document that has to be
 * parsed piece by piece. A line that is no JSON is told and passed over.
 *
 * @returns whether the last line was whole
 */
export async function readJsonLines(input: ImportInput, formatOf: (push: Push) => LineFormat): Promise<boolean> {
  const reader = new LineReader(input, formatOf);
  for await (const chunk of input.chunks) {
    input.signal?.throwIfAborted();
    reader.take(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength));
    await reader.settle();
  }
  return reader.finish();
}

class LineReader {
  private readonly queue: ItemQueue;
  private readonly format: LineFormat;
  private rest: Buffer = Buffer.alloc(0);
  private isTooLong = false;
  private line = 0;

  constructor(
    private readonly input: ImportInput,
    formatOf: (push: Push) => LineFormat,
  ) {
    this.queue = new ItemQueue(input.sink);
    this.format = formatOf((item) => this.queue.push(item));
  }

  take(chunk: Buffer): void {
    let from = 0;
    for (let end = chunk.indexOf(LINE_FEED); end !== -1; end = chunk.indexOf(LINE_FEED, from)) {
      this.keep(chunk.subarray(from, end));
      this.endLine();
      from = end + 1;
    }
    this.keep(chunk.subarray(from));
  }

  settle(): Promise<void> {
    return this.queue.drain();
  }

  async finish(): Promise<boolean> {
    const isWhole = this.rest.length === 0 && !this.isTooLong ? true : this.endLine();
    await this.queue.drain();
    return isWhole;
  }

  private keep(bytes: Buffer): void {
    if (this.isTooLong || bytes.length === 0) return;
    this.isTooLong = this.rest.length + bytes.length > LINE_BYTES_MAX;
    this.rest = this.isTooLong ? Buffer.alloc(0) : this.rest.length === 0 ? bytes : Buffer.concat([this.rest, bytes]);
  }

  /** @returns whether the line was JSON */
  private endLine(): boolean {
    this.line += 1;
    const value = this.isTooLong ? undefined : jsonOf(this.rest.toString("utf8").trim());
    this.rest = Buffer.alloc(0);
    this.isTooLong = false;
    if (value === BLANK) return true;
    this.input.sink.record();
    const object = objectOf(value);
    if (object === null) this.problem("is no JSON object; it was not stored");
    else this.tell(this.format.take(object));
    return object !== null;
  }

  private tell(outcome: Outcome): void {
    if (outcome === Outcome.SKIPPED) this.input.sink.skipped();
    if (outcome === Outcome.UNREADABLE) this.problem(`lacks ${this.format.lacks}`);
  }

  private problem(message: string): void {
    const { sink, label } = this.input;
    sink.problem({ where: `${label}line ${this.line}`, message: `Line ${this.line} ${message}.` });
  }
}

const BLANK = Symbol("blank");

function jsonOf(text: string): unknown {
  if (text === "") return BLANK;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
