/** FIT protocol, "CRC": the table of nibbles of the CRC-16 that closes every file. */
const CRC_OF_NIBBLE = [
  0x0000, 0xcc01, 0xd801, 0x1400, 0xf001, 0x3c00, 0x2800, 0xe401, 0xa001, 0x6c00, 0x7800, 0xb401, 0x5000, 0x9c01,
  0x8801, 0x4400,
] as const;

/** FIT protocol, "File Header": 12 bytes, or 14 with a checksum of its own. */
export const FIT_HEADER_LEAST_BYTES = 12;
const SIGNATURE_AT = 8;
const SIGNATURE = ".FIT";

/** FIT protocol, "Record Header": what the bits of a message's first byte say. */
const IS_COMPRESSED = 0x80;
const IS_DEFINITION = 0x40;
const HAS_DEVELOPER_FIELDS = 0x20;
const LOCAL_TYPE = 0x0f;
const COMPRESSED_LOCAL_SHIFT = 5;
const COMPRESSED_LOCAL = 0x03;
const COMPRESSED_SECONDS = 0x1f;

const DEFINITION_BYTES = 6;
const FIELD_BYTES = 3;

/** The field of every message that is its time, in seconds since FIT's epoch. */
export const FIT_TIMESTAMP = 253;

interface FieldPlace {
  offset: number;
  bytes: number;
}

/** What a definition message says of the data messages after it. */
export interface FitDefinition {
  message: number;
  isLittleEndian: boolean;
  fields: ReadonlyMap<number, FieldPlace>;
  /** Without the first byte, developer fields included. */
  bytes: number;
}

/** One data message. */
export class FitMessage {
  constructor(
    private readonly definition: FitDefinition,
    private readonly content: Buffer,
    /** Seconds since FIT's epoch, from the message or its compressed header; null when it has none. */
    readonly timestamp: number | null,
  ) {}

  get number(): number {
    return this.definition.message;
  }

  /** A field without a sign, unscaled; null when it is absent, says "invalid" (all bits set) or is of an odd size. */
  unsigned(field: number): number | null {
    return unsignedField(this.definition, this.content, field);
  }

  /** A field of four bytes with a sign; null when it is absent or says "invalid" (the largest number). */
  signed32(field: number): number | null {
    const place = this.definition.fields.get(field);
    if (place?.bytes !== 4) return null;
    const { isLittleEndian } = this.definition;
    const value = isLittleEndian ? this.content.readInt32LE(place.offset) : this.content.readInt32BE(place.offset);
    return value === 0x7fffffff ? null : value;
  }
}

/** Why the messages of a file cannot be told apart any further. */
export type FitBreak = "a message without a definition" | "a definition that makes no sense";

/** Takes the messages of one FIT file apart, one after another. */
export class FitMessageReader {
  private readonly definitions = new Map<number, FitDefinition>();
  private lastTimestamp = 0;

  /** How many bytes the message at the buffer's beginning takes; null while too few are there to tell. */
  lengthOf(buffer: Buffer): number | FitBreak | null {
    const first = buffer[0];
    if (first === undefined) return null;
    if (isDefinition(first)) return definitionLength(buffer, (first & HAS_DEVELOPER_FIELDS) !== 0);
    const definition = this.definitions.get(localTypeOf(first));
    return definition === undefined ? "a message without a definition" : 1 + definition.bytes;
  }

  /** Takes one whole message; null when it is a definition, which says nothing by itself. */
  take(buffer: Buffer): FitMessage | FitBreak | null {
    const first = buffer[0] ?? 0;
    if (isDefinition(first)) return this.define(buffer);
    const definition = this.definitions.get(localTypeOf(first));
    if (definition === undefined) return "a message without a definition";
    const content = buffer.subarray(1);
    const told = unsignedField(definition, content, FIT_TIMESTAMP);
    const timestamp = (first & IS_COMPRESSED) === 0 ? told : this.after(first & COMPRESSED_SECONDS);
    if (timestamp !== null) this.lastTimestamp = timestamp;
    return new FitMessage(definition, content, timestamp);
  }

