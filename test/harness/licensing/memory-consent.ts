import Database from "better-sqlite3";
import type { EntityManager, QueryRunner } from "typeorm";
import type { Database as UnitsOfWork } from "../../../shared/database.js";
import { systemRandom } from "../../../shared/identifier.js";
import type { CapabilityKeys } from "../../../shared/licensing/capability.js";
import type { Purpose } from "../../../shared/licensing/purpose.js";
import { Pages } from "../../../shared/page.js";
import type { TrustService } from "../../../subgraphs/consent/brand/trust.service.js";
import type { TrustLevel } from "../../../subgraphs/consent/brand/trust.js";
import type { ConsentContext } from "../../../subgraphs/consent/context.js";
import { CustomerService } from "../../../subgraphs/consent/customer/customer.service.js";
import { LivingLicences } from "../../../subgraphs/consent/customer/living-licences.js";
import { Mint } from "../../../subgraphs/consent/customer/mint.js";
import { PreviewService } from "../../../subgraphs/consent/customer/preview.service.js";
import type { Ledger } from "../../../subgraphs/consent/ledger/ledger.js";
import type { HoldOutcome, LicenceUses, UseRequest } from "../../../subgraphs/consent/ledger/licence-uses.js";
import type { LicenceText } from "../../../subgraphs/consent/licence/licence-text.js";
import { UNKNOWN_CIRCUMSTANCES } from "../../../subgraphs/consent/person/circumstances.js";
import { storage } from "../../../subgraphs/consent/storage.js";
import { brandId, licenceId, personId, type BrandFact, type LicenceFact, type Triple } from "./triple.js";

const RICH = 1_000_000;

/** What minting looks at of a fetch. */
export type Minting = Pick<
  ConsentContext,
  "viewer" | "operationId" | "operationName" | "licensedFields" | "comparedFields" | "now"
>;

/**
 * Consent's minting over its own tables in memory: which licences live is asked in its own SQL, which term answers and
 * what the capability says is its own code. Only the ledger behind it is a simple one: a price is borne or it is not.
 */
export interface MemoryConsent {
  hold(triple: Triple): void;
  /** The key of each root of a `customer` query; null where there is nobody. */
  customer(context: Minting, ref: string, purpose: string): Promise<string | null>;
  customers(context: Minting, purpose: string): Promise<{ ref: string; capability: string }[]>;
  preview(context: Minting, person: number, brand: number, purpose: string): Promise<string | null>;
}

export async function memoryConsent(keys: CapabilityKeys): Promise<MemoryConsent> {
  const database = await tables();
  const rows = new Rows(database);
  let triple: Triple | null = null;
  const manager = {
    query: async (statement: string, values: unknown[]) => rows.all(statement, values),
    dataSource: { options: { type: "better-sqlite3" } },
    findOneBy: async (_brand: unknown, { id }: { id: string }) => rows.brand(id),
  } as unknown as EntityManager;
  const work = <T>(unit: (manager: EntityManager) => Promise<T>): Promise<T> => unit(manager);
  const units = { read: work, glance: work, write: work } as UnitsOfWork;
  const text = { terms: async (_m: unknown, row: { terms: Buffer }) => JSON.parse(row.terms.toString()) };
  const uses = { hold: async (_m: unknown, _b: unknown, request: UseRequest) => held(triple!, request) };
  const ledger = { balance: async (_m: unknown, account: string) => (account === "rich" ? RICH : 0) };
  const living = new LivingLicences(text as unknown as LicenceText);
  const mint = new Mint(keys, systemRandom);
  const pages = new Pages(systemRandom(32));
  const levelOf = async ({ trustLevel }: { trustLevel: TrustLevel }): Promise<TrustLevel> => trustLevel;
  const trust = { levelOf, noteWithheld: () => undefined } as unknown as TrustService;
  const circumstances = { read: async () => UNKNOWN_CIRCUMSTANCES };
  const customers = new CustomerService(units, living, uses as unknown as LicenceUses, mint, pages, trust);
  const previews = new PreviewService(units, living, ledger as unknown as Ledger, mint, circumstances, trust);
  return {
    hold(next) {
      triple = next;
      rows.replace(next);
    },
    customer: (context, ref, purpose) =>
      unlessWithheld(
        customers.open(context as ConsentContext, ref, purpose as Purpose).then(({ capability }) => capability),
      ),
    async customers(context, purpose) {
      const request = { first: 20, after: null, principal: "p", field: "customers", filter: purpose };
      return (await customers.page(context as ConsentContext, purpose as Purpose, request)).nodes;
    },
    preview: (context, person, brand, purpose) =>
      unlessWithheld(
        previews
          .open(context as ConsentContext, {
            personId: personId(person),
            brandId: brandId(brand),
            purpose: purpose as Purpose,
            exchangeId: null,
            optionalTerms: [],
          })
          .then(({ capability }) => capability),
      ),
  };
}

export function refOf(person: number, brand: number): string {
  return `ref-${person}-${brand}`;
}

