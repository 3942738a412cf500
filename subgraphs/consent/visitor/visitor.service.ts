import type { EntityManager } from "typeorm";
import type { Database } from "../../../shared/database.js";
import { newOpaqueId, type RandomBytes } from "../../../shared/identifier.js";
import {
  type CapabilityGrant,
  type CapabilityKeys,
  mintCapability,
  type VaultCapability,
} from "../../../shared/licensing/capability.js";
import { Purpose } from "../../../shared/licensing/purpose.js";
import { CAPABILITY_LIFETIME_MS } from "../../../shared/limits.js";
import { SEAL_KEY_BYTES } from "../../../shared/seal.js";
import { principalOf } from "../../../shared/viewer.js";
import { Brand } from "../brand/brand.js";
import type { TrustService } from "../brand/trust.service.js";
import type { ConsentContext } from "../context.js";
import type { FoundLicence, LivingLicences } from "../customer/living-licences.js";
import { type Audience, termsFor } from "../customer/mint.js";
import { rowsOf } from "../guarded-update.js";
import { IS_LIVE_SQL } from "../licence/licence-status.js";
import type { PartnerAppService } from "../partner-app/partner-app.service.js";
import { Visitor } from "./visitor.js";

/** ARCHITECTURE 2: more brands than anybody licenses for offers; the newest come first. */
const BRANDS_MAX = 50;
const PURPOSE = Purpose.PERSONALISED_OFFERS;

/**
 * Opens somebody as a screen may see them: a capability to choose offers by and for nothing else. It names each brand's
 * own terms, so that each brand's offer is judged by what is licensed to that brand alone. Nothing is held or paid.
 */
export class VisitorService {
  constructor(
    private readonly database: Database,
    private readonly living: LivingLicences,
    private readonly partnerApps: PartnerAppService,
    private readonly trust: TrustService,
    private readonly keys: CapabilityKeys,
    private readonly random: RandomBytes,
  ) {}

  /** The person in front of a partner app's screen, or nobody: an object of the same shape. */
  async open(context: ConsentContext): Promise<Visitor> {
    const { viewer } = context;
    const personId = viewer.kind === "visitor" ? await this.partnerApps.personBehind(viewer) : null;
    return this.openAs(context, personId);
  }

  async openAs(context: ConsentContext, personId: string | null): Promise<Visitor> {
    // Nobody costs the same statements as somebody.
    const grants = await this.grantsOf(personId ?? "", context.now);
    const capability = this.fitting(grants, (kept) => this.claims(context, personId, kept));
    return Object.assign(new Visitor(), { capability });
  }

  private async grantsOf(personId: string, now: Date): Promise<CapabilityGrant[]> {
    const found = await this.database.read(async (manager) => {
      const brandIds = await brandsOf(manager, personId, now);
      return Promise.all(
        brandIds.map(async (brandId) => ({
          brand: await manager.findOneByOrFail(Brand, { id: brandId }),
          licences: await this.living.of(manager, [personId], brandId, PURPOSE, now),
        })),
      );
    });
    const grants: CapabilityGrant[] = [];
    for (const { brand, licences } of found) {
      if (!brand.purposes.includes(PURPOSE)) continue;
      const trustLevel = await this.trust.levelOf(brand, now);
      grants.push(grantOf({ personId, brandId: brand.id, trustLevel, licences }, now));
    }
    return grants;
  }

  private claims(context: ConsentContext, person: string | null, grants: CapabilityGrant[]): VaultCapability {
    return {
      jti: newOpaqueId(this.random),
      operation: context.operationId,
      viewer: principalOf(context.viewer),
      person,
      brand: null,
      purpose: PURPOSE,
      mode: "DECIDE",
      traitsKey: this.random(SEAL_KEY_BYTES).toString("base64url"),
      expMs: context.now.getTime() + CAPABILITY_LIFETIME_MS,
      licences: [],
      terms: [],
      grants,
    };
  }

  /** A capability has a bound; a brand that is left out has its untargeted offers only, so leaving out is safe. */
  private fitting(grants: CapabilityGrant[], claims: (kept: CapabilityGrant[]) => VaultCapability): string {
    for (let kept = grants; ; kept = kept.slice(0, -1)) {
      try {
        return mintCapability(this.keys, claims(kept));
      } catch (error) {
        if (!(error instanceof RangeError) || kept.length === 0) throw error;
      }
    }
  }
}

async function brandsOf(manager: EntityManager, personId: string, now: Date): Promise<string[]> {
  const rows = await rowsOf<{ brandId: string }>(
    manager,
    `SELECT l.brandId FROM licence l WHERE l.personId = ? AND l.purpose = '${PURPOSE}' AND ${IS_LIVE_SQL} ` +
      `GROUP BY l.brandId ORDER BY MAX(l.grantedAt) DESC, l.brandId LIMIT ${BRANDS_MAX}`,
    [personId, now.getTime()],
  );
  return rows.map(({ brandId }) => brandId);
}

function grantOf(
  audience: Pick<Audience, "personId" | "brandId" | "trustLevel"> & { licences: readonly FoundLicence[] },
  now: Date,
): CapabilityGrant {
  const whole: Audience = { ...audience, ref: "", purpose: PURPOSE, mode: "DECIDE" };
  const terms = termsFor(whole, new Map(), now).filter(({ state }) => state === "GRANTED");
  const used = new Set(terms.map(({ licence }) => licence));
  const licences = audience.licences
    .filter(({ id }) => used.has(id))
    .map(({ id, price }) => ({ id, price, held: false }));
  return { brand: audience.brandId, licences, terms };
}
