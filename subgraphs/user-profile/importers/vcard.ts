import type { Fact, FactField, FactValues, HomeArea, Origin } from "../observation.js";
import { ImportSource, Provenance } from "../observation.js";
import { headOf } from "./byte-streams.js";
import type { ImportInput } from "./importer.js";
import { ItemQueue } from "./item-queue.js";
import { countryCode } from "./country-code.js";
import { components, plainText, type VcardLine, vcardLines } from "./vcard-lines.js";

/**
 * The person's own card, vCard 2.1, 3.0 and 4.0:
 *
 *     BEGIN:VCARD
 *     N:family;given;...        contact.familyName, contact.givenName
 *     EMAIL, TEL, ADR           contact.email, .phone, .postalAddress: the preferred one, or the first
 *     BDAY:19880412             demographics.birthYear: the year only
 *     GENDER:F                  demographics.gender: the letter of RFC 6350 6.2.7
 *     LANG:en                   demographics.languages
 *     END:VCARD
 *
 * demographics.homeArea is the locality, region and country of an address that is not a workplace's. A file of several
 * cards is an address book, which is other people's data: it is refused whole. So is a card without an end.
 *
 * Deliberately dropped: the formatted name and nicknames, day and month of birth, photographs and all else that a URL
 * points to (nothing is ever fetched), notes, relations, organisations, keys, the words beside a gender's letter.
 *
 * @returns whether the card was read; where not, a problem says why
 */
export async function importVcard(input: ImportInput): Promise<boolean> {
  const bytes = await headOf(input.chunks, CARD_BYTES + 1);
  if (bytes.length > CARD_BYTES) return refuse(input, "The file is too long for one card; nothing of it was stored.");
  const lines = [...vcardLines(bytes.toString("utf8"))];
  const cards = lines.filter(({ name }) => name === "BEGIN").length;
  if (cards > 1) {
    return refuse(input, "The file holds several cards: an address book is other people's data; nothing was stored.");
  }
  if (!lines.some(({ name }) => name === "END")) {
    return refuse(input, "The card has no end: the file is cut short; nothing of it was stored.");
  }
  input.sink.record();
  const queue = new ItemQueue(input.sink);
  for (const fact of factsOf(lines)) queue.push(fact);
  await queue.drain();
  if (hasUnreadableBirthday(lines)) problem(input, "The card's date of birth has no readable year; it was left out.");
  return true;
}

/** A card with a large photograph. */
const CARD_BYTES = 8 * 1024 ** 2;
const ORIGIN: Origin = Object.freeze({ source: ImportSource.VCARD, device: null, grade: Provenance.PROVIDED });

/** Longer than any name, address or mail address is (RFC 5321 allows 254). */
const TEXT_LENGTH = 400;
const BIRTHDAY = /^((?:19|20)\d{2})(?:-?\d{2}){0,2}(?:$|T)/;
/** RFC 6350 4.3.1: a date without a year. */
const BIRTHDAY_WITHOUT_YEAR = /^--/;
/** Male, female, other; N and U say that there is nothing to say. */
const GENDER = /^([MFO])(?:;|$)/i;
const MAIL_ADDRESS = /^[^\s@<>]+@[^\s@<>]+$/;
const PHONE = /^\+?[\d\s().;/a-z=-]{3,}$/i;
const LANGUAGE = /^[a-z]{2,3}(?:-[a-z0-9]{2,8}){0,4}$/i;

function factsOf(lines: readonly VcardLine[]): Fact[] {
  const named = (name: string) => byPreference(lines.filter((line) => line.name === name));
  const [family, given] = components(named("N")[0]?.value ?? "");
  const phones = named("TEL").filter((line) => !isOf(line, "FAX"));
  const addresses = named("ADR").sort((a, b) => Number(isOf(a, "WORK")) - Number(isOf(b, "WORK")));
  const home = addresses.find((line) => !isOf(line, "WORK"));
  const birthday = BIRTHDAY.exec(named("BDAY")[0]?.value.trim() ?? "");
  const languages = values(named("LANG")).filter((tag) => LANGUAGE.test(tag));
  return [
    ...text("contact.givenName", given),
    ...text("contact.familyName", family),
    ...text(
      "contact.email",
      values(named("EMAIL")).find((value) => MAIL_ADDRESS.test(value)),
    ),
    ...text("contact.phone", values(phones).map(phoneNumber).find(isPhone)),
    ...text(
      "contact.postalAddress",
      components(addresses[0]?.value ?? "")
        .filter(Boolean)
        .join(", "),
    ),
    ...fact("demographics.birthYear", birthday === null ? null : Number(birthday[1])),
    ...text("demographics.gender", GENDER.exec(named("GENDER")[0]?.value ?? "")?.[1]?.toUpperCase()),
    ...fact("demographics.languages", languages.length === 0 ? null : languages),
    ...fact("demographics.homeArea", home === undefined ? null : homeAreaOf(home)),
  ];
}

function homeAreaOf({ value }: VcardLine): HomeArea | null {
  const [, , , locality = "", region = "", , country = ""] = components(value).map((part) =>
    part.slice(0, TEXT_LENGTH),
  );
  const area = { locality: locality || null, region: region || null, country: countryCode(country) };
  return (area.locality ?? area.region ?? area.country) ? area : null;
}

/** Sorted by `PREF=1` of 4.0 or `PREF` of 2.1 and 3.0; otherwise as they stand. */
function byPreference(lines: VcardLine[]): VcardLine[] {
  return lines.sort((a, b) => preference(a) - preference(b));
}

function preference({ parameters }: VcardLine): number {
  const told = parameters.map((parameter) => /^PREF=(\d{1,3})$/.exec(parameter)?.[1]).find(Boolean);
  if (told !== undefined) return Number(told);
  return parameters.some((parameter) => /^(TYPE=)?.*\bPREF\b/.test(parameter)) ? 0 : Infinity;
}

function isOf({ parameters }: VcardLine, type: string): boolean {
  return parameters.some((parameter) =>
    parameter
      .replace(/^TYPE=/, "")
      .replace(/"/g, "")
      .split(",")
      .includes(type),
  );
}

function values(lines: readonly VcardLine[]): string[] {
  return lines.map(({ value }) => plainText(value));
}

function phoneNumber(value: string): string {
  return value.replace(/^tel:/i, "").replace(/;ext=/i, " ext. ");
}

function isPhone(value: string): boolean {
  return PHONE.test(value) && /\d{3}/.test(value);
}

type TextField = { [F in FactField]: FactValues[F] extends string ? F : never }[FactField];

function text(field: TextField, value: string | undefined): Fact[] {
  return value === undefined || value === "" || value.length > TEXT_LENGTH
    ? []
    : [{ kind: "fact", field, value, origin: ORIGIN }];
}

function fact<F extends FactField>(field: F, value: FactValues[F] | null): Fact[] {
  return value === null ? [] : [{ kind: "fact", field, value, origin: ORIGIN } as unknown as Fact];
}

function hasUnreadableBirthday(lines: readonly VcardLine[]): boolean {
  const value = lines.find(({ name }) => name === "BDAY")?.value.trim() ?? "--";
  return !BIRTHDAY.test(value) && !BIRTHDAY_WITHOUT_YEAR.test(value);
}

function refuse(input: ImportInput, message: string): false {
  problem(input, message);
  return false;
}

function problem({ sink, label }: ImportInput, message: string): void {
  sink.problem({ where: `${label}card`, message });
}
