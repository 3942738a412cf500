/** What an offer's place among the eligible ones is judged by. */
export interface Rankable {
  id: string;
  targeting: readonly unknown[];
  rewardOnClaim: number;
  isFallback: boolean;
}

/**
 * The order in which eligible offers fill slots; negative when `a` comes first.
 * 1. A fallback comes after everything that is none: it shows only where nothing else is eligible.
 * 2. More relevant first: the number of criteria met, which for an eligible offer is all that it has.
 * 3. Then the higher reward for the person.
 * 4. Then the older offer (ids sort by the time of making), so that the order is total and never by chance.
 */
export function rank(a: Rankable, b: Rankable): number {
  return (
    Number(a.isFallback) - Number(b.isFallback) ||
    b.targeting.length - a.targeting.length ||
    b.rewardOnClaim - a.rewardOnClaim ||
    (a.id < b.id ? -1 : Number(a.id > b.id))
  );
}
