import { DAY_MS } from "../../shared/clock.js";
import { jpegOf, tiffOf } from "./photo-file.js";

/**
 * Small exports that fill every field of a vault. Their digits stand for EXACT and nothing else, so that whatever is
 * told or printed can be searched for them.
 */
export const EXACT_TEXTS: Readonly<Record<string, readonly string[]>> = {
  "heart.rate": ["141.4137", "23:51"],
  "heart.restingRate": ["52.3719", "13:29"],
  "heart.variability": ["41.9173", "13:29"],
  "body.weight": ["71.3391", "13:29"],
  "body.height": ["172.63"],
  "fitness.activeEnergy": ["318.4713", "13:29"],
  "fitness.steps": ["13:29"],
  "fitness.workouts": ["8137.4", "17:41", "531.9"],
  "diet.energy": ["731.2917"],
  "diet.macronutrients": ["83.9173", "212.4931"],
  "sleep.stages": ["23:11:07"],
  "sleep.duration": ["11:07", "7.1275"],
  "location.visits": ["48.2135711", "16.3771133", "07:41"],
  "location.home": ["48.213", "16.377"],
  "contact.email": ["zoe@unseen.example"],
  "work.workingHours": ["09:13:27", "10:51:09"],
  "work.pattern": ["09:13"],
  "photos.moments": ["12:41:53", "CanaryCam"],
  "photos.places": ["47.0707123", "15.4395217", "41:53"],
};

/** What nothing but a vault's owner and a licensee may ever see, wherever it is searched for. */
export const CANARIES: readonly string[] = [
  "141.4137",
  "52.3719",
  "41.9173",
  "71.3391",
  "172.63",
  "318.4713",
  "8137.4",
  "531.9",
  "731.2917",
  "83.9173",
  "212.4931",
  "48.2135711",
  "16.3771133",
  "482135711",
  "zoe@unseen",
  "Ünseen",
  "555-0199",
  "Some Street",
  "47.0707123",
  "15.4395217",
  "CanaryCam",
];

/** One's own card. */
const CARD = [
  "BEGIN:VCARD",
  "VERSION:4.0",
  "FN:Zoë Ünseen",
  "N:Ünseen;Zoë;;;",
  "EMAIL:zoe@unseen.example",
  "TEL;VALUE=uri:tel:+43-1-555-0199",
  "BDAY:19840229",
  "GENDER:F",
  "LANG:de-AT",
  "ADR;TYPE=home:;;Some Street 1;Graz;Styria;8010;Austria",
  "END:VCARD",
  "",
].join("\r\n");

/** Nights at home, in the two ways in which positions are kept. */
const HOME = { latitudeE7: 482135711, longitudeE7: 163771133 };

/** Exports of the last week before a moment; all but the household, which no export tells. */
export function everyFieldFiles(nowMs: number): Buffer[] {
  return [...everyFieldTexts(nowMs).map((text) => Buffer.from(text)), photograph(dayBefore(nowMs, 3))];
}

const dayBefore = (nowMs: number, days: number): string => new Date(nowMs - days * DAY_MS).toISOString().slice(0, 10);

/** EXIF 2.32: maker and model; the moment with its offset; the place in degrees and their references. */
function photograph(day: string): Buffer {
  const image = { 0x010f: "CanaryCam", 0x0110: "X9" };
  const exif = { 0x9003: `${day.replaceAll("-", ":")} 12:41:53`, 0x9011: "+00:00" };
  const degrees = (value: number): [number, number][] => [[Math.round(value * 1e7), 1e7], [0, 1], [0, 1]]; // prettier-ignore
  const gps = { 1: "N", 2: degrees(47.0707123), 3: "E", 4: degrees(15.4395217) };
  return jpegOf(tiffOf({ image, exif, gps }));
}

/** The same without the photograph, which is no text. */
export function everyFieldTexts(nowMs: number): string[] {
  const day = (days: number): string => dayBefore(nowMs, days);
  const record = (type: string, unit: string, value: string, time = "07:13:29"): string =>
    `<Record type="HKQuantityTypeIdentifier${type}" sourceName="Watch" unit="${unit}" ${span(time, time)} value="${value}"/>`;
  const span = (start: string, end: string, from = day(3)): string =>
    `startDate="${from} ${start} +0000" endDate="${day(3)} ${end} +0000"`;
  const records = [
    record("RestingHeartRate", "count/min", "52.3719"),
    record("HeartRateVariabilitySDNN", "ms", "41.9173"),
    record("BodyMass", "kg", "71.3391"),
    record("Height", "cm", "172.63"),
    record("ActiveEnergyBurned", "kcal", "318.4713"),
    record("DietaryEnergyConsumed", "kcal", "731.2917"),
    record("DietaryProtein", "g", "83.9173"),
    record("DietaryCarbohydrates", "g", "212.4931"),
    record("StepCount", "count", "1734"),
    record("HeartRate", "count/min", "141.4137", "10:23:51"),
    `<Record type="HKCategoryTypeIdentifierSleepAnalysis" sourceName="Watch" value="HKCategoryValueSleepAnalysisAsleepCore" ${span("23:11:07", "06:18:46", day(4))}/>`,
    `<Workout workoutActivityType="HKWorkoutActivityTypeRunning" sourceName="Watch" ${span("10:17:41", "10:59:02")} totalDistance="8137.4" totalDistanceUnit="m" totalEnergyBurned="531.9" totalEnergyBurnedUnit="kcal"/>`,
  ];
  const health = `<?xml version="1.0"?><HealthData locale="en_GB">${records.join("\n")}</HealthData>`;
  const locations = [2, 3, 4, 5].map((days) => ({ ...HOME, timestamp: `${day(days)}T02:07:41Z` }));
  const date = day(3).replaceAll("-", "");
  const calendar = [
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    "BEGIN:VEVENT",
    "UID:1",
    `DTSTART:${date}T091327Z`,
    `DTEND:${date}T105109Z`,
    "SUMMARY:with zoe@unseen.example",
    "END:VEVENT",
    "END:VCALENDAR",
    "",
  ].join("\r\n");
  return [health, JSON.stringify({ locations }), CARD, calendar];
}
