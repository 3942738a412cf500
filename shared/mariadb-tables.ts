import type { Connection, RowDataPacket } from "mysql2/promise";
import { MINUTE_MS, SECOND_MS } from "./clock.js";
import type { RoomStorage } from "./database.js";
import { connect } from "./mariadb.js";
import { cannotBeUsed, databaseName, type MariadbServer } from "./mariadb-server.js";

/**
 * Texts compare as bytes and "a" is not "a ", as on SQLite: the two servers have different names for that. The plain
 * utf8mb4_bin compares bytes too, but passes over blanks at the end.
 */
const COLLATION = { mariadb: "utf8mb4_nopad_bin", mysql: "utf8mb4_0900_bin" } as const;

/** Two processes may start at once; the second waits for the first to have made the tables. */
const LOCK_WAIT_S = MINUTE_MS / SECOND_MS;

/**
 * Makes the databases that are not there and brings every table up to date. Answers true when no room had tables yet:
 * nobody has ever started here.
 */
export async function migrateMariadb(server: MariadbServer, rooms: readonly RoomStorage[]): Promise<boolean> {
  const connection = await open(server);
  try {
    await lock(connection, server);
    const names = rooms.map(({ room }) => databaseName(server, room));
    const before = await Promise.all(names.map((name) => stateOf(connection, name)));
    refuseLostDatabases(names, before);
    for (const name of names) await ensureDatabase(connection, server, name);
    for (const storage of rooms) await bringUpToDate(server, storage);
    return before.every((state) => state === "EMPTY");
  } finally {
    await connection.end();
  }
}

/** One room's database alone, empty where it was not there. */
export async function createDatabase(server: MariadbServer, room: string): Promise<void> {
  const connection = await open(server);
  try {
    await ensureDatabase(connection, server, databaseName(server, room));
  } finally {
    await connection.end();
  }
}

async function open(server: MariadbServer): Promise<Connection> {
  const { createConnection } = await import("mysql2/promise");
  const { host, port, username: user, password, tls } = server;
  try {
    return await createConnection({ host, port, user, password, ...(tls && { ssl: { rejectUnauthorized: true } }) });
  } catch (error) {
    throw cannotBeUsed(server, error);
  }
}

/** It ends with the connection, whatever happens. */
async function lock(connection: Connection, { prefix }: MariadbServer): Promise<void> {
  const [row] = await rows<{ held: number | null }>(connection, "SELECT GET_LOCK(?, ?) AS held", [
    `${prefix}_migrate`,
    LOCK_WAIT_S,
  ]);
  if (row?.held !== 1) throw new Error("DATABASE_URL: another process has been changing the tables for a minute.");
}

/** EMPTY: it was never migrated. PEOPLE: somebody has a key in it, so it must not be without its siblings. */
type State = "EMPTY" | "MIGRATED" | "PEOPLE";

async function stateOf(connection: Connection, name: string): Promise<State> {
  const tables = await rows<{ name: string }>(
    connection,
    "SELECT table_name AS name FROM information_schema.tables WHERE table_schema = ? AND table_name IN ('migrations', 'person_key')",
    [name],
  );
  if (tables.length < 2) return "EMPTY";
  const [row] = await rows<{ people: number }>(
    connection,
    `SELECT EXISTS(SELECT 1 FROM \`${name}\`.person_key) AS people`,
    [],
  );
  return row?.people === 1 ? "PEOPLE" : "MIGRATED";
}

/** A database that is gone beside others that are there was lost: an empty one would read as if nothing had happened. */
function refuseLostDatabases(names: readonly string[], states: readonly State[]): void {
  const empty = names.filter((_, i) => states[i] === "EMPTY");
  if (empty.length > 0 && states.includes("PEOPLE")) {
    throw new Error(`DATABASE_URL: ${empty.join(", ")} is gone while others hold people; bring it back.`);
  }
}

/** Not `IF NOT EXISTS`: who may not make databases may still use one that was made for them. */
async function ensureDatabase(connection: Connection, { type }: MariadbServer, name: string): Promise<void> {
  const wanted = COLLATION[type];
  const find = "SELECT default_collation_name AS collation FROM information_schema.schemata WHERE schema_name = ?";
  const [found] = await rows<{ collation: string }>(connection, find, [name]);
  if (!found) await connection.query(`CREATE DATABASE \`${name}\` CHARACTER SET utf8mb4 COLLATE ${wanted}`);
  else if (found.collation !== wanted) {
    throw new Error(`DATABASE_URL: ${name} compares texts by ${found.collation}; make it with COLLATE ${wanted}.`);
  }
}

async function bringUpToDate(server: MariadbServer, storage: RoomStorage): Promise<void> {
  const source = await connect(server, storage, { session: [], connections: 1 });
  try {
    await source.runMigrations();
  } finally {
    await source.destroy();
  }
}

async function rows<T>(connection: Connection, statement: string, values: (string | number)[]): Promise<T[]> {
  const [found] = await connection.query<RowDataPacket[]>(statement, values);
  return found as T[];
}
