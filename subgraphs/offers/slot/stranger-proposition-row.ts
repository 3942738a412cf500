import { Entity, Index } from "typeorm";
import { InstantColumn, PrimaryIdColumn, SealedColumn } from "../../../shared/columns.js";
import { seal, unseal } from "../../../shared/seal.js";
import type { PropositionDetail } from "./proposition-row.js";

/**
 * That a visitor whom no account is linked to was shown an offer. There is no person to keep it with and no key of
 * theirs: it is sealed with the room's, since a partner app's name for somebody stands in it.
 */
@Entity("stranger_proposition")
@Index("stranger_proposition_age", ["createdAt"])
export class StrangerPropositionRow {
  @PrimaryIdColumn() id: string;
  @InstantColumn() createdAt: Date;
  @InstantColumn() expiresAt: Date;
  @SealedColumn() sealed: Buffer;
}

export function sealForStranger(key: Buffer, id: string, detail: PropositionDetail): Buffer {
  return seal(key, placeOf(id), Buffer.from(JSON.stringify(detail)));
}

/** Null where the key is another by now; by then nothing can be told of the proposition any more. */
export function openForStranger(key: Buffer, { id, sealed }: StrangerPropositionRow): PropositionDetail | null {
  const plaintext = unseal(key, placeOf(id), Buffer.from(sealed));
  return plaintext && (JSON.parse(plaintext.toString("utf8")) as PropositionDetail);
}

function placeOf(id: string): string {
  return `stranger_proposition/${id}`;
}
