import { compactVerify, importJWK, type JWK } from "jose";
import type { Database } from "../../../shared/database.js";
import { DAY_MS } from "../../../shared/clock.js";
import { once, type Outcome } from "../../../shared/idempotency.js";
import type { Log } from "../../../shared/log.js";
import { SIGNATURE_ALGORITHM } from "../../../shared/signer.js";
import { ErrorCode, Refused } from "../../../shared/user-error.js";
import { brandOf } from "../../../shared/viewer.js";
import type { ConsentContext } from "../context.js";
import { rowsOf } from "../guarded-update.js";
import { keyedBy } from "../keyed-mutation.js";
import { LogKind } from "../log/log-entry.js";
import type { TransparencyLog } from "../log/transparency-log.js";
import type { Outbound } from "../outbound/outbound.js";
import type { ReceiptSigner } from "../receipt/receipt-signer.js";
import { Brand } from "./brand.js";
import type { TrustService } from "./trust.service.js";

/** RFC 8615: what a site says of itself stands there. */
export const DOMAIN_FILE = "/.well-known/confide-brand.jws";
export const DOMAIN_FILE_TYPE = "confide-brand+jwt";

/** A domain that was seen is looked at again after a week, so that one bad day in thirty loses nothing. */
const LOOK_AGAIN_AFTER_MS = 7 * DAY_MS;
const LOOK_AGAIN_BATCH = 20;

export interface DomainCheckTools {
  database: Database;
  signer: ReceiptSigner;
  outbound: Outbound;
  log: TransparencyLog;
  trust: TrustService;
  publicUrl: string;
  errors: Log;
}

/**
 * Proves that a brand runs the domain that it names: the domain shows a statement that Confide signed for this brand.
 * The statement is the challenge itself; it has no secret, and fits no other brand and no other domain.
 */
export class DomainCheck {
  constructor(private readonly tools: DomainCheckTools) {}

  /** Ed25519 signs the same text alike each time (RFC 8032), so nothing needs keeping. */
  challengeFor({ id, domain }: Pick<Brand, "id" | "domain">): Promise<string> {
    return this.tools.signer.signAs(DOMAIN_FILE_TYPE, { iss: this.tools.publicUrl, brand: id, domain });
  }

  async verify(context: ConsentContext, input: { idempotencyKey: string }): Promise<{ brandId?: string } & Outcome> {
    const brandId = brandOf(context.viewer) ?? "";
    const brand = await this.tools.database.read((manager) => manager.findOneByOrFail(Brand, { id: brandId }));
    // Before the unit of work: nobody's database waits for a brand's server.
    const problem = await this.problemWith(brand);
    return once(this.tools.database, keyedBy(context, "verifyDomain", input), async (manager) => {
      if (problem !== null) throw new Refused(ErrorCode.INVALID, problem);
      await this.tools.log.note(manager, { brandId, kind: LogKind.DOMAIN_VERIFIED, at: context.now });
      await this.tools.trust.refresh(manager, brandId, context.now);
      return { brandId };
    });
  }

  /** Looks again at domains that were seen a week ago; a failure only counts when no look has succeeded for 30 days. */
  async lookAgain(now: Date): Promise<void> {
    const due = await this.tools.database.read((manager) =>
      rowsOf<{ id: string; domain: string }>(
        manager,
        "SELECT b.id, b.domain FROM brand b WHERE b.trustLevel IN ('VERIFIED', 'TRUSTED') AND NOT EXISTS (SELECT 1 FROM log_entry e " +
          `WHERE e.brandId = b.id AND e.kind = 'DOMAIN_VERIFIED' AND e.at > ?) LIMIT ${LOOK_AGAIN_BATCH}`,
        [now.getTime() - LOOK_AGAIN_AFTER_MS],
      ),
    );
    for (const brand of due) {
      if ((await this.problemWith(brand)) !== null) continue;
      await this.tools.database.write(async (manager) => {
        await this.tools.log.note(manager, { brandId: brand.id, kind: LogKind.DOMAIN_VERIFIED, at: now });
        await this.tools.trust.refresh(manager, brand.id, now);
      });
    }
  }

  /** Null: the domain shows the brand's statement. */
  private async problemWith(brand: Pick<Brand, "id" | "domain">): Promise<string | null> {
    const url = `https://${brand.domain}${DOMAIN_FILE}`;
    try {
      const { status, body } = await this.tools.outbound.send({ method: "GET", url });
      if (status !== 200) return `${url} answered ${status}; it has to show the challenge with status 200.`;
      const isShown = await this.isOwnStatement(body.trim(), brand);
      return isShown ? null : `${url} shows something else than the challenge.`;
    } catch (error) {
      this.tools.errors.info({ err: error, brand: brand.id }, "a brand's domain could not be asked");
      return `${url} could not be read: it has to answer within 5 seconds, over https and at a public address.`;
    }
  }

  private async isOwnStatement(jws: string, brand: Pick<Brand, "id" | "domain">): Promise<boolean> {
    for (const key of this.tools.signer.publicKeys()) {
      const payload = await verified(jws, key);
      if (payload && payload["brand"] === brand.id && payload["domain"] === brand.domain) {
        return payload["iss"] === this.tools.publicUrl;
      }
    }
    return false;
  }
}

async function verified(jws: string, key: JWK): Promise<Record<string, unknown> | null> {
  try {
    const options = { algorithms: [SIGNATURE_ALGORITHM] };
    const { payload, protectedHeader } = await compactVerify(jws, await importJWK(key, SIGNATURE_ALGORITHM), options);
    if (protectedHeader.typ !== DOMAIN_FILE_TYPE) return null;
    return JSON.parse(Buffer.from(payload).toString("utf8")) as Record<string, unknown>;
  } catch {
    return null;
  }
}
