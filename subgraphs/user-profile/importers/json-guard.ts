/** Objects inside lists inside objects. Google's timelines use 9 levels; the parser's time grows with the square. */
const JSON_DEPTH = 32;

/**
 * Bytes without the end of an element of the top list: what the parser would gather in memory. An element of the largest
 * timelines, a day's path, stays below 100 kB.
 */
const JSON_QUIET_BYTES = 4 * 1024 ** 2;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPENING = [0x7b, 0x5b];
const CLOSING = [0x7d, 0x5d];

/** Watches the bytes in front of a JSON parser, which by itself has no limit on nesting. */
export class JsonGuard {
  private depth = 0;
  private isInString = false;
  private isEscaped = false;
  private quietBytes = 0;

  /** Whether every object, list and text that was begun has ended. */
  get isBalanced(): boolean {
    return this.depth === 0 && !this.isInString;
  }

  /** The next bytes of the document; returns why they must not be parsed, or null. */
  watch(chunk: Uint8Array): string | null {
    this.quietBytes += chunk.length;
    if (this.quietBytes > JSON_QUIET_BYTES) return "a piece of it is too long";
    for (const byte of chunk) {
      if (this.isInString) this.watchString(byte);
      else if (byte === QUOTE) this.isInString = true;
      else if (OPENING.includes(byte)) this.depth += 1;
      else if (CLOSING.includes(byte)) this.depth -= 1;
      if (this.depth > JSON_DEPTH) return "it is nested too deeply";
    }
    return null;
  }

  /** The parser has let go of an element. */
  elementEnded(): void {
    this.quietBytes = 0;
  }

  private watchString(byte: number): void {
    if (this.isEscaped) this.isEscaped = false;
    else if (byte === BACKSLASH) this.isEscaped = true;
    else if (byte === QUOTE) this.isInString = false;
  }
}
