import { isUtf8 } from "node:buffer";
import { TextDecoder } from "node:util";

/** Enough to hold a byte order mark and an XML declaration. */
const SNIFFED_BYTES = 1024;

/** The declaration's encoding; in every encoding that is not UTF-16 it is readable as ASCII (XML 1.0, appendix F). */
const DECLARED_ENCODING = /^\s*<\?xml[^>]{0,200}?\sencoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']/;

/**
 * Characters that XML 1.0 (production 2) forbids and that real Apple Health exports hold all the same, U+000B above all.
 * They carry nothing, so they go before the parser refuses the file for them.
 */

const FORBIDDEN = /[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]+/g;

const REPLACEMENT = "\ufffd";
const REPLACEMENT_UTF8 = Buffer.from(REPLACEMENT);

/**
 * Turns the bytes of an XML document into text: UTF-8, UTF-16 with or without byte order mark, or what its declaration
 * names. Bytes that are not what they claim to be end the text, they do not become other letters.
 */
export class XmlText {
  /** Why no more can be read, once that is so; what was returned until then is good. */
  problem: string | null = null;
  private head: Buffer | null = Buffer.alloc(0);
  private decoder: TextDecoder | null = null;
  /** The beginning of a UTF-8 character whose rest comes with the next bytes. */
  private carried: Buffer = Buffer.alloc(0);

  decode(bytes: Uint8Array): string {
    if (this.problem !== null) return "";
    const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    if (this.head === null) return this.decodeBody(buffer);
    this.head = Buffer.concat([this.head, buffer]);
    return this.head.length < SNIFFED_BYTES ? "" : this.begin();
  }

  /** What is left when the bytes have ended. */
  end(): string {
    const text = this.head === null ? "" : this.begin();
    if (this.problem !== null) return text;
    if (this.carried.length > 0) this.problem = "it ends inside a character";
    if (this.decoder === null) return text;
    return text + this.decodeOther(this.decoder, Buffer.alloc(0), false);
  }

  private begin(): string {
    const head = this.head ?? Buffer.alloc(0);
    this.head = null;
    const encoding = encodingOf(head);
    if (encoding === "utf-8") {
      const hasMark = head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf;
      return this.decodeBody(hasMark ? head.subarray(3) : head);
    }
    try {
      this.decoder = new TextDecoder(encoding, { fatal: true });
    } catch {
      this.problem = "it declares an encoding that is not known";
      return "";
    }
    return this.decodeBody(head);
  }

  private decodeBody(bytes: Buffer): string {
    const text = this.decoder === null ? this.decodeUtf8(bytes) : this.decodeOther(this.decoder, bytes, true);
    return text.replace(FORBIDDEN, "");
  }

  private decodeOther(decoder: TextDecoder, bytes: Buffer, stream: boolean): string {
    try {
      return decoder.decode(bytes, { stream });
    } catch {
      this.problem = "its bytes are not of the encoding it declares";
      return "";
    }
  }

  private decodeUtf8(bytes: Buffer): string {
    const all = this.carried.length === 0 ? bytes : Buffer.concat([this.carried, bytes]);
    const end = endOfCharacters(all);
    this.carried = Buffer.from(all.subarray(end));
    const whole = all.subarray(0, end);
    const text = whole.toString("utf8");
    if (isUtf8(whole)) return text;
    this.problem = "its bytes are not of the encoding it declares";
    return text.slice(0, firstMisread(text, whole));
  }
}

function encodingOf(head: Buffer): string {
  const [first, second] = head;
  if (first === 0xff && second === 0xfe) return "utf-16le";
  if (first === 0xfe && second === 0xff) return "utf-16be";
  if (first !== 0 && second === 0) return "utf-16le";
  if (first === 0 && second !== 0) return "utf-16be";
  const declared = DECLARED_ENCODING.exec(head.toString("latin1", 0, SNIFFED_BYTES))?.[1]?.toLowerCase() ?? "utf-8";
  // ASCII is a part of UTF-8, and a declaration readable byte by byte is not in UTF-16, whatever it says.
  return /^(utf-?8|us-ascii|ascii|utf-?16.*)$/.test(declared) ? "utf-8" : declared;
}

/** Where the last whole UTF-8 character ends: a lead byte within the last three bytes may still wait for its rest. */
function endOfCharacters(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) break;
    if (byte < 0xc0) continue;
    const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
    return length > back ? bytes.length - back : bytes.length;
  }
  return bytes.length;
}

/** The index of the first replacement character that stands for bytes that are no UTF-8, rather than for itself. */
function firstMisread(text: string, bytes: Buffer): number {
  let byteOffset = 0;
  let from = 0;
  for (let at = text.indexOf(REPLACEMENT); at !== -1; at = text.indexOf(REPLACEMENT, from)) {
    byteOffset += Buffer.byteLength(text.slice(from, at));
    if (!bytes.subarray(byteOffset, byteOffset + 3).equals(REPLACEMENT_UTF8)) return at;
    byteOffset += 3;
    from = at + 1;
  }
  return text.length;
}
