import { importPhoto } from "../../../../../subgraphs/user-profile/importers/photo.js";
import type { Directories } from "../../../../harness/photo-file.js";
import { bytesOf, CollectingSink, UTC } from "./collecting-sink.js";

/** Tags of Exif 2.32. */
const [MAKE, MODEL, ORIGINAL, OFFSET] = [0x010f, 0x0110, 0x9003, 0x9011] as const;

/** All that is taken of a photograph. */
export const TAGS: Directories = {
  image: { [MAKE]: "Ricoh", [MODEL]: "GR III" },
  exif: { [ORIGINAL]: "2024:05:01 18:30:00", [OFFSET]: "+02:00" },
  gps: {
    1: "S",
    2: [
      [33, 1],
      [51, 1],
      [2400, 100],
    ],
    3: "E",
    4: [
      [151, 1],
      [12, 1],
      [36, 1],
    ],
  },
};

/** What is made of these. */
export const PHOTO = {
  kind: "photo",
  startMs: Date.UTC(2024, 4, 1, 16, 30),
  endMs: Date.UTC(2024, 4, 1, 16, 30),
  offsetMinutes: 120,
  latitude: -(33 + 51 / 60 + 24 / 3600),
  longitude: 151 + 12 / 60 + 36 / 3600,
  camera: "Ricoh GR III",
  origin: { source: "PHOTO", device: null, grade: "OBSERVED" },
};

/** A photograph as the importer tells it. */
export async function read(
  content: Buffer,
  chunkBytes = 1000,
  label = "",
): Promise<{ sink: CollectingSink; isWhole: boolean }> {
  const sink = new CollectingSink();
  const isWhole = await importPhoto({ chunks: bytesOf(content, chunkBytes), sink, label, zone: UTC });
  return { sink, isWhole };
}
