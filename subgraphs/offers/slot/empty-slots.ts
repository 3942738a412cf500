import type { NoOfferReason } from "./proposition.js";
import { type OfferSlot } from "./proposition.js";

export function emptySlots(count: number, reason: NoOfferReason): OfferSlot[] {
  return Array.from({ length: count }, (_, index) => emptySlot(index + 1, reason));
}

export function emptySlot(position: number, noOfferReason: NoOfferReason): OfferSlot {
  return { position, proposition: null, noOfferReason };
}