async function tables(): Promise<Database.Database> {
  const database = new Database(":memory:");
  database.pragma("journal_mode = OFF"); // nothing is ever rolled back
  const runner = { query: async (statement: string) => void database.exec(statement) } as unknown as QueryRunner;
  for (const Migration of storage.migrations.sqlite) await new Migration().up(runner);
  // A handful of rows is found faster without an index than it is put into one.
  const indexes = database.prepare("SELECT name FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL").all();
  for (const { name } of indexes as { name: string }[]) database.exec(`DROP INDEX "${name}"`);
  return database;
}

/** What the ledger would say: a use that is promised elsewhere, a price that escrow does not bear. */
function held({ graph, licences, question }: Triple, request: UseRequest): HoldOutcome {
  const licence = licences[Number(request.licenceId.slice("licence-".length))]!;
  if (licence.uses && (licence.isBusy || licence.uses.left === 0)) return "USE_LIMIT_REACHED";
  return request.points > 0 && !graph.brands[question.brand]!.canPay ? "ESCROW_EXHAUSTED" : "HELD";
}

/** The one refusal that opening a customer knows; anything else is a fault. */
async function unlessWithheld<T>(opened: Promise<T>): Promise<T | null> {
  try {
    return await opened;
  } catch (error) {
    const { extensions } = error as { extensions?: { code?: string; field?: null; reason?: string } };
    if (extensions?.code !== "WITHHELD" || extensions.field !== null || extensions.reason !== "NO_LICENCE") throw error;
    return null;
  }
}

class Rows {
  private readonly statements = new Map<string, Database.Statement>();

  constructor(private readonly database: Database.Database) {}

  all(text: string, values: readonly unknown[]): unknown[] {
    return this.statement(text).all(...values);
  }

  brand(id: string): unknown {
    const [row] = this.all("SELECT * FROM brand WHERE id = ?", [id]) as { purposes: string }[];
    return row ? { ...row, purposes: JSON.parse(row.purposes) as unknown } : null;
  }

  replace({ graph, licences }: Triple): void {
    this.run("BEGIN", []);
    for (const table of ["brand", "customer_ref", "licence", "licence_index"]) this.run(`DELETE FROM ${table}`, []);
    this.insert("brand", graph.brands.map(brandRow));
    const refs = graph.brands.flatMap((_brand, b) =>
      graph.people.map((_p, p) => ({ ref: refOf(p, b), brandId: brandId(b), personId: personId(p), createdAt: p })),
    );
    this.insert("customer_ref", refs);
    this.insert("licence", licences.map(licenceRow));
    this.insert("licence_index", licences.map(indexRow));
    this.run("COMMIT", []);
  }

  private insert(table: string, rows: readonly Record<string, unknown>[]): void {
    const [first] = rows;
    if (!first) return;
    const columns = Object.keys(first);
    const one = `(${columns.map(() => "?").join(", ")})`;
    const text = `INSERT INTO ${table} (${columns.join(", ")}) VALUES ${rows.map(() => one).join(", ")}`;
    this.run(
      text,
      rows.flatMap((row) => Object.values(row)),
    );
  }

  private run(text: string, values: readonly unknown[]): void {
    this.statement(text).run(...values);
  }

  private statement(text: string): Database.Statement {
    const known = this.statements.get(text) ?? this.database.prepare(text);
    this.statements.set(text, known);
    return known;
  }
}

function brandRow({ trust, purposes, canPay }: BrandFact, i: number): Record<string, unknown> {
  const nothing = {
    name: "",
    legalName: "",
    domain: "",
    industry: "",
    postalAddress: "",
    contactEmail: "",
    country: "",
  };
  return {
    ...nothing,
    privacyNoticeUrl: "",
    clientId: "client",
    holdingAccountId: "holding",
    disclosures: 0,
    registeredAt: 0,
    id: brandId(i),
    purposes: JSON.stringify(purposes),
    trustLevel: trust,
    escrowAccountId: canPay ? "rich" : "poor",
  };
}

function commonRow({ person, brand, purpose, status, suspendedBy, grantedAtMs, expiresAtMs }: LicenceFact) {
  const whose = { personId: personId(person), brandId: brandId(brand), exchangeId: "exchange" };
  return { ...whose, purpose, status, suspendedBy, grantedAt: grantedAtMs, expiresAt: expiresAtMs };
}

function indexRow(licence: LicenceFact, i: number): Record<string, unknown> {
  return { licenceId: licenceId(i), ...commonRow(licence) };
}

function licenceRow(licence: LicenceFact, i: number): Record<string, unknown> {
  const { person, brand, price, uses, terms } = licence;
  const text = terms.map(({ field, precision, historyDays }) => ({ field, precision, history: `P${historyDays}D` }));
  return {
    id: licenceId(i),
    ...commonRow(licence),
    ref: refOf(person, brand),
    earned: 0,
    disclosureCount: uses ? uses.limit - uses.left : 0,
    heldCount: 0,
    rewardPerDisclosure: price,
    maxDisclosures: uses?.limit ?? null,
    terms: Buffer.from(JSON.stringify(text)),
    receipt: Buffer.alloc(0),
  };
}
