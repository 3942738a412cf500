import type { GraphQLError } from "graphql";
import type { EntityManager } from "typeorm";
import type { Database } from "../../../shared/database.js";
import { CAPABILITY_LIFETIME_MS, CUSTOMER_PAGE_MAX } from "../../../shared/limits.js";
import type { CapabilityTerm } from "../../../shared/licensing/capability.js";
import type { Purpose } from "../../../shared/licensing/purpose.js";
import { withheldError } from "../../../shared/licensing/withheld.js";
import type { Connection, PageRequest, Pages } from "../../../shared/page.js";
import { brandOf } from "../../../shared/viewer.js";
import type { TrustService } from "../brand/trust.service.js";
import type { TrustLevel } from "../brand/trust.js";
import type { ConsentContext } from "../context.js";
import { rowsOf } from "../guarded-update.js";
import type { BrandAccounts, LicenceUses } from "../ledger/licence-uses.js";
import { IS_LIVE_SQL } from "../licence/licence-status.js";
import type { Customer } from "./customer.js";
import type { LivingLicences } from "./living-licences.js";
import { type Audience, type Holds, type Mint, termsFor, wantedHolds } from "./mint.js";

interface BrandRow extends BrandAccounts {
  trustLevel: TrustLevel;
  trustUntil: number | string;
  purposes: string;
}

interface RefRow {
  ref: string;
  personId: string;
  createdAt: number | string;
}

const BRAND_COLUMNS = "b.id AS brandId, b.trustLevel, b.trustUntil, b.purposes, b.escrowAccountId, b.holdingAccountId";

/** A person who is nobody: an unknown reference costs the same statements as a known one. */
const NOBODY = "";

/** Opens customers: finds what lives, holds what it costs, and mints. The brand's hot path. */
export class CustomerService {
  constructor(
    private readonly database: Database,
    private readonly living: LivingLicences,
    private readonly uses: LicenceUses,
    private readonly mint: Mint,
    private readonly pages: Pages,
    private readonly trust: TrustService,
  ) {}

  /** Throws NO_LICENCE, one and the same, for an unknown reference and for whatever else ends in no live licence. */
  async open(context: ConsentContext, ref: string, purpose: Purpose): Promise<Customer> {
    const brandId = brandOf(context.viewer) ?? "";
    const found = await this.database.glance(async (manager) => {
      const [row] = await rowsOf<BrandRow & { personId: string | null }>(
        manager,
        `SELECT ${BRAND_COLUMNS}, r.personId FROM brand b LEFT JOIN customer_ref r ON r.brandId = b.id AND r.ref = ? WHERE b.id = ?`,
        [ref, brandId],
      );
      if (!row) return null;
      const licences = await this.living.of(manager, [row.personId ?? NOBODY], brandId, purpose, context.now);
      return { brand: row, personId: row.personId ?? NOBODY, licences };
    });
    if (!found || found.licences.length === 0 || !declares(found.brand, purpose)) throw this.nobody(brandId);
    const { brand, personId, licences } = found;
    const trustLevel = await this.levelOf(brand, context.now);
    const audience: Audience = { personId, brandId, trustLevel, ref, purpose, mode: "DISCLOSE", licences };
    const [customer] = await this.mintAll(context, brand, [audience]);
    if (!customer) throw this.nobody(brandId);
    return customer;
  }

  private nobody(brandId: string): GraphQLError {
    this.trust.noteWithheld(brandId, 1);
    return withheldError(null, "NO_LICENCE");
  }

  private levelOf({ brandId: id, trustLevel, trustUntil }: BrandRow, now: Date): Promise<TrustLevel> {
    return this.trust.levelOf({ id, trustLevel, trustUntil: new Date(Number(trustUntil)) }, now);
  }

  async page(context: ConsentContext, purpose: Purpose, request: PageRequest): Promise<Connection<Customer>> {
    const window = this.pages.window(request, CUSTOMER_PAGE_MAX);
    const brandId = brandOf(context.viewer) ?? "";
    const { now } = context;
    const found = await this.database.read(async (manager) => {
      const brand = await brandRow(manager, brandId);
      if (!brand || !declares(brand, purpose)) return null;
      const refs = await livingRefs(manager, brandId, purpose, now, window);
      const shown = refs.slice(0, request.first);
      const personIds = shown.map(({ personId }) => personId);
      return { brand, refs, licences: await this.living.of(manager, personIds, brandId, purpose, now) };
    });
    if (!found) return this.pages.connection<Customer>(request, [], neverCalled);
    const { brand, refs, licences } = found;
    const shown = refs.slice(0, request.first);
    const trustLevel = await this.levelOf(brand, now);
    const audiences = shown.map(({ personId, ref }): Audience => {
      const own = licences.filter((licence) => licence.personId === personId);
      return { personId, brandId, trustLevel, ref, purpose, mode: "DISCLOSE", licences: own };
    });
    const customers = await this.mintAll(context, brand, audiences);
    return this.connection(request, refs, customers);
  }

