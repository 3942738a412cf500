import { canonicalHash } from "../../../shared/canonical-json.js";
import type { Brand } from "../brand/brand.js";
import type { ValueExchange } from "./value-exchange.js";

/** Everything that the person is shown before they decide; the places left are no term. */
export type ShownTerms = Omit<
  ValueExchange,
  "brandId" | "termsHash" | "tier" | "isSpecial" | "places" | "placesLeft" | "status" | "declined" | "createdAt"
>;

/** Base64url SHA-256 over the JCS form (RFC 8785) of what is shown: accepting names it, so nobody accepts other words. */
export function termsHash(
  brand: Pick<Brand, "id" | "name" | "domain">,
  shown: ShownTerms,
  /** The separate text that health data may want agreeing to; null without such data. */
  authorisation: string | null,
): string {
  return canonicalHash({
    exchange: shown.id,
    brand: { id: brand.id, name: brand.name, domain: brand.domain },
    title: shown.title,
    summary: shown.summary,
    purpose: shown.purpose,
    terms: shown.terms,
    optionalTerms: shown.optionalTerms,
    lasts: shown.lasts,
    rewardPerDisclosure: shown.rewardPerDisclosure,
    maxDisclosures: shown.maxDisclosures,
    retention: shown.retention,
    storageCountries: shown.storageCountries,
    recipients: shown.recipients,
    opensAt: shown.opensAt.toISOString(),
    closesAt: shown.closesAt?.toISOString() ?? null,
    ...(authorisation !== null && { authorisation }),
  });
}
