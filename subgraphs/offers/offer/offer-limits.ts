/** Bounds of an offer, each with its reason. Text and points have theirs in shared/limits. */

/** A button's words: longer does not fit beside a picture. */
export const CALL_TO_ACTION_MAX = 60;

/** What browsers and mail programs carry without cutting. */
export const LANDING_URL_MAX = 2_000;

/** Each criterion costs at every decision; a campaign that needs more is several offers. */
export const CRITERIA_MAX = 10;

/** An offer is for a few named places, not for all there are. */
export const OFFER_PLACEMENTS_MAX = 20;

/** More impressions than this are no cap. */
export const CAP_IMPRESSIONS_MAX = 1_000;
