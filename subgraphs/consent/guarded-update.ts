import type { EntityManager } from "typeorm";
import { preparedRows } from "../../shared/prepared-rows.js";

/**
 * Runs one changing statement and says how many rows it changed. What must not go wrong under concurrency is an UPDATE
 * whose WHERE holds the rule; its count is the answer. A read before it would be stale (TRAPS, money).
 * The text is constant and the values are parameters, on every dialect.
 */
export async function changedRows(
  manager: EntityManager,
  statement: string,
  values: readonly (string | number | null)[],
): Promise<number> {
  const runner = manager.queryRunner;
  if (!runner) throw new Error("a change was asked for outside a unit of work");
  const result = await runner.query(statement, [...values], true);
  return result.affected ?? 0;
}

/** A read by text, for the paths that every brand's query takes. */
export async function rowsOf<T>(
  manager: EntityManager,
  statement: string,
  values: readonly (string | number | null)[],
): Promise<T[]> {
  return preparedRows<T>(manager, statement, values);
}
