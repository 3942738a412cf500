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
export function unsealTraits<T extends SealedTraits | VisitorTraits = SealedTraits>(
  traitsKey: string,
  jti: string,
  text: unknown,
): T | null {
  if (typeof text !== "string") return null;
  const plaintext = unseal(Buffer.from(traitsKey, "base64url"), `traits/${jti}`, Buffer.from(text, "base64url"));
  return plaintext ? (JSON.parse(plaintext.toString("utf8")) as T) : null;
}
