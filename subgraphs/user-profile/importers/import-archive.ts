import { ImportSource } from "../observation.js";
import { Archive, type ArchiveEntry } from "./archive.js";
import { headOf, tally } from "./byte-streams.js";
import { isFitbitProfile } from "./fitbit-csv.js";
import { GpxRole } from "./gpx.js";
import { RECOGNISED_BYTES } from "./import-limits.js";
import { DamagedSourceError, ImportRefusedError } from "./importer.js";
import type { ImportRun } from "./import-run.js";
import { type FileKind, recognise } from "./recognise.js";

/** An Apple Health export keeps the routes of its workouts in a folder of this name, in every language. */
const ROUTES_FOLDER = /(^|\/)workout-routes\//;

/** Apple Health first, because its workouts are told once, by export.xml; archives last. */
const ORDER: readonly FileKind[] = [
  ImportSource.CONFIDE_EXPORT,
  ImportSource.APPLE_HEALTH,
  ImportSource.GPX,
  ImportSource.TCX,
  ImportSource.FIT,
  ImportSource.FITBIT,
  ImportSource.GARMIN_CONNECT,
  ImportSource.OURA,
  ImportSource.WHOOP,
  ImportSource.OPEN_MHEALTH,
  ImportSource.FHIR,
  ImportSource.NUTRITION_CSV,
  ImportSource.GOOGLE_LOCATION,
  ImportSource.VCARD,
  ImportSource.PHOTO,
  ImportSource.ICALENDAR,
  "zip",
];

interface Candidate {
  entry: ArchiveEntry;
  kind: FileKind;
  /** It tells what the others of its kind need to know. */
  isFirst: boolean;
}

/**
 * Reads everything in an archive that is of a known format, told by its content. Files of no known format (films,
 * electrocardiograms, clinical records, export_cda.xml) are counted as skipped. An archive inside the archive is read as
 * well, because people zip what they were sent; one inside that is not.
 *
 * @param source the archive's path, or the content of an inner one
 * @throws ImportRefusedError when the archive is damaged or hostile as a whole; nothing of it was read then
 */
export async function importArchive(source: string | Buffer, run: ImportRun, label = ""): Promise<void> {
  const archive = await Archive.open(source, run.limits, run.budget);
  try {
    const isOutermost = typeof source === "string";
    for (const { number, message } of archive.refused) run.refuse(`${label}entry ${number}`, message);
    const candidates = await recogniseEntries(archive, run, label);
    const has = (source: ImportSource): boolean => candidates.some(({ kind }) => kind === source);
    const [isOwnExport, hasAppleHealth] = [has(ImportSource.CONFIDE_EXPORT), has(ImportSource.APPLE_HEALTH)];
    let bytesBehind = 0;
    for (const { entry, kind } of candidates) {
      // Our own export tells everything in vault.ndjson, and a part again in other words for other programs; Apple Health
      // lists in export.xml what it keeps of the clinical records beside it.
      const isTold = isOwnExport ? kind !== ImportSource.CONFIDE_EXPORT : hasAppleHealth && kind === ImportSource.FHIR;
      if (isTold) {
        run.sink.record();
        run.sink.skipped();
        continue;
      }
      const report = isOutermost ? progressOf(entry, bytesBehind, run) : () => undefined;
      const where = `${label}entry ${entry.number}`;
      if (kind !== "zip") {
        await run.read(kind, tally(entry.chunks(), report), `${where}, `, roleOf(entry, hasAppleHealth));
      } else if (isOutermost) {
        await importInnerArchive(entry, run, where);
      } else {
        run.refuse(where, "An archive inside an archive inside an archive is not read.");
      }
      bytesBehind += entry.compressedBytes;
    }
  } finally {
    archive.close();
  }
}

async function recogniseEntries(archive: Archive, run: ImportRun, label: string): Promise<Candidate[]> {
  const candidates: Candidate[] = [];
  for (const entry of archive.entries) {
    run.signal?.throwIfAborted();
    try {
      const head = await headOf(entry.chunks(), RECOGNISED_BYTES);
      const kind = recognise(head);
      if (kind !== null) candidates.push({ entry, kind, isFirst: isFitbitProfile(head.toString("utf8")) });
      else {
        run.sink.record();
        run.sink.skipped();
      }
    } catch (error) {
      if (!(error instanceof DamagedSourceError)) throw error;
      run.refuse(`${label}entry ${entry.number}`, "The entry is damaged; it was not read.");
    }
  }
  return candidates.sort(
    (a, b) => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind) || Number(b.isFirst) - Number(a.isFirst),
  );
}

async function importInnerArchive(entry: ArchiveEntry, run: ImportRun, where: string): Promise<void> {
  if (entry.expandedBytes > run.limits.innerArchiveBytes) {
    run.refuse(where, "The archive inside the archive is too large; unpack the outer one and import the inner.");
    return;
  }
  try {
    const content = await headOf(entry.chunks(), run.limits.innerArchiveBytes + 1);
    await importArchive(content, run, `${where}, `);
  } catch (error) {
    if (!(error instanceof ImportRefusedError || error instanceof DamagedSourceError)) throw error;
    run.refuse(where, error instanceof DamagedSourceError ? "The entry is damaged; it was not read." : error.message);
  }
}

function roleOf(entry: ArchiveEntry, hasAppleHealth: boolean): GpxRole {
  if (!hasAppleHealth) return GpxRole.TRACK;
  return ROUTES_FOLDER.test(entry.name) ? GpxRole.ROUTE : GpxRole.BESIDE_APPLE_HEALTH;
}

/** Turns expanded bytes of an entry into bytes of the upload. */
function progressOf(entry: ArchiveEntry, bytesBehind: number, run: ImportRun): (expandedBytes: number) => void {
  const scale = entry.compressedBytes / Math.max(1, entry.expandedBytes);
  return (expandedBytes) => run.sink.progress(Math.floor(bytesBehind + expandedBytes * scale));
}
