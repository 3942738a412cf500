import type { Purpose } from "../../../shared/licensing/purpose.js";
import type { SealedTraits } from "../../../shared/licensing/traits-seal.js";

/** Whom slots are filled for, by whose offers, and what may choose among them. */
export interface Audience {
  /** principalOf() of who shows them, and tells what became of them. */
  principal: string;
  /** Null for a visitor whom no account is linked to. */
  personId: string | null;
  purpose: Purpose;
  /** Whose offers compete; null: every brand's. */
  brandId: string | null;
  /** By brand, what is licensed to it. */
  traits: ReadonlyMap<string, SealedTraits>;
  /** Whether who shows them may learn which traits chose. */
  isToldWhy: boolean;
}
