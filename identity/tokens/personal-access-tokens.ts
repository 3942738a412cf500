import { LessThan, MoreThan } from "typeorm";
import { DAY_MS } from "../../shared/clock.js";
import type { Database } from "../../shared/database.js";
import { newId } from "../../shared/identifier.js";
import type { PersonKeys } from "../../shared/person-keys.js";
import { PERSON_SCOPES, type PersonScope } from "../../shared/viewer.js";
import { newSecret, secretHashOf } from "../clients/client-secret.js";
import { PersonalAccessTokenRow, type ListedToken } from "./personal-access-token.js";
import { TokenByHashRow } from "./token-by-hash.js";

/** The prefix lets secret scanners, and people, recognise a token that lies about. */
export const TOKEN_PREFIX = "confide_pat_";
export const TOKEN_LIFETIME_MS = 90 * DAY_MS; // HTTP.md, Principals
export const TOKENS_PER_PERSON = 50; // more than anybody keeps track of
export const LABEL_MAX = 80;

/** A sentence for the person or developer who asked. */
export class TokenRefused extends Error {}

export interface NewToken {
  personId: string;
  scopes: readonly PersonScope[];
  label: string;
}

export class PersonalAccessTokens {
  constructor(
    private readonly database: Database,
    private readonly keys: PersonKeys,
  ) {}

  /** The token is shown once, here. Throws TokenRefused when a scope or the label cannot be used. */
  async create(input: NewToken, now: Date): Promise<{ token: string; expiresAt: Date }> {
    const { scopes, label } = checkedToken(input);
    const token = `${TOKEN_PREFIX}${newSecret()}`;
    const expiresAt = new Date(now.getTime() + TOKEN_LIFETIME_MS);
    await this.database.write(async (manager) => {
      const { personId } = input;
      // First, so that of two that are made at once the second counts the first.
      const key = await this.keys.forChanging(manager, personId);
      const living = { personId, expiresAt: MoreThan(now) };
      if ((await manager.countBy(PersonalAccessTokenRow, living)) >= TOKENS_PER_PERSON) {
        throw new TokenRefused(`There are ${TOKENS_PER_PERSON} tokens already. Please revoke one first.`);
      }
      const id = newId(now);
      const tokenHash = secretHashOf(token);
      await manager.insert(TokenByHashRow, { tokenHash, personId, tokenId: id, expiresAt });
      await manager.insert(PersonalAccessTokenRow, {
        personId,
        id,
        tokenHash,
        label: key.seal(labelOf(id), Buffer.from(label)),
        scopes,
        createdAt: now,
        expiresAt,
        lastUsedDay: null,
      });
    });
    return { token, expiresAt };
  }

  /**
   * Whose token it is and what it may do, or null. Asked of the database each time (two lookups by key): a revocation
   * must take effect at once, in whichever process it happened.
   */
  async use(token: string, now: Date): Promise<{ personId: string; scopes: PersonScope[] } | null> {
    const row = await this.database.read(async (manager) => {
      const entry = await manager.findOneBy(TokenByHashRow, { tokenHash: secretHashOf(token) });
      return entry && manager.findOneBy(PersonalAccessTokenRow, { personId: entry.personId, id: entry.tokenId });
    });
    if (!row || row.expiresAt <= now) return null;
    const today = now.toISOString().slice(0, 10);
    if (row.lastUsedDay !== today) {
      const { personId, id } = row;
      await this.database.write((manager) =>
        manager.update(PersonalAccessTokenRow, { personId, id }, { lastUsedDay: today }),
      );
    }
    return { personId: row.personId, scopes: row.scopes };
  }

  /** Newest first; expired ones are not shown. */
  list(personId: string, now: Date): Promise<ListedToken[]> {
    return this.database.read(async (manager) => {
      const key = await this.keys.forReading(manager, personId);
      if (!key) return [];
      const where = { personId, expiresAt: MoreThan(now) };
      const rows = await manager.find(PersonalAccessTokenRow, { where, order: { id: "DESC" } });
      return rows.map((row) => ({ ...row, label: key.open(labelOf(row.id), row.label).toString("utf8") }));
    });
  }

  /** Only the person's own; an unknown id changes nothing. */
  async revoke(personId: string, id: string): Promise<void> {
    await this.database.write(async (manager) => {
      const row = await manager.findOneBy(PersonalAccessTokenRow, { personId, id });
      if (row) await manager.delete(TokenByHashRow, { tokenHash: row.tokenHash });
      await manager.delete(PersonalAccessTokenRow, { personId, id });
    });
  }

  async purge(now: Date): Promise<void> {
    const expired = { expiresAt: LessThan(now) };
    await this.database.write(async (manager) => {
      await manager.delete(TokenByHashRow, expired);
      await manager.delete(PersonalAccessTokenRow, expired);
    });
  }
}

function labelOf(id: string): { table: string; row: string; column: string } {
  return { table: "personal_access_token", row: id, column: "label" };
}

function checkedToken(input: NewToken): { scopes: PersonScope[]; label: string } {
  const scopes = PERSON_SCOPES.filter((scope) => input.scopes.includes(scope));
  if (scopes.length === 0 || scopes.length !== new Set(input.scopes).size) {
    throw new TokenRefused("Please choose at least one thing that the token may do.");
  }
  const label = input.label.normalize("NFC").trim();
  if (label.length < 1 || label.length > LABEL_MAX || /\p{Cc}/u.test(label)) {
    throw new TokenRefused(`The label needs 1 to ${LABEL_MAX} characters.`);
  }
  return { scopes, label };
}
