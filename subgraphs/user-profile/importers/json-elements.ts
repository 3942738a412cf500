import { JSONParser } from "@streamparser/json";
import { type JsonObject, objectOf } from "./json-values.js";
import type { ImportInput } from "./importer.js";
import { ItemQueue } from "./item-queue.js";
import { JsonGuard } from "./json-guard.js";
import { Outcome, type Push } from "./outcome.js";

/** Which values of a document are its elements. */
export interface JsonShape {
  paths: string[];
  /** Documents one behind the other, a line each (NDJSON); one by itself is read alike. */
  isLines?: boolean;
}

/** How the elements of one format are read. */
export interface JsonFormat {
  /** Told by the document's beginning. */
  shapeOf(head: string): JsonShape;
  take(element: JsonObject): Outcome;
  /** The document has ended or broken off. */
  end?(): void;
  /** What an unreadable element lacks: "Record 3 lacks ...". */
  lacks: string;
  /** What is said of a document without elements. */
  empty: string;
}

/** Some 15 MB of memory. */
const HELD_ITEMS = 50_000;
/** Enough to see the first properties of the first element. */
const HEAD_CHARACTERS = 2_048;

const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf];
const BLANKS = [0x20, 0x09, 0x0a, 0x0d];

/**
 * Reads a JSON document element by element, in bounded memory. One that breaks while its first HELD_ITEMS are read is
 * refused whole; a longer one keeps what came before the break, and says so.
 *
 * @returns whether the document was read to its end; where it was not, a problem names the byte
 */
export async function readJsonElements(input: ImportInput, formatOf: (push: Push) => JsonFormat): Promise<boolean> {
  const reader = new JsonReader(input, formatOf);
  for await (const chunk of input.chunks) {
    input.signal?.throwIfAborted();
    if (!reader.take(chunk)) break;
    await reader.settle();
  }
  await reader.finish();
  return reader.isWhole;
}

class JsonReader {
  private readonly guard = new JsonGuard();
  private readonly queue: ItemQueue;
  private readonly format: JsonFormat;
  private parser: JSONParser | null = null;
  private isLines = false;
  private held = 0;
  private isHolding = true;
  private byte = 0;
  private records = 0;
  private broken: string | null = null;

  constructor(
    private readonly input: ImportInput,
    formatOf: (push: Push) => JsonFormat,
  ) {
    this.queue = new ItemQueue(input.sink);
    this.format = formatOf((item) => {
      this.held += 1;
      this.queue.push(item);
    });
  }

  get isWhole(): boolean {
    return this.broken === null;
  }

  /** @returns whether the document makes sense so far */
  take(chunk: Uint8Array): boolean {
    const bytes = this.parser === null ? withoutBeginning(chunk) : chunk;
    this.broken = this.guard.watch(bytes);
    if (this.broken !== null || bytes.length === 0) return this.broken === null;
    this.parser ??= this.open(this.format.shapeOf(headOfText(bytes)));
    try {
      this.parser.write(bytes);
    } catch {
      // What the parser complains of holds a piece of the document.
      this.broken = "it is no JSON there";
    }
    this.byte += chunk.length;
    return this.isWhole;
  }

  async settle(): Promise<void> {
    if (this.held > HELD_ITEMS) this.isHolding = false;
    if (!this.isHolding) await this.queue.drain();
  }

  async finish(): Promise<void> {
    this.format.end?.();
    if (this.broken === null && !this.hasEnded()) this.broken = "it ends before it is complete";
    if (this.broken !== null) {
      const kept = this.isHolding ? "nothing of it was stored" : `${this.records} records before it were read`;
      this.problem(`The file breaks off: ${this.broken}; ${kept}.`);
      if (this.isHolding) return;
    } else if (this.records === 0) this.problem(this.format.empty);
    await this.queue.drain();
  }

  private open({ paths, isLines = false }: JsonShape): JSONParser {
    this.isLines = isLines;
    const parser = new JSONParser({ paths, keepStack: false, ...(isLines && { separator: "\n" }) });
    parser.onValue = ({ value }) => {
      this.guard.elementEnded();
      this.takeElement(value);
    };
    // Without this the parser would swallow its own errors where it is not told otherwise.
    parser.onError = (error) => {
      throw error;
    };
    return parser;
  }

  /** Of lines, the last may lack its end, and nothing may be open behind it. */
  private hasEnded(): boolean {
    if (this.parser === null) return false;
    return this.isLines ? this.guard.isBalanced && this.records > 0 : this.parser.isEnded;
  }

  private takeElement(value: unknown): void {
    this.records += 1;
    this.input.sink.record();
    const element = objectOf(value);
    const outcome = element === null ? Outcome.SKIPPED : this.format.take(element);
    if (outcome === Outcome.SKIPPED) this.input.sink.skipped();
    if (outcome === Outcome.UNREADABLE) this.problem(`Record ${this.records} lacks ${this.format.lacks}.`);
  }

  private problem(message: string): void {
    this.input.sink.problem({ where: `${this.input.label}byte ${this.byte}`, message });
  }
}

function headOfText(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes.subarray(0, HEAD_CHARACTERS));
}

/** Without a byte order mark and blanks. */
function withoutBeginning(chunk: Uint8Array): Uint8Array {
  let at = BYTE_ORDER_MARK.every((byte, i) => chunk[i] === byte) ? BYTE_ORDER_MARK.length : 0;
  while (BLANKS.includes(chunk[at] ?? 0)) at += 1;
  return chunk.subarray(at);
}
