import type { CatalogueTrait } from "../../../shared/catalogue.js";
import { POINTS_MAX, TEXT_MAX, TITLE_MAX } from "../../../shared/limits.js";
import { criterionProblem } from "../../../shared/trait-match.js";
import { ErrorCode, Refused } from "../../../shared/user-error.js";
import type { CriterionInput } from "./criterion.js";
import type { FrequencyCapInput } from "./frequency-cap.js";
import {
  CALL_TO_ACTION_MAX,
  CAP_IMPRESSIONS_MAX,
  CRITERIA_MAX,
  LANDING_URL_MAX,
  OFFER_PLACEMENTS_MAX,
} from "./offer-limits.js";
import type { CreateOfferInput } from "./offer-mutations.js";

/** What an offer may name: the traits of the catalogue and the placements that somebody shows. */
export interface KnownNames {
  traits: readonly CatalogueTrait[];
  placements: ReadonlySet<string>;
}

/** Throws the first thing that is wrong with a new offer, as a refusal that names the input field. */
export function checkOffer(input: CreateOfferInput, known: KnownNames, now: Date): void {
  checkText(input.title, TITLE_MAX, "title");
  checkText(input.body, TEXT_MAX, "body");
  checkText(input.callToAction, CALL_TO_ACTION_MAX, "callToAction");
  checkLandingUrl(input.landingUrl);
  checkPlacements(input.placements, known.placements);
  checkTargeting(input.targeting, known.traits);
  checkPoints(input);
  checkFrequencyCap(input.frequencyCap ?? null);
  checkPeriod(input, now);
}

/** Text that people read: something in it, line breaks but no other control characters, no longer than `maximum`. */
function checkText(text: string, maximum: number, field: string): void {
  const isReadable = text.trim() !== "" && !/[\u0000-\u0009\u000b-\u001f\u007f]/.test(text);
  if (!isReadable || text.length > maximum) throw invalid(`This is text of 1 to ${maximum} characters.`, field);
}

/** A name before an @ in a URL only serves to look like another site. */
function checkLandingUrl(text: string): void {
  const { protocol, hostname, username, password } = new URL(text);
  const isSafe = protocol === "https:" || hostname === "localhost" || hostname === "127.0.0.1";
  if (!isSafe) throw invalid("A landing page is https; http only on localhost.", "landingUrl");
  if (username || password) throw invalid("A landing page's URL carries no credentials.", "landingUrl");
  if (text.length > LANDING_URL_MAX) throw invalid(`A URL has at most ${LANDING_URL_MAX} characters.`, "landingUrl");
}

function checkPlacements(placements: readonly string[], known: ReadonlySet<string>): void {
  if (placements.length === 0 || placements.length > OFFER_PLACEMENTS_MAX) {
    throw invalid(`An offer has 1 to ${OFFER_PLACEMENTS_MAX} placements.`, "placements");
  }
  if (new Set(placements).size !== placements.length) throw invalid("A placement is named once.", "placements");
  const unknown = placements.findIndex((placement) => !known.has(placement));
  if (unknown >= 0) {
    throw new Refused(ErrorCode.UNKNOWN_PLACEMENT, "Nobody shows this placement.", ["placements", String(unknown)]);
  }
}

function checkTargeting(targeting: readonly CriterionInput[], traits: readonly CatalogueTrait[]): void {
  if (targeting.length > CRITERIA_MAX) throw invalid(`An offer has at most ${CRITERIA_MAX} criteria.`, "targeting");
  for (const [index, { trait: id, operator, values }] of targeting.entries()) {
    const trait = traits.find((candidate) => candidate.id === id);
    if (!trait) {
      const field = ["targeting", String(index), "trait"];
      throw new Refused(ErrorCode.UNKNOWN_TRAIT, "The catalogue has no such trait; see Query.traits.", field);
    }
    const problem = criterionProblem(trait, operator, values);
    if (problem) throw invalid(sentence(problem), "targeting", String(index), "values");
  }
}

function checkPoints({ budget, rewardOnClaim }: CreateOfferInput): void {
  for (const [field, points] of Object.entries({ budget, rewardOnClaim })) {
    if (points < 0 || points > POINTS_MAX) throw invalid(`Points are 0 to ${POINTS_MAX}.`, field);
  }
  if (budget < rewardOnClaim) throw invalid("A budget pays at least one claim.", "budget");
}

function checkFrequencyCap(cap: FrequencyCapInput | null): void {
  if (!cap || (cap.impressions >= 1 && cap.impressions <= CAP_IMPRESSIONS_MAX)) return;
  throw invalid(`A cap is 1 to ${CAP_IMPRESSIONS_MAX} impressions.`, "frequencyCap", "impressions");
}

function checkPeriod({ startsAt, endsAt }: CreateOfferInput, now: Date): void {
  const from = Math.max(now.getTime(), startsAt?.getTime() ?? 0);
  if (endsAt && endsAt.getTime() <= from) throw invalid("An offer ends after it starts, and not before now.", "endsAt");
}

function sentence(problem: string): string {
  return `${problem.charAt(0).toUpperCase()}${problem.slice(1)}.`;
}

export function invalid(message: string, ...field: string[]): Refused {
  return new Refused(ErrorCode.INVALID, message, field);
}
