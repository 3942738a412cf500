import { Entity, Index, type EntityManager } from "typeorm";
import { canonicalHash } from "./canonical-json.js";
import { InstantColumn, JsonColumn, PrimaryIdColumn, WordColumn } from "./columns.js";
import type { Database } from "./database.js";
import { isLockTimeout } from "./database-error.js";
import { insertOnce } from "./insert-once.js";
import { IDEMPOTENCY_LIFETIME_MS } from "./limits.js";
import { findRow } from "./rows.js";
import { undoable } from "./savepoint.js";
import { ErrorCode, Refused, type UserError } from "./user-error.js";

/** The outcome of a mutation under a key: ids and refusals, never a secret or an intimate value. */
@Entity("idempotency")
@Index("idempotency_age", ["createdAt"])
export class IdempotencyRow {
  @PrimaryIdColumn({ length: 140 }) principal: string;
  @PrimaryIdColumn() mutation: string;
  @PrimaryIdColumn() key: string;
  @WordColumn({ length: 64 }) inputHash: string;
  @JsonColumn() outcome: unknown;
  @InstantColumn() createdAt: Date;
}

export interface Outcome {
  userErrors: UserError[];
}

const KEY = /^[A-Za-z0-9_-]{1,64}$/;

export interface KeyedMutation {
  principal: string;
  mutation: string;
  key: string;
  input: unknown;
  now: Date;
}

/**
 * Runs a mutation as one unit of work, once per (principal, mutation, key). The same key and input answers the stored
 * outcome; another input is IDEMPOTENCY_MISMATCH. A refusal rolls the work back and is itself the outcome.
 * `work` returns ids, from which the resolver reads the objects again; what it leaves out (a secret) is not repeated.
 */
export async function once<T extends object>(
  database: Database,
  mutation: KeyedMutation,
  work: (manager: EntityManager) => Promise<T>,
): Promise<Partial<T> & Outcome> {
  if (!KEY.test(mutation.key)) {
    return refusal<T>(new Refused(ErrorCode.INVALID, "A key is 1 to 64 of A-Z a-z 0-9 _ -.", ["idempotencyKey"]));
  }
  const inputHash = canonicalHash(mutation.input);
  try {
    return await database.write(async (manager) => {
      const isFirst = await claim(manager, mutation, inputHash);
      if (!isFirst) return (await stored(manager, mutation, inputHash)) as Partial<T> & Outcome;
      const outcome = await outcomeOf(manager, work);
      await manager.update(IdempotencyRow, placeOf(mutation), { outcome: withoutSecrets(outcome) });
      return outcome;
    });
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return refusal<T>(error);
  }
}

function refusal<T>(error: Refused): Partial<T> & Outcome {
  return { userErrors: [error.toUserError()] } as Partial<T> & Outcome;
}

/**
 * Notes the key before anything is done under it. Who sends it a second time meanwhile waits here for the first to end,
 * and is told that it is still running when that takes long. False: it has an outcome.
 */
async function claim(manager: EntityManager, mutation: KeyedMutation, inputHash: string): Promise<boolean> {
  const { now } = mutation;
  const place = placeOf(mutation);
  const forgottenBefore = new Date(now.getTime() - IDEMPOTENCY_LIFETIME_MS);
  // Looked for first: a key that was met in vain is locked for reading, and many who then wanted to write would meet again.
  const known = await findRow(manager, IdempotencyRow, place);
  if (known && known.createdAt >= forgottenBefore) return false;
  if (known) await manager.delete(IdempotencyRow, { ...place, createdAt: known.createdAt });
  try {
    return await insertOnce(manager, IdempotencyRow, { ...place, inputHash, outcome: {}, createdAt: now });
  } catch (error) {
    if (!isLockTimeout(error)) throw error;
    throw new Refused(ErrorCode.IN_PROGRESS, "A mutation under this key is still running.", ["idempotencyKey"]);
  }
}

async function stored(manager: EntityManager, mutation: KeyedMutation, inputHash: string): Promise<unknown> {
  const row = await manager.findOneByOrFail(IdempotencyRow, placeOf(mutation));
  if (row.inputHash === inputHash) return row.outcome;
  throw new Refused(ErrorCode.IDEMPOTENCY_MISMATCH, "This key was used with another input.", ["idempotencyKey"]);
}

/** A refusal undoes the work and nothing else: the key keeps it, so that it is the answer to every repetition. */
async function outcomeOf<T extends object>(
  manager: EntityManager,
  work: (manager: EntityManager) => Promise<T>,
): Promise<Partial<T> & Outcome> {
  try {
    return { ...(await undoable(manager, "mutation", () => work(manager))), userErrors: [] };
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return refusal<T>(error);
  }
}

function placeOf({ principal, mutation, key }: KeyedMutation): Pick<IdempotencyRow, "principal" | "mutation" | "key"> {
  return { principal, mutation, key };
}

/** A replay never repeats a secret: what is named so is shown once. */
function withoutSecrets(outcome: object): object {
  return Object.fromEntries(Object.entries(outcome).filter(([name]) => !SECRET_NAMES.has(name)));
}

const SECRET_NAMES = new Set(["clientSecret", "memberInvitation", "secret", "secretKey", "code"]);
