import { ImportSource } from "../observation.js";
import { FIT_HEADER_LEAST_BYTES, fitHeader } from "./fit-messages.js";
import { recogniseIcalendar } from "./icalendar-lines.js";
import { photoFormat } from "./photo-format.js";
import { recogniseCsv } from "./recognise-csv.js";
import { recogniseJson } from "./recognise-json.js";
import { recogniseVcard } from "./vcard-lines.js";
import { rootElementName } from "./xml-reader.js";

export type FileKind = "zip" | ImportSource;

/** APPNOTE.TXT 4.3.7 and 4.3.16: the first local header, and the end record with which an empty archive begins. */
const ZIP_SIGNATURES = ["PK\x03\x04", "PK\x05\x06"];

/**
 * What a file is, from its first RECOGNISED_BYTES and never from its name: names are wrong (a sign-in page saved as
 * export.xml) and localised. XML is told by its root element, whatever stands before that: byte order mark, blanks,
 * comments, a DTD.
 *
 * @returns null when it is nothing that is read here
 */
export function recognise(head: Uint8Array): FileKind | null {
  const signature = Buffer.from(head.subarray(0, 4)).toString("latin1");
  if (ZIP_SIGNATURES.includes(signature)) return "zip";
  if (photoFormat(head) !== null) return ImportSource.PHOTO;
  if (fitHeader(Buffer.from(head.subarray(0, FIT_HEADER_LEAST_BYTES))) !== null) return ImportSource.FIT;
  const root = rootElementName(head);
  if (root === null)
    return recogniseVcard(head) ?? recogniseIcalendar(head) ?? recogniseJson(head) ?? recogniseCsv(head);
  if (root === "HealthData") return ImportSource.APPLE_HEALTH;
  if (localName(root) === "TrainingCenterDatabase") return ImportSource.TCX;
  return localName(root) === "gpx" ? ImportSource.GPX : null;
}

/** An element's name without its namespace prefix. */
export function localName(name: string): string {
  return name.slice(name.indexOf(":") + 1);
}
