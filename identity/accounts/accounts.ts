import { LRUCache } from "lru-cache";
import { SECOND_MS } from "../../shared/clock.js";
import type { Database } from "../../shared/database.js";
import { newId } from "../../shared/identifier.js";
import { insertOnce } from "../../shared/insert-once.js";
import type { PersonKeys } from "../../shared/person-keys.js";
import { AccountRow, type Account } from "./account.js";
import { AccountByEmailRow } from "./account-by-email.js";
import { emailHash, normaliseEmail } from "../../shared/email-address.js";
import { hashPassword, isPassword, problemWithPassword } from "./password.js";

export const DISPLAY_NAME_MAX = 80; // fits one line of every page

/**
 * Somebody's name is needed with each of their requests, and it hardly ever changes. Another process may change it:
 * half a minute is how long this one may not know.
 */
const CACHED_ACCOUNTS = 10_000;
const CACHE_MS = 30 * SECOND_MS;

export interface NewAccount {
  displayName: string;
  email: string;
  password: string;
}

/** A form's sentence for the person, with the field that it is about. */
export class AccountRefused extends Error {
  constructor(
    readonly field: "displayName" | "email" | "password" | "newPassword",
    message: string,
  ) {
    super(message);
  }
}

export class Accounts {
  private readonly cache = new LRUCache<string, Account>({ max: CACHED_ACCOUNTS, ttl: CACHE_MS });
  /** Compared against when there is no account, so that an unknown address costs the same work as a wrong password. */
  private readonly nobodysHash = hashPassword("nobody has this password");

  constructor(
    private readonly database: Database,
    private readonly keys: PersonKeys,
    private readonly emailKey: Buffer,
  ) {}

  emailHashOf(email: string): string {
    return emailHash(this.emailKey, normaliseEmail(email) ?? email);
  }

  /**
   * Makes an account, or answers null when the address has one. Throws AccountRefused when the input cannot be used.
   * The password is hashed before the address is looked up: both outcomes take the same work.
   */
  async create(input: NewAccount, now: Date): Promise<Account | null> {
    const { displayName, email } = checkedNewAccount(input);
    const passwordHash = await hashPassword(input.password);
    const hashOfEmail = emailHash(this.emailKey, email);
    return this.database.write(async (manager) => {
      const personId = newId(now);
      if (!(await insertOnce(manager, AccountByEmailRow, { emailHash: hashOfEmail, personId }))) return null;
      const key = await this.keys.forWriting(manager, personId);
      const profile = key.sealJson(profileOf(personId), { displayName, email });
      const row = { personId, emailHash: hashOfEmail, profile, passwordHash, generation: 1, createdAt: now };
      await manager.insert(AccountRow, row);
      return { personId, displayName, email, emailHash: hashOfEmail, generation: 1 };
    });
  }

  /** The account whose address and password these are, else null: unknown and wrong take the same time. */
  async authenticate(email: string, password: string): Promise<Account | null> {
    const row = await this.database.read(async (manager) => {
      const entry = await manager.findOneBy(AccountByEmailRow, { emailHash: this.emailHashOf(email) });
      return entry && manager.findOneBy(AccountRow, { personId: entry.personId });
    });
    const isRight = await isPassword(row?.passwordHash ?? (await this.nobodysHash), password);
    return row && isRight ? this.find(row.personId) : null;
  }

  async find(personId: string): Promise<Account | null> {
    const cached = this.cache.get(personId);
    if (cached) return cached;
    const account = await this.database.read(async (manager) => {
      const row = await manager.findOneBy(AccountRow, { personId });
      const key = row && (await this.keys.forReading(manager, personId));
      if (!row || !key) return null;
      const profile = key.openJson(profileOf(personId), row.profile) as { displayName: string; email: string };
      return { personId, ...profile, emailHash: row.emailHash, generation: row.generation };
    });
    if (account) this.cache.set(personId, account);
    return account;
  }

  /** The account is gone; other processes find out within CACHE_MS. */
  forget(personId: string): void {
    this.cache.delete(personId);
  }

  /** The caller has checked the current password. Every access token that was made before stops being valid. */
  async changePassword(account: Account, newPassword: string): Promise<void> {
    const problem = problemWithPassword(newPassword, account.email);
    if (problem) throw new AccountRefused("newPassword", problem);
    const passwordHash = await hashPassword(newPassword);
    await this.database.write(async (manager) => {
      await manager.update(AccountRow, { personId: account.personId }, { passwordHash });
      await manager.increment(AccountRow, { personId: account.personId }, "generation", 1);
    });
    this.cache.delete(account.personId);
  }
}

function profileOf(personId: string): { table: string; row: string; column: string } {
  return { table: "account", row: personId, column: "profile" };
}

function checkedNewAccount(input: NewAccount): { displayName: string; email: string } {
  const displayName = input.displayName.normalize("NFC").trim();
  const length = [...displayName].length;
  if (length < 1 || length > DISPLAY_NAME_MAX || /\p{Cc}/u.test(displayName)) {
    throw new AccountRefused("displayName", `The name needs 1 to ${DISPLAY_NAME_MAX} characters.`);
  }
  const email = normaliseEmail(input.email);
  if (!email) throw new AccountRefused("email", "This does not look like an e-mail address.");
  const problem = problemWithPassword(input.password, email);
  if (problem) throw new AccountRefused("password", problem);
  return { displayName, email };
}
