import { decodeJwt, type JWK } from "jose";
import { Signer } from "../../../shared/signer.js";
import type { ConsentRecord } from "./consent-record.js";

export const RECEIPT_TYPE = "consent-receipt+jwt";

/** Signs receipts, and reads those that it has signed. */
export class ReceiptSigner {
  private constructor(private readonly signer: Signer) {}

  /** `keys`: private Ed25519 JWKs, newest first. */
  static async open(keys: readonly JWK[]): Promise<ReceiptSigner> {
    return new ReceiptSigner(await Signer.open(keys));
  }

  sign(record: ConsentRecord): Promise<string> {
    return this.signer.sign(RECEIPT_TYPE, record);
  }

  /** Another statement of this room, under a type of its own. */
  signAs(type: string, payload: object): Promise<string> {
    return this.signer.sign(type, payload);
  }

  /** The record inside a receipt of our own, which came out of a seal of our own. */
  read(receipt: string): ConsentRecord {
    return decodeJwt<ConsentRecord>(receipt);
  }

  publicKeys(): JWK[] {
    return this.signer.publicKeys();
  }
}
