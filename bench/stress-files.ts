import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { appleHealthExport, gpxTrackOf } from "./generated-exports.js";

const SAMPLES_FOLDER = fileURLToPath(new URL("../../shared/data/dev/", import.meta.url));

/** The large sample beside the repository, or where it is absent an invented export of the same size, written into `folder`. */
export function appleHealthStressFile(folder: string): Promise<string> {
  return sampleOr("apple-health/stress-export.xml", join(folder, "export.xml"), appleHealthExport);
}

/** A track of some 40,000 points in one day. */
export function gpxStressFile(folder: string): Promise<string> {
  return sampleOr("gpx/stress-track-40k.gpx", join(folder, "track.gpx"), gpxTrackOf);
}

/** What the runs of this machine read, for the table. */
export function stressFilesAre(): "samples" | "generated" {
  return existsSync(join(SAMPLES_FOLDER, "apple-health/stress-export.xml")) ? "samples" : "generated";
}

async function sampleOr(sample: string, path: string, generate: () => string): Promise<string> {
  const samplePath = join(SAMPLES_FOLDER, sample);
  if (existsSync(samplePath)) return samplePath;
  await writeFile(path, generate());
  return path;
}
