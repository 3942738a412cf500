import { Entity, Index, LessThan, type EntityManager } from "typeorm";
import { canonicalHash } from "./canonical-json.js";
import { InstantColumn, JsonColumn, PrimaryIdColumn, WordColumn } from "./columns.js";
import type { Database } from "./database.js";
import { IDEMPOTENCY_LIFETIME_MS } from "./limits.js";
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
      const stored = await find(manager, mutation, inputHash);
      if (stored) return stored as Partial<T> & Outcome;
      const outcome: T & Outcome = { ...(await work(manager)), userErrors: [] };
      await store(manager, mutation, inputHash, outcome);
      return outcome;
    });
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    const outcome = refusal<T>(error);
    if (error.code !== ErrorCode.IDEMPOTENCY_MISMATCH) {
      await database.write(async (manager) => {
        if (!(await find(manager, mutation, inputHash))) await store(manager, mutation, inputHash, outcome);
      });
    }
    return outcome;
  }
}

function refusal<T>(error: Refused): Partial<T> & Outcome {
  return { userErrors: [error.toUserError()] } as Partial<T> & Outcome;
}

async function find(manager: EntityManager, mutation: KeyedMutation, inputHash: string): Promise<unknown> {
  const { principal, mutation: name, key, now } = mutation;
  const row = await manager.findOneBy(IdempotencyRow, { principal, mutation: name, key });
  if (!row || row.createdAt.getTime() < now.getTime() - IDEMPOTENCY_LIFETIME_MS) return null;
  if (row.inputHash !== inputHash) {
    throw new Refused(ErrorCode.IDEMPOTENCY_MISMATCH, "This key was used with another input.", ["idempotencyKey"]);
  }
  return row.outcome;
}

async function store(
  manager: EntityManager,
  { principal, mutation, key, now }: KeyedMutation,
  inputHash: string,
  outcome: object,
): Promise<void> {
  await manager.delete(IdempotencyRow, { createdAt: LessThan(new Date(now.getTime() - IDEMPOTENCY_LIFETIME_MS)) });
  await manager.insert(IdempotencyRow, {
    principal,
    mutation,
    key,
    inputHash,
    outcome: withoutSecrets(outcome),
    createdAt: now,
  });
}

/** A replay never repeats a secret: what is named so is shown once. */
function withoutSecrets(outcome: object): object {
  return Object.fromEntries(Object.entries(outcome).filter(([name]) => !SECRET_NAMES.has(name)));
}

const SECRET_NAMES = new Set(["clientSecret", "memberInvitation", "secret", "secretKey", "code", "downloadUrl"]);
