import { TEXT_MAX, TITLE_MAX } from "../../../shared/limits.js";
import { checkText, invalid } from "../text-check.js";
import type { RegisterBrandInput } from "./brand-mutations.js";
import { isCountry } from "./country.js";

/** Labels of letters, digits and inner hyphens, at least two of them, 253 characters in all (RFC 1035, RFC 1123). */
const DOMAIN = /^(?=.{4,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])$/;
/** Enough to catch a slip; whether it exists, only a message could tell. 254 characters is the longest path (RFC 5321). */
const EMAIL = /^(?=.{3,254}$)[^\s@<>",;]+@[^\s@<>",;]+\.[^\s@<>",;]+$/;

/** Refuses with the first thing wrong. */
export function checkBrand(input: RegisterBrandInput): void {
  checkText(input.name, TITLE_MAX, "name");
  checkText(input.legalName, TITLE_MAX, "legalName");
  checkText(input.industry, TITLE_MAX, "industry");
  checkText(input.postalAddress, TEXT_MAX, "postalAddress");
  checkText(input.privacyNoticeUrl, TEXT_MAX, "privacyNoticeUrl");
  if (!DOMAIN.test(input.domain)) throw invalid("A domain is a DNS name in small letters.", "domain");
  if (!EMAIL.test(input.contactEmail)) throw invalid("This is no e-mail address.", "contactEmail");
  if (!isCountry(input.country)) throw invalid("A country is an ISO 3166-1 alpha-2 code.", "country");
  if (new URL(input.privacyNoticeUrl).protocol !== "https:") {
    throw invalid("A privacy notice stands under https.", "privacyNoticeUrl");
  }
  if (input.purposes.length === 0) throw invalid("A brand declares at least one purpose.", "purposes");
  if (new Set(input.purposes).size < input.purposes.length) throw invalid("A purpose is declared once.", "purposes");
}
