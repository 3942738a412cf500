import { ImportSource } from "../observation.js";

/** One property of a card. */
export interface VcardLine {
  name: string;
  /** Parameters in capitals, as they stand: "TYPE=HOME", in 2.1 "HOME". */
  parameters: string[];
  value: string;
}

const BEGINNING = /^\ufeff?\s*BEGIN:VCARD\s/i;
const LOOKED_AT_BYTES = 1024;

/** Whether the document begins as a card does. */
export function recogniseVcard(head: Uint8Array): ImportSource | null {
  const text = Buffer.from(head.subarray(0, LOOKED_AT_BYTES)).toString("utf8");
  return BEGINNING.test(text) ? ImportSource.VCARD : null;
}

/** The properties of a text, unfolded (RFC 6350 3.2) and, as vCard 2.1 has it, decoded from quoted-printable. */
export function* vcardLines(text: string): Generator<VcardLine> {
  const lines = text
    .replace(/^\ufeff/, "")
    .replace(/\r?\n[ \t]/g, "")
    .split(/\r?\n/);
  for (let i = 0; i < lines.length; i += 1) {
    const parsed = parse(lines[i] ?? "");
    if (parsed === null) continue;
    if (parsed.parameters.some((parameter) => parameter.endsWith("QUOTED-PRINTABLE"))) {
      const pieces = [parsed.value];
      // A soft break: the value goes on in the next line.
      while (pieces.at(-1)?.endsWith("=") === true && i + 1 < lines.length) {
        i += 1;
        pieces.push(lines[i] ?? "");
      }
      parsed.value = decodeQuotedPrintable(pieces);
    }
    yield parsed;
  }
}

/** The components of a structured value, such as a name or an address. */
export function components(value: string): string[] {
  return (value.match(/(?:\\.|[^;\\])*(?:;|$)/gs) ?? []).map((part) => plainText(part.replace(/;$/, "")));
}

/** A value without its escapes (RFC 6350 3.4), on one line. */
export function plainText(value: string): string {
  return (
    value
      .replace(/\\n/gi, ", ")
      .replace(/\\(.)/gs, "$1")
      // A control character in a name is an accident or an attack.
      .replace(/[\u0000-\u001f\u007f]+/g, " ")
      .trim()
  );
}

function parse(line: string): VcardLine | null {
  const colon = colonOf(line);
  if (colon === -1) return null;
  const [name = "", ...parameters] = line.slice(0, colon).toUpperCase().split(";");
  return { name: name.slice(name.lastIndexOf(".") + 1), parameters, value: line.slice(colon + 1) };
}

/** Where the value begins; a colon in quotes belongs to a parameter. */
function colonOf(line: string): number {
  let isQuoted = false;
  for (let at = 0; at < line.length; at += 1) {
    const character = line[at];
    if (character === '"') isQuoted = !isQuoted;
    else if (character === ":" && !isQuoted) return at;
  }
  return -1;
}

function decodeQuotedPrintable(pieces: readonly string[]): string {
  const text = pieces.map((piece) => piece.replace(/=$/, "")).join("");
  const bytes = text.replace(/=([0-9A-F]{2})/gi, (_all, hex: string) => String.fromCharCode(parseInt(hex, 16)));
  // The characters that were written plainly are ASCII, which Latin 1 keeps as they are.
  return Buffer.from(bytes, "latin1").toString("utf8");
}
