import { createHash } from "node:crypto";
import type { Database } from "../../../shared/database.js";
import type { RandomBytes } from "../../../shared/identifier.js";
import { once, type Outcome } from "../../../shared/idempotency.js";
import { ErrorCode, Refused } from "../../../shared/user-error.js";
import { personOf } from "../../../shared/viewer.js";
import type { ConsentContext } from "../context.js";
import { keyedBy } from "../keyed-mutation.js";
import { NO_BRAND, REDEEMED_ACCOUNT_ID } from "./account.js";
import type { Ledger } from "./ledger.js";
import type { PersonAccounts } from "./person-accounts.js";
import { TransferKind } from "./transfer.js";
import type { RedeemPointsInput } from "./voucher-mutations.js";
import { VoucherRedemptionRow } from "./voucher-redemption.js";
import type { Voucher } from "./wallet.js";

/** What every installation starts with; its operator honours the codes. */
const VOUCHERS: readonly Omit<Voucher, "available">[] = [
  { id: "coffee", title: "A cup of coffee", points: 100 },
  { id: "cinema", title: "A seat at the cinema", points: 500 },
  { id: "donation", title: "A donation to a hospice", points: 1_000 },
  { id: "race-entry", title: "An entry to a ten-kilometre race", points: 2_000 },
];

/** 80 random bits in Crockford's base 32, which people can read out: nobody guesses one. */
const CODE_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const CODE_CHARACTERS = 16;

export class VoucherService {
  constructor(
    private readonly database: Database,
    private readonly ledger: Ledger,
    private readonly accounts: PersonAccounts,
    private readonly random: RandomBytes,
  ) {}

  /** `available`: for somebody who has so many points. */
  list(availablePoints: number): Voucher[] {
    return VOUCHERS.map((voucher) => ({ ...voucher, available: voucher.points <= availablePoints }));
  }

  redeem(context: ConsentContext, input: RedeemPointsInput): Promise<{ code?: string; personId?: string } & Outcome> {
    return once(this.database, keyedBy(context, "redeemPoints", input), async (manager) => {
      const personId = personOf(context.viewer) ?? "";
      const voucher = VOUCHERS.find(({ id }) => id === input.voucherId);
      if (!voucher) throw new Refused(ErrorCode.NOT_FOUND, "There is no such voucher.", ["voucherId"]);
      const { id: voucherId, points } = voucher;
      const code = this.newCode();
      const codeHash = createHash("sha256").update(code).digest("hex");
      const account = await this.accounts.forReading(manager, personId);
      const route = { debitAccountId: account ?? "", creditAccountId: REDEEMED_ACCOUNT_ID };
      const kind = TransferKind.REDEMPTION;
      const move = { ...route, points, kind, brandId: NO_BRAND, reference: `redemption/${codeHash}` };
      if (account === null || !(await this.ledger.move(manager, move, context.now))) {
        throw new Refused(ErrorCode.INSUFFICIENT_POINTS, "The wallet holds fewer points than this.", ["voucherId"]);
      }
      await manager.insert(VoucherRedemptionRow, { codeHash, voucherId, points, redeemedAt: context.now });
      return { code, personId };
    });
  }

  private newCode(): string {
    const characters = [...this.random(CODE_CHARACTERS)].map((byte) => CODE_ALPHABET[byte % CODE_ALPHABET.length]);
    return characters.join("").replace(/(.{4})(?=.)/g, "$1-");
  }
}
