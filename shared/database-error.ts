import { QueryFailedError } from "typeorm";

/**
 * What a database's refusal means, whichever it came from. MariaDB and MySQL number their errors, SQLite names them;
 * the messages carry values and are not read.
 */
const DUPLICATE = new Set<unknown>([1062, "SQLITE_CONSTRAINT_PRIMARYKEY", "SQLITE_CONSTRAINT_UNIQUE"]);

/** Deadlock, a row that was locked for too long, a row that changed since it was read: the same again may go well. */
const LOCK_WAIT_TIMEOUT = 1205;
const CONTENTION = new Set<unknown>([1213, LOCK_WAIT_TIMEOUT, 1020]);

/** A server that is told to stop, and a connection that was ended on it. */
const STOPPING = new Set<unknown>([1053, 1927]);

/** Somebody has inserted a row of this key already. */
export function isDuplicate(error: unknown): boolean {
  return DUPLICATE.has(codeOf(error));
}

/** Two units of work were in each other's way. */
export function isContention(error: unknown): boolean {
  return CONTENTION.has(codeOf(error));
}

/** Somebody else has kept a row for longer than this database waits. */
export function isLockTimeout(error: unknown): boolean {
  return codeOf(error) === LOCK_WAIT_TIMEOUT;
}

/** The database is away: the same again goes well once it is back. mysql2 calls an error of the connection fatal. */
export function isOutage(error: unknown): boolean {
  const cause = error instanceof QueryFailedError ? (error.driverError as unknown) : error;
  return STOPPING.has(codeOf(error)) || (cause instanceof Error && "fatal" in cause && cause.fatal === true);
}

function codeOf(error: unknown): unknown {
  if (!(error instanceof QueryFailedError)) return undefined;
  const { errno, code } = error.driverError as { errno?: number; code?: string };
  return errno ?? code;
}
