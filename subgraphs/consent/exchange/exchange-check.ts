import { parseDuration } from "../../../shared/duration.js";
import { TEXT_MAX, TITLE_MAX } from "../../../shared/limits.js";
import { ErrorCode, Refused } from "../../../shared/user-error.js";
import type { Brand } from "../brand/brand.js";
import { isCountry } from "../brand/country.js";
import { checkText, invalid } from "../text-check.js";
import {
  DISCLOSURES_MAX,
  LASTS_MAX_MS,
  PLACES_MAX,
  PRICE_MAX,
  RECIPIENTS_MAX,
  RETENTION_MAX_MS,
} from "./exchange-limits.js";
import type { CreateExchangeInput } from "./exchange-mutations.js";
import { checkTerms, lockedField } from "./term-check.js";
import type { ValueExchange } from "./value-exchange.js";

/** Refuses the first thing wrong with a proposal, before anything is stored. */
export function checkExchange(input: CreateExchangeInput, now: Date): void {
  checkText(input.title, TITLE_MAX, "title");
  checkText(input.summary, TEXT_MAX, "summary");
  checkTerms(input.terms, input.optionalTerms);
  checkDuration(input.lasts, LASTS_MAX_MS, "lasts");
  checkDuration(input.retention, RETENTION_MAX_MS, "retention");
  checkNumber(input.rewardPerDisclosure, 0, PRICE_MAX, "rewardPerDisclosure");
  checkNumber(input.places, 1, PLACES_MAX, "places");
  if (typeof input.maxDisclosures === "number") checkNumber(input.maxDisclosures, 1, DISCLOSURES_MAX, "maxDisclosures");
  checkPlaces(input);
  if (input.closesAt && input.closesAt.getTime() <= Math.max(now.getTime(), input.opensAt?.getTime() ?? 0)) {
    throw invalid("An exchange closes after it has opened, and in the future.", "closesAt");
  }
}

/** What the brand's standing allows: judged when an exchange is made, opened and accepted. */
export function checkStanding(
  brand: Brand,
  exchange: Pick<ValueExchange, "purpose">,
  terms: readonly { field: string }[],
): void {
  if (!brand.purposes.includes(exchange.purpose)) {
    throw new Refused(ErrorCode.PURPOSE_NOT_DECLARED, "The brand has not declared this purpose.", ["purpose"]);
  }
  const locked = lockedField(
    brand.trustLevel,
    terms.map((term) => term.field),
  );
  if (locked !== null) {
    throw new Refused(ErrorCode.TIER_LOCKED, `The brand's trust does not unlock ${locked} (${brand.trustLevel}).`, [
      "terms",
    ]);
  }
}

function checkPlaces(input: CreateExchangeInput): void {
  if (input.storageCountries.length === 0) throw invalid("Say where the data is kept.", "storageCountries");
  input.storageCountries.forEach((country, index) => {
    const isKnown = isCountry(country) && input.storageCountries.indexOf(country) === index;
    if (!isKnown) throw invalid("A country is an ISO 3166-1 alpha-2 code, named once.", "storageCountries", index);
  });
  if (input.recipients.length > RECIPIENTS_MAX) throw invalid(`At most ${RECIPIENTS_MAX} recipients.`, "recipients");
  for (const recipient of input.recipients) checkText(recipient, TITLE_MAX, "recipients");
}

function checkDuration(text: string, maximumMs: number, field: string): void {
  const ms = parseDuration(text);
  if (ms === null || ms > maximumMs) throw invalid("This duration is PnD, PnW or PTnH, within its bound.", field);
}

function checkNumber(value: number, minimum: number, maximum: number, field: string): void {
  if (!Number.isInteger(value) || value < minimum || value > maximum) {
    throw invalid(`This is a whole number from ${minimum} to ${maximum}.`, field);
  }
}
