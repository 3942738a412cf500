import { setImmediate } from "node:timers/promises";
import { SaxesParser } from "saxes";
import { piecesOf } from "./byte-streams.js";
import { XML_DEPTH, XML_QUIET_CHARACTERS } from "./import-limits.js";
import { DamagedSourceError } from "./importer.js";
import { XmlText } from "./xml-text.js";

export type XmlAttributes = Readonly<Record<string, string>>;

/** What an importer makes of a document. The root element is at depth 1. */
export interface XmlHandler {
  open(name: string, attributes: XmlAttributes, depth: number, line: number): void;
  close(depth: number): void;
  text?(text: string): void;
  /** Called between two pieces of the document, outside of the parser: the time to hand on what was read. */
  settle(): Promise<void>;
}

/** Where and why a document stops being readable; what was handled until then is good. */
export interface XmlBreak {
  line: number;
  reason: string;
}

class XmlBreakError extends Error {
  override name = "XmlBreakError";
}

/** The parser's complaints in words for a person. Its own text may quote names of the document, so it goes no further. */
const REASONS: readonly (readonly [complaint: string, reason: string])[] = [
  ["undefined entity", "it uses an entity, which is not expanded"],
  ["duplicate attribute", "an element has the same attribute twice"],
  ["unclosed tag", "it ends before its elements do"],
  ["unexpected end", "it ends before its elements do"],
  ["document must contain a root", "it holds no element"],
  ["documents may contain only one root", "it goes on after its end"],
  ["text data outside of root", "it goes on after its end"],
  ["un", "its elements are not closed in order"],
];

/**
 * Reads an XML document as it comes, in bounded memory and bounded turns of the event loop.
 *
 * The DTD is skipped rather than parsed, so the broken one of iOS 16 does no harm; an entity that it defines counts as
 * undefined, so none is ever expanded, let alone fetched; a namespace prefix needs no declaration, because many
 * recorders forget it.
 *
 * @returns null when the document was read to its end, else where it broke
 */
export async function readXml(
  chunks: AsyncIterable<Uint8Array>,
  handler: XmlHandler,
  signal?: AbortSignal,
): Promise<XmlBreak | null> {
  const text = new XmlText();
  const parser = new GuardedParser(handler);
  let found: XmlBreak | null = null;
  try {
    for await (const piece of piecesOf(chunks)) {
      signal?.throwIfAborted();
      parser.write(text.decode(piece));
      if (text.problem !== null) throw new XmlBreakError(text.problem);
      await handler.settle();
      await setImmediate();
    }
    parser.write(text.end());
    if (text.problem !== null) throw new XmlBreakError(text.problem);
    parser.close();
  } catch (error) {
    if (!(error instanceof XmlBreakError || error instanceof DamagedSourceError)) throw error;
    found = { line: parser.line, reason: error.message };
  }
  await handler.settle();
  return found;
}

/** The name of the root element, prefix and all, if the beginning of a document shows one. */
export function rootElementName(head: Uint8Array): string | null {
  const text = new XmlText();
  let name: string | null = null;
  const parser = new SaxesParser();
  parser.on("opentagstart", (tag) => {
    name = tag.name;
    throw new XmlBreakError("the rest is the importer's to judge");
  });
  try {
    parser.write((text.decode(head) + text.end()).trimStart());
  } catch {
    // Either the root has been found, or this is no XML and there is none.
  }
  return name;
}

/** A parser that throws XmlBreakError at the first error and at whatever would cost too much memory. */
class GuardedParser {
  private readonly parser = new SaxesParser();
  private depth = 0;
  private tags = 0;
  private tagsBefore = 0;
  private quietCharacters = 0;
  private started = false;
  private skippedLines = 0;

  constructor(private readonly handler: XmlHandler) {
    this.parser.on("error", (error) => {
      throw new XmlBreakError(reasonOf(error.message));
    });
    this.parser.on("opentag", (tag) => {
      this.tags += 1;
      this.depth += 1;
      if (this.depth > XML_DEPTH) throw new XmlBreakError("its elements are nested too deeply");
      handler.open(tag.name, tag.attributes, this.depth, this.line);
    });
    this.parser.on("closetag", () => {
      this.tags += 1;
      handler.close(this.depth);
      this.depth -= 1;
    });
    if (handler.text !== undefined) {
      this.parser.on("text", (text) => this.handler.text?.(text));
      this.parser.on("cdata", (text) => this.handler.text?.(text));
    }
  }

  get line(): number {
    return this.parser.line + this.skippedLines;
  }

  write(text: string): void {
    this.parser.write(this.started ? text : this.withoutLeadingBlanks(text));
    this.quietCharacters = this.tags === this.tagsBefore ? this.quietCharacters + text.length : 0;
    this.tagsBefore = this.tags;
    if (this.quietCharacters > XML_QUIET_CHARACTERS) throw new XmlBreakError("a single part of it is too long");
  }

  close(): void {
    this.parser.close();
  }

  /** Some recorders begin with blank lines, after which the parser would refuse the XML declaration. */
  private withoutLeadingBlanks(text: string): string {
    const rest = text.trimStart();
    this.started = rest !== "";
    this.skippedLines += text.slice(0, text.length - rest.length).split("\n").length - 1;
    return rest;
  }
}

function reasonOf(complaint: string): string {
  // The parser writes "line:column: complaint".
  const words = complaint.replace(/^(\d+:\d+: )/, "");
  return REASONS.find(([beginning]) => words.startsWith(beginning))?.[1] ?? "it is not well-formed XML";
}
