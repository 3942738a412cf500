import type { Brand } from "../brand/brand.js";
import type { ValueExchange } from "../exchange/value-exchange.js";
import { hasSpecialCategory } from "./law-table.js";

export type AuthorisedBrand = Pick<Brand, "name" | "legalName" | "postalAddress" | "contactEmail">;
export type AuthorisedExchange = Pick<ValueExchange, "summary" | "purpose" | "terms" | "optionalTerms">;

/**
 * The separate text that health data wants in Washington, with what RCW 19.373.070(1) asks of it, (a) to (i), in its
 * order; null for an exchange without such data. Only English is the text that the statute speaks of.
 */
export function authorisationText(brand: AuthorisedBrand, exchange: AuthorisedExchange): string | null {
  const terms = [...exchange.terms, ...exchange.optionalTerms].filter(({ field }) => hasSpecialCategory([field]));
  if (terms.length === 0) return null;
  const data = terms.map(({ field, precision, history }) => `${field} (${precision}, ${history})`).join(", ");
  const buyer = `${brand.legalName} (${brand.name}), ${brand.postalAddress}, ${brand.contactEmail}`;
  return [
    "Authorisation to license consumer health data",
    `(a) The data: ${data}.`,
    "(b) Who provides it: you, through Confide, which collects it for you and keeps it in your vault.",
    `(c) Who obtains it: ${buyer}.`,
    `(d) What for: ${exchange.purpose}. In the words of who obtains it: ${exchange.summary}`,
    "(e) No goods or services depend on your agreeing to this.",
    "(f) You may revoke this at any time: withdraw the licence in your Confide dashboard. It stops at once.",
    "(g) What was disclosed may be disclosed again by who obtained it and is then no longer protected by this law.",
    "(h) This authorisation expires one year after you agree to it, or when the licence ends, if that is earlier.",
    "(i) Your agreement, with its date, is your signature; both are kept in the receipt of the licence.",
  ].join("\n");
}
