import { findIana } from "windows-iana";
import { isTimeZone, Zone } from "../vault/local-day.js";

/** "/freeassociation.sourceforge.net/Tzfile/Europe/Vienna", "tzone://Microsoft/Utc": an IANA name has one to three parts. */
const NAME_PARTS = [3, 2, 1];
/** "(UTC-05:00) Eastern Time (US & Canada)", "(GMT+10:00) Canberra, Melbourne, Sydney": offset of standard time, places. */
const CAPTION = /^\((?:UTC|GMT)(?:([+-])(\d\d):(\d\d))?\)\s*(.+)$/;
const REMARK = / \(.+\)$| Is(?:\.|lands?)$/;
/** Places of captions that are filed under another name, by the Windows name. */
const OTHERWISE: ReadonlyMap<string, string> = new Map([
  ["Baja California", "Pacific Standard Time (Mexico)"],
  ["Brasilia", "E. South America Standard Time"],
  ["Coordinated Universal Time", "UTC"],
  ["Indiana (East)", "US Eastern Standard Time"],
  ["International Date Line West", "Dateline Standard Time"],
  ["New Caledonia", "Central Pacific Standard Time"],
  ["Nuku'alofa", "Tonga Standard Time"],
  ["Port Louis", "Mauritius Standard Time"],
  ["Salvador", "Bahia Standard Time"],
  ["Sri Jayawardenepura", "Sri Lanka Standard Time"],
  ["West Central Africa", "W. Central Africa Standard Time"],
]);
/** Where IANA files the cities, states and islands that captions name. */
const AREAS = ["Europe", "America", "Asia", "Africa", "Australia", "Pacific", "Atlantic", "Indian", "US", "Canada"];
/** Captions were written for the rules of these years. */
const FIRST_CAPTION_YEAR = 2000;
const LAST_CAPTION_YEAR = 2026;

/**
 * The IANA time zone that a calendar means by a name: IANA's own, whatever path a program put before it, or Windows'
 * ("Newfoundland Standard Time").
 */
export function zoneOfName(name: string): string | null {
  if (isTimeZone(name)) return name;
  const parts = name.split("/");
  const tails = NAME_PARTS.filter((count) => parts.length > count).map((count) => parts.slice(-count).join("/"));
  return tails.find(isTimeZone) ?? zoneOfWindows(name);
}

/**
 * The time zone of a caption, as Outlook and Exchange show it and at times write it: one of the places that it names,
 * in which the offset that it names has held. A place of the same name elsewhere has another offset.
 */
export function zoneOfCaption(caption: string): string | null {
  const match = CAPTION.exec(caption);
  if (match === null) return null;
  const [, sign, hours = "0", minutes = "0", places = ""] = match;
  const offset = (sign === "-" ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
  const candidates = places.split(/[,/:]/).flatMap((place) => zonesOfPlace(place.trim()));
  return candidates.find((name) => hasHeld(name, offset)) ?? null;
}

function zoneOfWindows(name: string): string | null {
  // The package types the names that it knows; it answers an empty list for any other.
  const known = findIana(name);
  return known.find(isTimeZone) ?? null;
}

function zonesOfPlace(caption: string): string[] {
  const place = caption.replace(REMARK, "");
  const windows = zoneOfWindows(OTHERWISE.get(caption) ?? `${place.replace(/ Time$/, "")} Standard Time`);
  if (windows !== null) return [windows];
  return AREAS.map((area) => `${area}/${place.replaceAll(" ", "_")}`).filter(isTimeZone);
}

function hasHeld(name: string, offset: number): boolean {
  const zone = new Zone(name);
  for (let year = FIRST_CAPTION_YEAR; year <= LAST_CAPTION_YEAR; year += 1) {
    if ([0, 6].some((month) => zone.offsetMinutes(Date.UTC(year, month, 1)) === offset)) return true;
  }
  return false;
}