  /** One unit of work for all that must be held; none at all when nothing must. Who has nothing live left is null. */
  private async mintAll(
    context: ConsentContext,
    brand: BrandAccounts,
    audiences: readonly Audience[],
  ): Promise<(Customer | null)[]> {
    const { now } = context;
    const none: Holds = new Map();
    const chosen = audiences.map((audience) => termsFor(audience, none, now));
    const isFree = audiences.every(
      (audience, i) => wantedHolds(audience, chosen[i] ?? [], none, context, now).length === 0,
    );
    const held = isFree
      ? audiences.map((): Holds => none)
      : await this.database.write(async (manager) => {
          const all: Holds[] = [];
          for (const audience of audiences) all.push(await this.holdFor(manager, context, brand, audience));
          return all;
        });
    return audiences.map((audience, i) => {
      const holds = held[i] ?? none;
      const terms = isFree ? (chosen[i] ?? []) : termsFor(audience, holds, now);
      this.trust.noteWithheld(audience.brandId, withheldOf(new Set(context.licensedFields), terms));
      return terms.length > 0 ? this.mint.customer(context, audience, terms, holds) : null;
    });
  }

  /** A licence whose price cannot be held makes way for the next that covers the field; so it goes until all is held. */
  private async holdFor(
    manager: EntityManager,
    context: ConsentContext,
    brand: BrandAccounts,
    audience: Audience,
  ): Promise<Holds> {
    const holds: Holds = new Map();
    const { operationId: operation, now } = context;
    const expiresAt = new Date(now.getTime() + CAPABILITY_LIFETIME_MS);
    for (;;) {
      const wanted = wantedHolds(audience, termsFor(audience, holds, now), holds, context, now);
      if (wanted.length === 0) return holds;
      for (const { id: licenceId, price: points } of wanted) {
        const request = { personId: audience.personId, licenceId, operation, points, expiresAt };
        const outcome = await this.uses.hold(manager, brand, request, now);
        holds.set(licenceId, outcome === "GONE" ? null : outcome);
      }
    }
  }

  private connection(
    request: PageRequest,
    refs: readonly RefRow[],
    customers: readonly (Customer | null)[],
  ): Connection<Customer> {
    const byRef = new Map(customers.flatMap((customer) => (customer ? [[customer.ref, customer]] : [])));
    const page = this.pages.connection(request, refs, ({ ref, createdAt }) => ({ atMs: Number(createdAt), id: ref }));
    // Who ended their last licence between the look and the hold is left out.
    const edges = page.edges.flatMap(({ node, cursor }) => {
      const customer = byRef.get(node.ref);
      return customer ? [{ node: customer, cursor }] : [];
    });
    return { edges, nodes: edges.map(({ node }) => node), pageInfo: page.pageInfo };
  }
}

/** Asked for, and not let out. */
function withheldOf(asked: ReadonlySet<string>, terms: readonly CapabilityTerm[]): number {
  const granted = new Set(terms.filter(({ state }) => state === "GRANTED").map(({ field }) => field));
  return [...asked].filter((field) => !granted.has(field)).length;
}

function declares(brand: BrandRow, purpose: Purpose): boolean {
  return (JSON.parse(brand.purposes) as Purpose[]).includes(purpose);
}

async function brandRow(manager: EntityManager, brandId: string): Promise<BrandRow | null> {
  const [row] = await rowsOf<BrandRow>(manager, `SELECT ${BRAND_COLUMNS} FROM brand b WHERE b.id = ?`, [brandId]);
  return row ?? null;
}

/** References with something live behind them, newest first. */
function livingRefs(
  manager: EntityManager,
  brandId: string,
  purpose: Purpose,
  now: Date,
  window: ReturnType<Pages["window"]>,
): Promise<RefRow[]> {
  const from = window.before ?? { atMs: Number.MAX_SAFE_INTEGER, id: "" };
  return rowsOf<RefRow>(
    manager,
    "SELECT r.ref, r.personId, r.createdAt FROM customer_ref r " +
      "WHERE r.brandId = ? AND (r.createdAt < ? OR (r.createdAt = ? AND r.ref < ?)) AND EXISTS (SELECT 1 FROM licence_index l " +
      `WHERE l.brandId = r.brandId AND l.personId = r.personId AND l.purpose = ? AND ${IS_LIVE_SQL}) ` +
      `ORDER BY r.createdAt DESC, r.ref DESC LIMIT ${window.take}`,
    [brandId, from.atMs, from.atMs, from.id, purpose, now.getTime()],
  );
}

function neverCalled(): never {
  throw new Error("an empty page has no position");
}
