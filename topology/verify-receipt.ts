import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { JWK } from "jose";
import { z } from "zod";
import type { Environment } from "../shared/environment.js";
import { verifyReceipt } from "../subgraphs/consent/receipt/verify-receipt.js";

export interface VerifyReceiptOptions {
  /** A JWK set with the publisher's public keys; without it those of DATA_DIR. */
  keysFile: string | undefined;
  /** A checkpoint that the reader trusts, got by another way. */
  checkpointFile: string | undefined;
  environment: Environment;
}

const Keys = z.object({ keys: z.array(z.looseObject({ kid: z.string() })) });

/** `confide verify-receipt FILE`: exit 0 when it holds, 1 when it does not, 2 when it could not be read. */
export async function verifyReceiptFile(file: string | undefined, options: VerifyReceiptOptions): Promise<number> {
  if (file === undefined || !existsSync(file)) {
    console.error("verify-receipt wants a FILE: the receipt itself, or JSON with a receipt in it.");
    return 2;
  }
  const keys = readKeys(options);
  if (!keys) {
    console.error(
      "There are no keys to check with: give --keys jwks.json (served at /.well-known/confide-receipt-keys.json).",
    );
    return 2;
  }
  const { checkpointFile } = options;
  if (checkpointFile !== undefined && !existsSync(checkpointFile)) {
    console.error(`There is no checkpoint at ${checkpointFile}.`);
    return 2;
  }
  const trusted = checkpointFile === undefined ? null : readFileSync(checkpointFile, "utf8");
  const { ok, problems, record, place } = await verifyReceipt(readFileSync(file, "utf8"), keys, new Date(), trusted);
  for (const problem of problems) console.error(problem);
  if (place) console.log(`The log ${place.origin} has it at ${place.index} of ${place.size}.`);
  if (place?.isTrusted) console.log("Its tree is the one of the trusted checkpoint.");
  else if (place && trusted !== null) {
    console.log("The trusted checkpoint is of another size: its signature and the place were checked, not that one tree grew into the other."); // prettier-ignore
  }
  if (ok) console.log(`The receipt holds. Record ${String(record?.["recordId"])}, signed by a known key, unaltered.`);
  return ok ? 0 : 1;
}

function readKeys({ keysFile, environment }: VerifyReceiptOptions): JWK[] | null {
  if (keysFile !== undefined && !existsSync(keysFile)) return null;
  if (keysFile !== undefined) return Keys.parse(JSON.parse(readFileSync(keysFile, "utf8"))).keys;
  const own = join(environment.dataDir, "secrets.json");
  if (!existsSync(own)) return null;
  const { signingKeys } = JSON.parse(readFileSync(own, "utf8")) as { signingKeys: { consent: JWK[] } };
  return signingKeys.consent.map(({ kty, crv, x, kid, alg }) => ({ kty, crv, x, kid, alg })) as JWK[];
}
