import type { EntityManager } from "typeorm";
import type { Connection, PageRequest, Pages } from "../../../shared/page.js";
import type { Database } from "../../../shared/database.js";
import { before } from "../page-clause.js";
import type { Ledger } from "./ledger.js";
import type { LicenceUses } from "./licence-uses.js";
import type { PersonAccounts } from "./person-accounts.js";
import { TransferKind, TransferRow } from "./transfer.js";
import { type Wallet, type WalletEntry, WalletEntryKind } from "./wallet.js";

const KINDS: Readonly<Partial<Record<TransferKind, { kind: WalletEntryKind; memo: string }>>> = {
  [TransferKind.ACCEPTANCE]: { kind: WalletEntryKind.ACCEPTANCE, memo: "For accepting a value exchange" },
  [TransferKind.DISCLOSURE]: { kind: WalletEntryKind.DISCLOSURE, memo: "For data that was read" },
  [TransferKind.REDEMPTION]: { kind: WalletEntryKind.REDEMPTION, memo: "Spent on a voucher" },
  [TransferKind.OFFER_CLAIM]: { kind: WalletEntryKind.OFFER_CLAIM, memo: "For taking up an offer" },
};

export class WalletService {
  constructor(
    private readonly database: Database,
    private readonly ledger: Ledger,
    private readonly accounts: PersonAccounts,
    private readonly uses: LicenceUses,
    private readonly pages: Pages,
  ) {}

  walletOf(personId: string): Promise<Wallet> {
    return this.database.read(async (manager) => {
      const accountId = await this.accounts.forReading(manager, personId);
      const available = accountId ? await this.ledger.balance(manager, accountId) : 0;
      return { personId, available, pending: await this.uses.promisedTo(manager, personId) };
    });
  }

  entries(personId: string, request: PageRequest): Promise<Connection<WalletEntry>> {
    const window = this.pages.window(request);
    return this.database.read(async (manager) => {
      const accountId = await this.accounts.forReading(manager, personId);
      const rows = accountId ? await this.transfers(manager, accountId, window) : [];
      const entries = rows.map((row) => entryOf(row, accountId));
      return this.pages.connection(request, entries, ({ at, id }) => ({ atMs: at.getTime(), id }));
    });
  }

  private transfers(
    manager: EntityManager,
    accountId: string,
    window: ReturnType<Pages["window"]>,
  ): Promise<TransferRow[]> {
    const query = manager
      .createQueryBuilder(TransferRow, "t")
      .where("(t.debitAccountId = :accountId OR t.creditAccountId = :accountId)", { accountId });
    return before(query, "t", "createdAt", "id", window).getMany();
  }
}

function entryOf(row: TransferRow, accountId: string | null): WalletEntry {
  const known = KINDS[row.kind];
  return {
    id: row.id,
    at: row.createdAt,
    points: row.creditAccountId === accountId ? row.points : -row.points,
    kind: known?.kind ?? WalletEntryKind.REVERSAL,
    memo: known?.memo ?? "Points put right",
    brandId: row.brandId,
  };
}
