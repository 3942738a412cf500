import { dpv, ours, PLAIN, type FieldSpec } from "../field-spec.js";
import { Precision } from "../precision.js";
import { IntimacyTier } from "../tier.js";

const { PERSONAL, INTIMATE } = IntimacyTier;

/** Four points of a trace identify 95 % of people, so exact places are for the person only (mission.md 7). */
const PLACE = {
  ...PLAIN,
  tier: INTIMATE,
  specialCategory: false,
  code: "omh geoposition 1.0",
  unit: "deg",
  personOnly: [Precision.EXACT],
} as const;

/** Where the person is, works and takes pictures. */
export const PLACE_FIELDS: readonly FieldSpec[] = [
  {
    ...PLACE,
    ...dpv("HomeLocation"),
    path: "location.home",
    title: "Where you live, from where you spend your nights",
    precisions: {
      EXACT: "The position of your home.",
      FINE: "A square of 0.02 degrees (about 2 km) around your home.",
      COARSE: "The town or city of your home.",
      BAND: "The region of your home, such as a state.",
    },
  },
  {
    ...PLACE,
    ...dpv("TravelHistory"),
    path: "location.visits",
    title: "The places you have been to, and when",
    precisions: {
      EXACT: "Every place, with its times.",
      FINE: "Squares of 0.02 degrees (about 2 km), to the hour.",
      COARSE: "The towns and cities you were in, by day.",
      BAND: "The regions you were in, such as states, by week.",
    },
  },
  {
    ...PLAIN,
    ...ours("WorkingHours", "Professional"),
    path: "work.workingHours",
    title: "The hours you work",
    tier: PERSONAL,
    specialCategory: false,
    code: null,
    unit: "h",
    precisions: {
      EXACT: "Every event in your working calendar, without its words.",
      FINE: "Working time by the hour.",
      COARSE: "Hours worked by day.",
      BAND: "Hours worked by week, in bands of 2 hours.",
    },
  },
  {
    ...PLAIN,
    ...ours("WorkPattern", "Professional"),
    path: "work.pattern",
    title: "When your working day typically begins and ends",
    tier: PERSONAL,
    specialCategory: false,
    code: null,
    unit: null,
    precisions: {
      EXACT: "Typical start and end, to the minute.",
      FINE: "Typical start and end, to 30 minutes.",
      COARSE: "Typical start and end, to the hour.",
    },
  },
  {
    ...PLAIN,
    ...ours("PhotoCount", "Picture"),
    path: "photos.count",
    title: "How many photographs you take",
    tier: PERSONAL,
    specialCategory: false,
    code: null,
    unit: "{photos}",
    precisions: {
      EXACT: "The number of photographs.",
      FINE: "The number of photographs, in tens.",
      COARSE: "The number of photographs, in hundreds.",
      BAND: "The number of photographs, in thousands.",
    },
  },
  {
    ...PLACE,
    ...ours("PhotoPlaces", "Picture"),
    path: "photos.places",
    title: "The places where you took photographs, never the pictures",
    precisions: {
      EXACT: "Every place of a photograph, with its time.",
      FINE: "Squares of 0.02 degrees (about 2 km), to the hour.",
      COARSE: "The towns and cities of your photographs, by day.",
      BAND: "The regions of your photographs, such as states, by week.",
    },
  },
  {
    ...PLACE,
    ...ours("PhotoMoments", "Picture"),
    path: "photos.moments",
    title: "When you took photographs, never the pictures",
    precisions: {
      EXACT: "The time of every photograph, with its place and camera.",
      FINE: "The hour of every photograph, with a square of 0.02 degrees where places are licensed too.",
      COARSE: "The days of your photographs, with the town or city where places are licensed too.",
      BAND: "The weeks of your photographs, with the region where places are licensed too.",
    },
  },
];
