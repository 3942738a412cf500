import { JSONParser } from "@streamparser/json";
import type { VisitObservation } from "../observation.js";
import { GoogleElements, Outcome } from "./google-element.js";
import { objectOf } from "./google-values.js";
import type { ImportInput } from "./importer.js";
import { ItemQueue } from "./item-queue.js";
import { JsonGuard } from "./json-guard.js";

/**
 * Google's location history, in the four shapes that it has had, as a stream:
 *
 *     {"locations": [{latitudeE7, longitudeE7, timestamp | timestampMs}, ...]}           Records.json: positions
 *     {"timelineObjects": [{placeVisit | activitySegment}, ...]}                         Semantic Location History
 *     {"semanticSegments": [{startTime, visit | activity | timelinePath}, ...],
 *      "rawSignals": [{position}, ...]}                                                  Android's Timeline.json
 *     [{startTime, visit | activity | timelinePath}, ...]                                iOS' location-history.json
 *
 * Positions are folded into visits; a stay is one; of a way its beginning and its end are told. A document that breaks
 * while its first HELD_VISITS are read is refused whole; a longer one keeps what came before the break, and says so.
 *
 * Deliberately dropped: names, addresses and place ids, and what Google guesses of them (home, work, other candidates);
 * nearby Wi-Fi with its hardware addresses, which are other people's; accuracy, altitude, speed, activity guesses,
 * distances; paths without times; frequent places and persona; device tags.
 *
 * @returns whether the document was read to its end; where it was not, a problem names the byte
 */
export async function importGoogleLocation(input: ImportInput): Promise<boolean> {
  const reader = new GoogleReader(input);
  for await (const chunk of input.chunks) {
    input.signal?.throwIfAborted();
    if (!reader.take(chunk)) break;
    await reader.settle();
  }
  await reader.finish();
  return reader.isWhole;
}

/** Some 15 MB of memory. */
const HELD_VISITS = 50_000;

const LISTS = ["$.locations.*", "$.timelineObjects.*", "$.semanticSegments.*", "$.rawSignals.*"];
const ELEMENTS_OF_A_LIST = ["$.*"];
const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf];
const OPENING_BRACKET = 0x5b;
const BLANKS = [0x20, 0x09, 0x0a, 0x0d];

class GoogleReader {
  private readonly guard = new JsonGuard();
  private readonly queue: ItemQueue;
  private readonly elements = new GoogleElements((visit) => this.hold(visit));
  private parser: JSONParser | null = null;
  private held = 0;
  private isHolding = true;
  private byte = 0;
  private records = 0;
  private broken: string | null = null;

  constructor(private readonly input: ImportInput) {
    this.queue = new ItemQueue(input.sink);
  }

  get isWhole(): boolean {
    return this.broken === null;
  }

  /** @returns whether the document makes sense so far */
  take(chunk: Uint8Array): boolean {
    const bytes = this.parser === null ? withoutBeginning(chunk) : chunk;
    this.broken = this.guard.watch(bytes);
    if (this.broken !== null || bytes.length === 0) return this.broken === null;
    this.parser ??= this.open(bytes[0] === OPENING_BRACKET ? ELEMENTS_OF_A_LIST : LISTS);
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
    if (this.held > HELD_VISITS) this.isHolding = false;
    if (!this.isHolding) await this.queue.drain();
  }

  async finish(): Promise<void> {
    this.elements.end();
    if (this.broken === null && this.parser?.isEnded !== true) this.broken = "it ends before it is complete";
    if (this.broken !== null) {
      const kept = this.isHolding ? "nothing of it was stored" : `${this.records} records before it were read`;
      this.problem(`The file breaks off: ${this.broken}; ${kept}.`);
      if (this.isHolding) return;
    } else if (this.records === 0) this.problem("The file holds no locations.");
    await this.queue.drain();
  }

  private open(paths: string[]): JSONParser {
    const parser = new JSONParser({ paths, keepStack: false });
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

  private takeElement(value: unknown): void {
    this.records += 1;
    this.input.sink.record();
    const element = objectOf(value);
    const outcome = element === null ? Outcome.SKIPPED : this.elements.take(element);
    if (outcome === Outcome.SKIPPED) this.input.sink.skipped();
    if (outcome === Outcome.UNREADABLE) {
      this.problem(`Record ${this.records} lacks a readable place or time; what lacks it was not stored.`);
    }
  }

  private hold(visit: VisitObservation): void {
    this.held += 1;
    this.queue.push(visit);
  }

  private problem(message: string): void {
    this.input.sink.problem({ where: `${this.input.label}byte ${this.byte}`, message });
  }
}

/** Without a byte order mark and blanks. */
function withoutBeginning(chunk: Uint8Array): Uint8Array {
  let at = BYTE_ORDER_MARK.every((byte, i) => chunk[i] === byte) ? BYTE_ORDER_MARK.length : 0;
  while (BLANKS.includes(chunk[at] ?? 0)) at += 1;
  return chunk.subarray(at);
}