  private define(buffer: Buffer): FitBreak | null {
    const architecture = buffer[2] ?? 0;
    if (architecture > 1) return "a definition that makes no sense";
    const isLittleEndian = architecture === 0;
    const message = isLittleEndian ? buffer.readUInt16LE(3) : buffer.readUInt16BE(3);
    const fields = new Map<number, FieldPlace>();
    let bytes = 0;
    const end = DEFINITION_BYTES + (buffer[5] ?? 0) * FIELD_BYTES;
    for (let at = DEFINITION_BYTES; at < end; at += FIELD_BYTES) {
      fields.set(buffer[at] ?? 0, { offset: bytes, bytes: buffer[at + 1] ?? 0 });
      bytes += buffer[at + 1] ?? 0;
    }
    // Developer fields follow the others, in the definition and in the data; they are stepped over.
    for (let at = end + 1; at < buffer.length; at += FIELD_BYTES) bytes += buffer[at + 1] ?? 0;
    this.definitions.set((buffer[0] ?? 0) & LOCAL_TYPE, { message, isLittleEndian, fields, bytes });
    return null;
  }

  /** FIT protocol, "Compressed Timestamp Header": the low five bits of a time not before the last one. */
  private after(seconds: number): number {
    const carried = (seconds - (this.lastTimestamp & COMPRESSED_SECONDS)) & COMPRESSED_SECONDS;
    return this.lastTimestamp + carried;
  }
}

/** Length of the file's header, and of the messages after it; null when these bytes are no header. */
export function fitHeader(buffer: Buffer): { headerBytes: number; dataBytes: number } | null {
  const headerBytes = buffer[0] ?? 0;
  if (buffer.length < FIT_HEADER_LEAST_BYTES || headerBytes < FIT_HEADER_LEAST_BYTES) return null;
  if (buffer.toString("latin1", SIGNATURE_AT, SIGNATURE_AT + SIGNATURE.length) !== SIGNATURE) return null;
  return { headerBytes, dataBytes: buffer.readUInt32LE(4) };
}

/** Carries a file's checksum on over these bytes; it begins with 0. */
export function fitChecksum(checksum: number, bytes: Uint8Array): number {
  let crc = checksum;
  for (const byte of bytes) {
    crc = (crc >> 4) ^ (CRC_OF_NIBBLE[crc & 0xf] ?? 0) ^ (CRC_OF_NIBBLE[byte & 0xf] ?? 0);
    crc = (crc >> 4) ^ (CRC_OF_NIBBLE[crc & 0xf] ?? 0) ^ (CRC_OF_NIBBLE[byte >> 4] ?? 0);
  }
  return crc;
}

function isDefinition(first: number): boolean {
  return (first & (IS_COMPRESSED | IS_DEFINITION)) === IS_DEFINITION;
}

function localTypeOf(first: number): number {
  return (first & IS_COMPRESSED) === 0 ? first & LOCAL_TYPE : (first >> COMPRESSED_LOCAL_SHIFT) & COMPRESSED_LOCAL;
}

function definitionLength(buffer: Buffer, hasDeveloperFields: boolean): number | null {
  if (buffer.length < DEFINITION_BYTES) return null;
  const end = DEFINITION_BYTES + (buffer[5] ?? 0) * FIELD_BYTES;
  if (!hasDeveloperFields) return end;
  const developerFields = buffer[end];
  return developerFields === undefined ? null : end + 1 + developerFields * FIELD_BYTES;
}

function unsignedField({ fields, isLittleEndian }: FitDefinition, content: Buffer, field: number): number | null {
  const place = fields.get(field);
  if (place === undefined || ![1, 2, 4].includes(place.bytes)) return null;
  const { offset, bytes } = place;
  const value = isLittleEndian ? content.readUIntLE(offset, bytes) : content.readUIntBE(offset, bytes);
  return value === 2 ** (8 * bytes) - 1 ? null : value;
}
