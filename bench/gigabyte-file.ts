import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { join } from "node:path";
import { DOCUMENT_TAIL, documentHead } from "../demo/apple-health-document.js";
import { appleHealthExport, RUNNER } from "../demo/sample-exports.js";
import { DAY_MS } from "../shared/clock.js";

const GIGABYTE = 1_000_000_000;
const UNTIL = new Date("2025-06-01T00:00:00Z");
/** Written at a time; some 19 MB. */
const DAYS_AT_A_TIME = 260;

/** An Apple Health export of a gigabyte, which is half a life of wearing a watch, written into `folder`. */
export async function gigabyteExport(folder: string): Promise<string> {
  const path = join(folder, "gigabyte.xml");
  const file = createWriteStream(path);
  for (let piece = 0; file.bytesWritten + file.writableLength < GIGABYTE; piece += 1) {
    const now = new Date(UNTIL.getTime() - piece * DAYS_AT_A_TIME * DAY_MS);
    const text = appleHealthExport({ seed: piece + 1, now, days: DAYS_AT_A_TIME - 1, profile: RUNNER });
    // One document: what stands before the first record and behind the last is there once.
    const from = piece === 0 ? 0 : documentHead(RUNNER, now).length;
    const body = text.slice(from, -DOCUMENT_TAIL.length);
    if (!file.write(body)) await once(file, "drain");
  }
  file.end(DOCUMENT_TAIL);
  await once(file, "finish");
  return path;
}
