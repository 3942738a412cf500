import { locationRecords, NEW_YORK } from "./sample-places.js";
import { cyclistTracks, appleHealthExport, POOR_SLEEPER, RUNNER } from "./sample-exports.js";

/** How far back the sample exports reach: more than the 30 days that a query means when it names none. */
const SAMPLE_DAYS = 45;

export interface CastPerson {
  key: "mara" | "jonas" | "ines";
  displayName: string;
  email: string;
  password: string;
  region: "EU" | "UK" | "US_WASHINGTON" | "US_OTHER" | "OTHER";
  timeZone: string;
  /** Made anew for the day of the first start, so that "the last 30 days" are never empty. */
  exports(now: Date): { fileName: string; text: string }[];
}

/** Her own card, as a phone shares it. */
const MARAS_CARD = [
  "BEGIN:VCARD",
  "VERSION:4.0",
  "FN:Mara Quill",
  "N:Quill;Mara;;;",
  "GENDER:F",
  "LANG;PREF=1:en",
  "LANG;PREF=2:pt",
  "ADR;TYPE=home:;;1 Example Street;Brooklyn;NY;11215;United States",
  "END:VCARD",
  "",
].join("\r\n");

/** Three invented people. Passwords are for a demo that listens on this machine alone. */
export const PEOPLE: readonly CastPerson[] = [
  {
    key: "mara",
    displayName: "Mara Quill",
    email: "mara@people.example",
    password: "a quiet run at dawn",
    region: "US_OTHER",
    timeZone: "America/New_York",
    exports: (now) => [
      { fileName: "export.xml", text: appleHealthExport({ seed: 1, now, days: SAMPLE_DAYS, profile: RUNNER }) },
      { fileName: "Records.json", text: locationRecords({ seed: 4, now, days: SAMPLE_DAYS, places: NEW_YORK }) },
      { fileName: "me.vcf", text: MARAS_CARD },
    ],
  },
  {
    key: "jonas",
    displayName: "Jonas Ebert",
    email: "jonas@people.example",
    password: "lamps out by eleven",
    region: "EU",
    timeZone: "Europe/Berlin",
    exports: (now) => [
      { fileName: "export.xml", text: appleHealthExport({ seed: 2, now, days: SAMPLE_DAYS, profile: POOR_SLEEPER }) },
    ],
  },
  {
    key: "ines",
    displayName: "Ines Kovac",
    email: "ines@people.example",
    password: "two wheels and a hill",
    region: "EU",
    timeZone: "Europe/Ljubljana",
    exports: (now) =>
      cyclistTracks({ seed: 3, now, days: SAMPLE_DAYS }).map(({ fileName, text }) => ({ fileName, text })),
  },
];

export interface CastBrand {
  key: "stride" | "restwell" | "velora";
  name: string;
  industry: string;
  country: string;
  purposes: string[];
  escrow: number;
}

export const BRANDS: readonly CastBrand[] = [
  {
    key: "stride",
    name: "Stride & Sole",
    industry: "sporting goods",
    country: "US",
    purposes: ["SERVICE_PERSONALISATION", "PERSONALISED_OFFERS"],
    escrow: 100_000,
  },
  {
    key: "restwell",
    name: "Restwell",
    industry: "bedding",
    country: "DE",
    purposes: ["SERVICE_PERSONALISATION", "PRODUCT_RECOMMENDATION"],
    escrow: 50_000,
  },
  {
    key: "velora",
    name: "Velora Cycles",
    industry: "bicycles",
    country: "SI",
    purposes: ["PERSONALISED_OFFERS"],
    escrow: 50_000,
  },
];
