import { ImportSource } from "../observation.js";

/** A property of Google's that begins its document, and the list or object after it. */
const GOOGLE_OBJECT =
  /^\s*\{\s*"(locations|timelineObjects|semanticSegments|rawSignals|userLocationProfile)"\s*:\s*[[{]/;
const GOOGLE_LIST = /^\s*\[\s*\{/;
/** Sleep and exercise of other services have a startTime as well, but no object of these names. */
const GOOGLE_SEGMENT = /"(visit|activity)"\s*:\s*\{|"timelinePath"\s*:\s*\[/;
const LOOKED_AT_CHARACTERS = 16_384;

/** What a JSON document is, from its first properties; null when it is nothing that is read here. */
export function recogniseJson(head: Uint8Array): ImportSource | null {
  const text = new TextDecoder().decode(head.subarray(0, LOOKED_AT_CHARACTERS));
  if (GOOGLE_OBJECT.test(text)) return ImportSource.GOOGLE_LOCATION;
  const isSegments = GOOGLE_LIST.test(text) && text.includes('"startTime"') && GOOGLE_SEGMENT.test(text);
  return isSegments ? ImportSource.GOOGLE_LOCATION : null;
}
