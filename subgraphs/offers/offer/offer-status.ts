import { registerEnumType } from "type-graphql";

export enum OfferStatus {
  DRAFT = "DRAFT",
  FUNDING = "FUNDING",
  LIVE = "LIVE",
  PAUSED = "PAUSED",
  ENDED = "ENDED",
}
registerEnumType(OfferStatus, { name: "OfferStatus", description: "Where an offer stands." });

/** What a brand may ask for. FUNDING is never asked for: LIVE passes through it until the budget has moved. */
const NEXT: Readonly<Record<OfferStatus, readonly OfferStatus[]>> = {
  [OfferStatus.DRAFT]: [OfferStatus.LIVE, OfferStatus.ENDED],
  [OfferStatus.FUNDING]: [OfferStatus.ENDED],
  [OfferStatus.LIVE]: [OfferStatus.PAUSED, OfferStatus.ENDED],
  [OfferStatus.PAUSED]: [OfferStatus.LIVE, OfferStatus.ENDED],
  [OfferStatus.ENDED]: [],
};

export function mayBecome(from: OfferStatus, to: OfferStatus): boolean {
  return NEXT[from].includes(to);
}

/** True where what is asked for is so, or is under way: asking again changes nothing. */
export function isAlready(status: OfferStatus, asked: OfferStatus): boolean {
  return status === asked || (status === OfferStatus.FUNDING && asked === OfferStatus.LIVE);
}
