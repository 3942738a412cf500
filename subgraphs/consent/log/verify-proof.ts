import type { JWK } from "jose";
import { commitmentOf } from "../../../shared/commitment.js";
import { openCheckpoint } from "./checkpoint.js";
import { entryOf } from "./entry-text.js";
import { leafHash, rootFromPath } from "./merkle.js";
import { readProof } from "./proof-text.js";

/** Where the log has an entry, as its checkpoint says. */
export interface LogPlace {
  origin: string;
  index: number;
  size: number;
  /** Whether the checkpoint that the reader trusts is of the same tree; null where it could not be compared. */
  isTrusted: boolean | null;
}

export interface ProofVerification {
  problems: string[];
  place: LogPlace | null;
}

/**
 * Checks offline that a receipt of a brand has the place in the log that its proof says: the entry that the receipt and
 * its salt come to, its path to the root, and who signed the root. Never throws for what it is given.
 */
export function verifyProof(
  proofText: string,
  receipt: string,
  brand: string,
  jwks: readonly JWK[],
  trusted: string | null,
): ProofVerification {
  const proof = readProof(proofText);
  if (!proof) return failed("The proof is not of the form c2sp.org/tlog-proof@v1.");
  const checkpoint = openCheckpoint(proof.checkpoint, jwks);
  if (!checkpoint) return failed("The proof's checkpoint is not signed with one of the given keys.");
  const { salt, kind, day } = proof.extra;
  const commitment = commitmentOf(Buffer.from(salt, "base64url"), receipt);
  const entry = entryOf({ brand, kind, day, hours: null, commitment });
  const root = rootFromPath(leafHash(entry), proof.index, checkpoint.size, proof.path);
  if (!root?.equals(checkpoint.root)) return failed("The log has no such receipt at the place that the proof names.");
  const place = { origin: checkpoint.origin, index: proof.index, size: checkpoint.size };
  if (trusted === null) return { problems: [], place: { ...place, isTrusted: null } };
  const known = openCheckpoint(trusted, jwks);
  if (!known || known.origin !== checkpoint.origin) {
    return failed("The trusted checkpoint is not one of this log, signed with one of the given keys.");
  }
  // Trees of other sizes want a proof of consistency, which takes the log's tiles: that is said, and not guessed.
  if (known.size !== checkpoint.size) return { problems: [], place: { ...place, isTrusted: null } };
  if (!known.root.equals(checkpoint.root)) return failed("The log shows another tree than the trusted checkpoint.");
  return { problems: [], place: { ...place, isTrusted: true } };
}

function failed(problem: string): ProofVerification {
  return { problems: [problem], place: null };
}
