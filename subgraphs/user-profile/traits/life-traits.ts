import { TraitType } from "../../../shared/trait-match.js";
import { AGE_BANDS } from "../generalise/birth-year.js";
import type { TraitSpec } from "./trait-spec.js";
import { ageBand, hourOfClock, mostFrequent, namesLately, rangeOf, sumPerWeek } from "./trait-formulas.js";

const NUMBER = { type: TraitType.NUMBER, values: null } as const;
const CATEGORY = { type: TraitType.CATEGORY, unit: null, values: null } as const;

/** RFC 5646: the primary language of a tag. */
const PRIMARY_LANGUAGE = /^[a-z]+/;

/** Who somebody is, where they are and when they work. */
export const LIFE_TRAITS: readonly TraitSpec[] = [
  {
    ...CATEGORY,
    id: "ageBand",
    title: "Age band",
    sources: ["demographics.birthYear"],
    formula: "The band of the age reached this calendar year.",
    values: AGE_BANDS.map(({ name }) => name),
    compute: ([year], now) => ageBand(year, now),
  },
  {
    ...NUMBER,
    id: "householdSize",
    title: "People in the household",
    sources: ["demographics.household"],
    unit: "{persons}",
    formula: "1, 2, the range 3 to 4, or from 5.",
    compute: ([household]) => rangeOf(household),
  },
  {
    ...CATEGORY,
    id: "language",
    title: "Preferred language",
    sources: ["demographics.languages"],
    formula: "The first language, without its region, such as en (ISO 639).",
    compute: ([languages]) =>
      languages?.kind === "words"
        ? (PRIMARY_LANGUAGE.exec(languages.value?.[0]?.toLowerCase() ?? "")?.[0] ?? null)
        : null,
  },
  {
    ...CATEGORY,
    id: "residenceCountry",
    title: "Country of the address",
    sources: ["demographics.homeArea"],
    formula: "The country (ISO 3166-1 alpha-2) of the home address.",
    compute: ([area]) => (area?.kind === "place" ? (area.value?.country ?? null) : null),
  },
  {
    ...CATEGORY,
    id: "homeTown",
    title: "Town of most nights",
    sources: ["location.home"],
    formula: "The town of the place of most nights; unknown where only the region is licensed.",
    compute: ([home]) => (home?.kind === "place" ? (home.value?.locality ?? null) : null),
  },
  {
    ...CATEGORY,
    id: "homeRegion",
    title: "Region of most days",
    sources: ["location.visits"],
    formula:
      "The region, such as US-NY (country and GeoNames code), of most days of the last 30 days; unknown for a tie.",
    compute: ([visits], now) => mostFrequent(visits, now, ({ place }) => place.region),
  },
  {
    ...CATEGORY,
    id: "homeCountry",
    title: "Country of most days",
    sources: ["location.visits"],
    formula: "The country (ISO 3166-1 alpha-2) of most days of the last 30 days; unknown for a tie.",
    compute: ([visits], now) => mostFrequent(visits, now, ({ place }) => place.country),
  },
  {
    ...NUMBER,
    id: "regionsVisited",
    title: "Regions visited lately",
    sources: ["location.visits"],
    unit: "{regions}",
    formula: "How many regions the visits of the last 30 days lie in.",
    compute: ([visits], now) => namesLately(visits, now, ({ place }) => place.region),
  },
  {
    ...NUMBER,
    id: "workHoursPerWeek",
    title: "Hours worked a week",
    sources: ["work.workingHours"],
    unit: "h/wk",
    formula: "Hours worked on the last 28 days, divided by four; over bands of a week, the range they span.",
    compute: ([hours], now) => sumPerWeek(hours, now),
  },
  {
    ...NUMBER,
    id: "workStartHour",
    title: "When work begins",
    sources: ["work.pattern"],
    unit: "h",
    formula: "The hour, from midnight, at which working days typically begin.",
    compute: ([pattern]) =>
      pattern?.kind === "pattern" && pattern.value ? hourOfClock(pattern.value.typicalStart) : null,
  },
  {
    ...NUMBER,
    id: "workDaysPerWeek",
    title: "Working days a week",
    sources: ["work.pattern"],
    unit: "d/wk",
    formula: "Days a week that have work in the calendar.",
    compute: ([pattern]) =>
      pattern?.kind === "pattern" && pattern.value
        ? { low: pattern.value.daysPerWeek, high: pattern.value.daysPerWeek }
        : null,
  },
  {
    ...NUMBER,
    id: "photosLately",
    title: "Photographs lately",
    sources: ["photos.count"],
    unit: "{photos}",
    formula: "The range of hundreds or thousands that holds how many were taken in the last 30 days.",
    compute: ([count]) => rangeOf(count),
  },
];
