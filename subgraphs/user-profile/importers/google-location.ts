import { GoogleElements } from "./google-element.js";
import type { ImportInput } from "./importer.js";
import { readJsonElements } from "./json-elements.js";

const LISTS = ["$.locations.*", "$.timelineObjects.*", "$.semanticSegments.*", "$.rawSignals.*"];
const ELEMENTS_OF_A_LIST = ["$.*"];

/**
 * Google's location history, in the four shapes that it has had, as a stream:
 *
 *     {"locations": [{latitudeE7, longitudeE7, timestamp | timestampMs}, ...]}           Records.json: positions
 *     {"timelineObjects": [{placeVisit | activitySegment}, ...]}                         Semantic Location History
 *     {"semanticSegments": [{startTime, visit | activity | timelinePath}, ...],
 *      "rawSignals": [{position}, ...]}                                                  Android's Timeline.json
 *     [{startTime, visit | activity | timelinePath}, ...]                                iOS' location-history.json
 *
 * Positions are folded into visits; a stay is one; of a way its beginning and its end are told. A document that breaks
 * while its first are read is refused whole; a longer one keeps what came before the break, and says so.
 *
 * Deliberately dropped: names, addresses and place ids, and what Google guesses of them (home, work, other candidates);
 * nearby Wi-Fi with its hardware addresses, which are other people's; accuracy, altitude, speed, activity guesses,
 * distances; paths without times; frequent places and persona; device tags.
 *
 * @returns whether the document was read to its end; where it was not, a problem names the byte
 */
export function importGoogleLocation(input: ImportInput): Promise<boolean> {
  return readJsonElements(input, (push) => {
    const elements = new GoogleElements(push);
    return {
      shapeOf: (head) => ({ paths: head.startsWith("[") ? ELEMENTS_OF_A_LIST : LISTS }),
      take: (element) => elements.take(element),
      end: () => elements.end(),
      lacks: "a readable place or time; what lacks it was not stored",
      empty: "The file holds no locations.",
    };
  });
}
