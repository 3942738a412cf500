import { createHash } from "node:crypto";
import type { EntityManager } from "typeorm";
import type { Database } from "../../../shared/database.js";
import { newId, newOpaqueId, type RandomBytes } from "../../../shared/identifier.js";
import { once, type Outcome } from "../../../shared/idempotency.js";
import { POINTS_MAX } from "../../../shared/limits.js";
import type { Outbox } from "../../../shared/outbox.js";
import { ErrorCode, Refused } from "../../../shared/user-error.js";
import { brandOf, type Viewer } from "../../../shared/viewer.js";
import type { ConsentContext } from "../context.js";
import { keyedBy } from "../keyed-mutation.js";
import { AccountKind, OUTSIDE_ACCOUNT_ID } from "../ledger/account.js";
import type { Ledger } from "../ledger/ledger.js";
import type { BrandAccounts } from "../ledger/licence-uses.js";
import { TransferKind } from "../ledger/transfer.js";
import { LogKind } from "../log/log-entry.js";
import type { TransparencyLog } from "../log/transparency-log.js";
import { invalid } from "../text-check.js";
import { Brand } from "./brand.js";
import { checkBrand } from "./brand-check.js";
import type { FundEscrowInput, RegisterBrandInput } from "./brand-mutations.js";
import { TrustLevel } from "./trust.js";
import { FAR_AHEAD } from "./trust.service.js";

/** A client secret of 256 random bits cannot be guessed, so a plain hash of it may be kept. */
const CLIENT_SECRET_BYTES = 32;

export interface Registered extends Partial<Outcome> {
  brandId: string;
  clientId: string;
  clientSecret: string;
}

export class BrandService {
  constructor(
    private readonly database: Database,
    private readonly ledger: Ledger,
    private readonly outbox: Outbox,
    private readonly log: TransparencyLog,
    private readonly random: RandomBytes,
  ) {}

  find(id: string): Promise<Brand | null> {
    return this.database.read((manager) => manager.findOneBy(Brand, { id }));
  }

  /** Once per fetch and brand. */
  findIn(context: ConsentContext, id: string): Promise<Brand | null> {
    let brand = context.brands.get(id);
    if (!brand) {
      brand = this.find(id);
      context.brands.set(id, brand);
    }
    return brand;
  }

  /** A brand that a row of ours names: it is there. */
  async ownerIn(context: ConsentContext, id: string): Promise<Brand> {
    const brand = await this.findIn(context, id);
    if (!brand) throw new Error("a row names a brand that is not there");
    return brand;
  }

  /** May this viewer see what only the brand itself and an operator may? */
  isInside(viewer: Viewer, brandId: string): boolean {
    return viewer.kind === "operator" || brandOf(viewer) === brandId;
  }

  async accountsOf(manager: EntityManager, brandId: string): Promise<BrandAccounts> {
    const { escrowAccountId, holdingAccountId } = await manager.findOneByOrFail(Brand, { id: brandId });
    return { brandId, escrowAccountId, holdingAccountId };
  }

  balance(accountId: string): Promise<number> {
    return this.database.read((manager) => this.ledger.balance(manager, accountId));
  }

  async register(context: ConsentContext, input: RegisterBrandInput): Promise<Partial<Registered> & Outcome> {
    const { now } = context;
    const mutation = keyedBy(context, "registerBrand", input);
    const outcome = await once<Registered>(this.database, mutation, (manager) => this.insert(manager, input, now));
    this.outbox.wake();
    return outcome;
  }

  async fund(context: ConsentContext, input: FundEscrowInput): Promise<{ brandId?: string } & Outcome> {
    const { now } = context;
    const mutation = keyedBy(context, "fundEscrow", input);
    return once(this.database, mutation, async (manager) => {
      await this.moveIn(manager, input, now);
      return { brandId: input.brandId };
    });
  }

  private async insert(manager: EntityManager, input: RegisterBrandInput, now: Date): Promise<Registered> {
    checkBrand(input);
    const { name, legalName, domain, industry, postalAddress, contactEmail, country, privacyNoticeUrl, purposes } =
      input;
    const facts = {
      name,
      legalName,
      domain,
      industry,
      postalAddress,
      contactEmail,
      country,
      privacyNoticeUrl,
      purposes,
    };
    const id = newId(now, this.random);
    const clientId = `brand-${newOpaqueId(this.random)}`;
    const clientSecret = this.random(CLIENT_SECRET_BYTES).toString("base64url");
    await manager.insert(Brand, {
      ...facts,
      id,
      clientId,
      trustLevel: TrustLevel.REGISTERED,
      trustUntil: FAR_AHEAD, // a brand that nothing is known of stays REGISTERED
      suspensionReason: null,
      withheld: 0,
      escrowAccountId: await this.ledger.openAccount(manager, AccountKind.ESCROW),
      holdingAccountId: await this.ledger.openAccount(manager, AccountKind.HOLDING),
      disclosures: 0,
      registeredAt: now,
    });
    await this.log.note(manager, { brandId: id, kind: LogKind.BRAND_REGISTERED, at: now });
    const secretHash = createHash("sha256").update(clientSecret).digest("hex");
    const issued = { clientId, secretHash, kind: "brand", brandId: id, name: input.name };
    await this.outbox.enqueue(manager, "identity", "client-issued", issued);
    return { brandId: id, clientId, clientSecret };
  }

  private async moveIn(manager: EntityManager, input: FundEscrowInput, now: Date): Promise<void> {
    const { brandId, points } = input;
    if (points < 1 || points > POINTS_MAX) throw invalid(`Points are 1 to ${POINTS_MAX}.`, "points");
    const brand = await manager.findOneBy(Brand, { id: brandId });
    if (!brand) throw new Refused(ErrorCode.NOT_FOUND, "There is no such brand.", ["brandId"]);
    const creditAccountId = brand.escrowAccountId;
    const reference = `funding/${newOpaqueId(this.random)}`;
    const kind = TransferKind.FUNDING;
    const move = { debitAccountId: OUTSIDE_ACCOUNT_ID, creditAccountId, points, kind, brandId, reference };
    await this.ledger.move(manager, move, now);
    // Judged after the movement, whose guarded statement has locked the account; a refusal rolls it back.
    if ((await this.ledger.balance(manager, creditAccountId)) > POINTS_MAX) {
      throw invalid(`An escrow holds at most ${POINTS_MAX} points.`, "points");
    }
  }
}
