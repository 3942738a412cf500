import { Purpose } from "../../../shared/graphql-enums.js";
import type { Circumstances } from "../person/circumstances.js";
import { authorisationOf, prohibitionOf } from "./law-table.js";

/** A running licence, as the law looks at it. */
export interface LawfulLicence {
  purpose: Purpose;
  isSpecial: boolean;
  isAuthorised: boolean;
  grantedAt: Date;
  expiresAt: Date;
}

type Situation = Pick<Circumstances, "region" | "isAdult">;

/** Whether a licence that was granted may go on under what is known of the person now. */
export function isLawful(licence: LawfulLicence, situation: Situation): boolean {
  const question = { ...situation, purpose: licence.purpose, isSpecial: licence.isSpecial };
  if (prohibitionOf(question)) return false;
  const authorisation = authorisationOf(question);
  if (!authorisation) return true;
  const lastsMs = licence.expiresAt.getTime() - licence.grantedAt.getTime();
  return licence.isAuthorised && lastsMs <= authorisation.lastsAtMostMs;
}

/** What the law forbids somebody, as SQL over an exchange `e`; a row that does not say counts as special. */
export function lawfulToSql(situation: Situation): string {
  const forbidden = Object.values(Purpose).flatMap((purpose) => {
    if (prohibitionOf({ ...situation, purpose, isSpecial: false })) return [`e.purpose = '${purpose}'`];
    const isForbidden = prohibitionOf({ ...situation, purpose, isSpecial: true });
    return isForbidden ? [`(e.purpose = '${purpose}' AND COALESCE(e.isSpecial, 1) = 1)`] : [];
  });
  return forbidden.length === 0 ? "1 = 1" : `NOT (${forbidden.join(" OR ")})`;
}
