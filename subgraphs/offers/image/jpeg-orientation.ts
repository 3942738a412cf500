/**
 * Exif 3.0: a camera writes the sensor's rows and says beside them how they are turned. Of all that a camera says this
 * one number stays, or the picture would lie on its side.
 */
const EXIF = Buffer.from("Exif\0\0");
const ORIENTATION_TAG = 0x0112;
const SHORT = 3;
const ENTRY_BYTES = 12;

/** Null where a segment says nothing of it. */
export function orientationOf(segment: Buffer): number | null {
  if (!segment.subarray(0, EXIF.length).equals(EXIF)) return null;
  const tiff = segment.subarray(EXIF.length);
  const order = tiff.toString("latin1", 0, 2);
  if (tiff.length < 8 || (order !== "II" && order !== "MM")) return null;
  const short = (at: number): number =>
    at + 2 > tiff.length ? 0 : order === "II" ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at);
  const directory = order === "II" ? tiff.readUInt32LE(4) : tiff.readUInt32BE(4);
  const entries = short(directory);
  for (let index = 0, at = directory + 2; index < entries && at + ENTRY_BYTES <= tiff.length; index += 1) {
    if (short(at) === ORIENTATION_TAG && short(at + 2) === SHORT) {
      const value = short(at + 8);
      return value >= 1 && value <= 8 ? value : null;
    }
    at += ENTRY_BYTES;
  }
  return null;
}

/** A segment that says this and nothing else: one directory of one entry. */
export function orientationSegment(orientation: number): Buffer {
  const tiff = Buffer.alloc(26);
  tiff.write("MM", 0, "latin1");
  tiff.writeUInt16BE(42, 2);
  tiff.writeUInt32BE(8, 4);
  tiff.writeUInt16BE(1, 8);
  tiff.writeUInt16BE(ORIENTATION_TAG, 10);
  tiff.writeUInt16BE(SHORT, 12);
  tiff.writeUInt32BE(1, 14);
  tiff.writeUInt16BE(orientation, 18);
  const head = Buffer.from([0xff, 0xe1, 0, 0]);
  head.writeUInt16BE(2 + EXIF.length + tiff.length, 2);
  return Buffer.concat([head, EXIF, tiff]);
}
