import { seal, unseal } from "../seal.js";

/** A trait's value on its way from user-profile to offers, with the licences it may be used under. */
export interface SealedTrait {
  value: unknown;
  /** Source fields, each with the licence and precision that let it be read. */
  sources: { field: string; licence: string; precision: string; fromMs: number; toMs: number }[];
}

export type SealedTraits = Record<string, SealedTrait>;

/** A visitor's: by brand, what its offers may be judged by. */
export type VisitorTraits = Record<string, SealedTraits>;

/** Bound to the capability's jti: the string fits no other customer and no other operation. */
export function sealTraits(traitsKey: string, jti: string, traits: SealedTraits | VisitorTraits): string {
  return seal(Buffer.from(traitsKey, "base64url"), `traits/${jti}`, Buffer.from(JSON.stringify(traits))).toString(
    "base64url",
  );
}

/** Null when the string was not sealed by user-profile for this very capability. */
export function unsealTraits(traitsKey: string, jti: string, text: unknown): SealedTraits | null {
  return unsealed(traitsKey, jti, text) as SealedTraits | null;
}

/** The same of a visitor's. */
export function unsealVisitorTraits(traitsKey: string, jti: string, text: unknown): VisitorTraits | null {
  return unsealed(traitsKey, jti, text) as VisitorTraits | null;
}

function unsealed(traitsKey: string, jti: string, text: unknown): unknown {
  if (typeof text !== "string") return null;
  const plaintext = unseal(Buffer.from(traitsKey, "base64url"), `traits/${jti}`, Buffer.from(text, "base64url"));
  return plaintext ? JSON.parse(plaintext.toString("utf8")) : null;
}
