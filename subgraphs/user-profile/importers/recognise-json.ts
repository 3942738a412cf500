import { ImportSource } from "../observation.js";

/** A property of Google's that begins its document, and the list or object after it. */
const GOOGLE_OBJECT = /^\{\s*"(locations|timelineObjects|semanticSegments|rawSignals|userLocationProfile)"\s*:\s*[[{]/;
const GOOGLE_LIST = /^\[\s*\{/;
/** Sleep and exercise of other services have a startTime as well, but no object of these names. */
const GOOGLE_SEGMENT = /"(visit|activity)"\s*:\s*\{|"timelinePath"\s*:\s*\[/;

/** In order: the first whose every mark is there. */
const MARKS: readonly (readonly [source: ImportSource, ...marks: RegExp[]])[] = [
  [ImportSource.CONFIDE_EXPORT, /^\{\s*"confide"\s*:\s*"vault"/],
  [ImportSource.GOOGLE_LOCATION, GOOGLE_OBJECT],
  [ImportSource.GOOGLE_LOCATION, GOOGLE_LIST, /"startTime"/, GOOGLE_SEGMENT],
  [ImportSource.FHIR, /"resourceType"\s*:\s*"[A-Z]/],
  [ImportSource.OPEN_MHEALTH, /"schema_id"\s*:\s*\{/, /"body"\s*:\s*\{/],
  [ImportSource.OPEN_MHEALTH, /"effective_time_frame"\s*:\s*\{/],
  // A date with slashes is in no other export; the Web API names what it answers first.
  [ImportSource.FITBIT, /^\[\s*\{\s*"dateTime"\s*:\s*"\d\d\/\d\d\/\d\d /],
  [ImportSource.FITBIT, /^\[\s*\{\s*"logId"\s*:/, /"(weight|activityName|levels|dateOfSleep)"\s*:/],
  [ImportSource.FITBIT, /^\{\s*"activities-(heart|steps)(-intraday)?"\s*:/],
  [ImportSource.FITBIT, /^\{\s*"(sleep|weight)"\s*:\s*\[/, /"(logId|dateOfSleep|minuteData)"\s*:/],
  [
    ImportSource.GARMIN_CONNECT,
    /"(heartRateValues|dailySleepDTO|dailyWeightSummaries|dateWeightList|summarizedActivitiesExport)"\s*:/,
  ],
  [ImportSource.GARMIN_CONNECT, /"activityId"\s*:/, /"startTimeGMT"\s*:/],
  [ImportSource.GARMIN_CONNECT, /"calendarDate"\s*:/, /"(sleepStartTimestampGMT|totalSteps)"\s*:/],
  [ImportSource.OURA, /"(bedtime_start|start_datetime)"\s*:/, /"day"\s*:/],
  [ImportSource.OURA, /^(\{\s*"data"\s*:\s*)?\[\s*\{/, /"bpm"\s*:/, /"timestamp"\s*:/],
  [ImportSource.OURA, /"day"\s*:/, /"(equivalent_walking_distance|average_met_minutes)"\s*:/],
  [ImportSource.NUTRITION_CSV, /"category"\s*:\s*"nutrition"/, /"results"\s*:\s*\[/],
];
const LOOKED_AT_CHARACTERS = 16_384;

/** What a JSON document is, from its first properties; null when it is nothing that is read here. */
export function recogniseJson(head: Uint8Array): ImportSource | null {
  const text = new TextDecoder()
    .decode(head.subarray(0, LOOKED_AT_CHARACTERS))
    .replace(/^\uFEFF/, "")
    .trimStart();
  if (!/^[[{]/.test(text)) return null;
  return MARKS.find(([, ...marks]) => marks.every((mark) => mark.test(text)))?.[0] ?? null;
}
