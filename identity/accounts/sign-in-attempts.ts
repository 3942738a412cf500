import { createHmac } from "node:crypto";
import { LessThan, type EntityManager } from "typeorm";
import { DAY_MS, HOUR_MS, SECOND_MS } from "../../shared/clock.js";
import type { Database } from "../../shared/database.js";
import { insertOnce } from "../../shared/insert-once.js";
import { lockedRow } from "../../shared/locked-row.js";
import { SignInAttemptRow } from "./sign-in-attempt.js";

/**
 * Back-off after wrong passwords, as NIST SP 800-63B 5.2.2 suggests it: waits that grow from 30 seconds to an hour.
 * An account allows a few slips; a network address stands for several people and allows more.
 */
export const ACCOUNT_FREE_TRIES = 5;
export const ADDRESS_FREE_TRIES = 20;
const FIRST_WAIT_MS = 30 * SECOND_MS;
const LONGEST_WAIT_MS = HOUR_MS;

/** Failures are forgotten a day after the last: longer than the longest wait, so that waiting never resets the count. */
const FORGOTTEN_AFTER_MS = DAY_MS;

export interface Attempt {
  accountKey: string;
  addressKey: string;
}

export class SignInAttempts {
  constructor(
    private readonly database: Database,
    private readonly key: Buffer,
  ) {}

  /** `subject` need not be an account: tries against unknown addresses count and wait exactly alike. */
  attemptOf(subject: string, networkAddress: string): Attempt {
    return { accountKey: this.keyOf("account", subject), addressKey: this.keyOf("address", networkAddress) };
  }

  /**
   * Counts the try before the password is looked at, in one unit of work, so that parallel guesses cannot outrun the
   * count. Returns the seconds to wait, or null when the try may go on.
   */
  begin(attempt: Attempt, now: Date): Promise<number | null> {
    return this.database.write(async (manager) => {
      const account = await this.locked(manager, attempt.accountKey, now);
      const address = await this.locked(manager, attempt.addressKey, now);
      const blockedUntil = Math.max(account.blockedUntil?.getTime() ?? 0, address.blockedUntil?.getTime() ?? 0);
      if (blockedUntil > now.getTime()) return Math.ceil((blockedUntil - now.getTime()) / SECOND_MS);
      await this.count(manager, account, ACCOUNT_FREE_TRIES, now);
      await this.count(manager, address, ADDRESS_FREE_TRIES, now);
      return null;
    });
  }

  /** The password was right: the account's count ends, and the address is given its try back. */
  async succeed(attempt: Attempt): Promise<void> {
    await this.database.write(async (manager) => {
      await manager.delete(SignInAttemptRow, { id: attempt.accountKey });
      const address = await lockedRow(manager, SignInAttemptRow, { id: attempt.addressKey });
      if (!address) return;
      const failures = Math.max(0, address.failures - 1);
      await manager.update(SignInAttemptRow, { id: address.id }, { failures, blockedUntil: null });
    });
  }

  async purge(now: Date): Promise<void> {
    const before = new Date(now.getTime() - FORGOTTEN_AFTER_MS);
    await this.database.write((manager) => manager.delete(SignInAttemptRow, { lastAt: LessThan(before) }));
  }

  /** What is counted so far; nobody else counts until this unit of work has ended. */
  private async locked(manager: EntityManager, id: string, now: Date): Promise<SignInAttemptRow> {
    const fresh = { id, failures: 0, lastAt: now, blockedUntil: null };
    const row = await lockedRow(manager, SignInAttemptRow, { id });
    if (row && row.lastAt.getTime() > now.getTime() - FORGOTTEN_AFTER_MS) return row;
    if (row) await manager.update(SignInAttemptRow, { id }, fresh);
    // Somebody else's first try may just have been counted.
    else if (!(await insertOnce(manager, SignInAttemptRow, fresh))) return this.locked(manager, id, now);
    return fresh;
  }

  private async count(manager: EntityManager, row: SignInAttemptRow, freeTries: number, now: Date): Promise<void> {
    const failures = row.failures + 1;
    const doublings = failures - freeTries;
    const waitMs = doublings < 0 ? 0 : Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(doublings, 16));
    const blockedUntil = waitMs > 0 ? new Date(now.getTime() + waitMs) : null;
    await manager.update(SignInAttemptRow, { id: row.id }, { failures, lastAt: now, blockedUntil });
  }

  private keyOf(kind: string, subject: string): string {
    return createHmac("sha256", this.key).update(`${kind}|${subject}`).digest("base64url");
  }
}
