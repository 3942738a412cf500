import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createConnection, type Connection, type RowDataPacket } from "mysql2/promise";
import type { Database, Dialect, RoomStorage } from "../../shared/database.js";
import { newOpaqueId } from "../../shared/identifier.js";
import { readDatabaseUrl, type MariadbServer } from "../../shared/mariadb-server.js";
import { migrateMariadb } from "../../shared/mariadb-tables.js";
import { openDatabase, type DatabasePlace } from "../../shared/open-database.js";

/** The database that this run of a suite is about; jest runs suites once for each (jest.config.cjs). */
export const DIALECT: Dialect = process.env["CONFIDE_TEST_DATABASE"] === "mariadb" ? "mariadb" : "sqlite";

/** A DATABASE_URL with databases that nobody else has on the run's server; undefined where files are used. */
export function ownDatabaseUrl(): string | undefined {
  if (DIALECT === "sqlite") return undefined;
  const url = process.env["CONFIDE_TEST_MARIADB"];
  if (!url) throw new Error("mariadbd is required for these tests and is not installed");
  return `${url}t${newOpaqueId().toLowerCase().replaceAll("-", "_")}`;
}

/** Where rooms keep their tables: files in the test's folder, or databases of their own, made here. */
export async function databasesFor(folder: string, ...rooms: RoomStorage[]): Promise<DatabasePlace> {
  const url = ownDatabaseUrl();
  if (url === undefined) return { folder };
  const server = readDatabaseUrl(url);
  await migrateMariadb(server, rooms);
  return { server };
}

/** Nothing to do for files: they go with the test's folder. */
export async function dropDatabases(place: DatabasePlace): Promise<void> {
  if ("folder" in place) return;
  await onServer(place.server, async (connection, databases) => {
    for (const name of databases) await connection.query(`DROP DATABASE \`${name}\``);
  });
}

/** All that the databases hold: the files, or every row of every table. */
export async function storedBytes(place: DatabasePlace): Promise<Buffer> {
  const kept: Buffer[] = [];
  if ("folder" in place) {
    const files = readdirSync(place.folder).filter((name) => /\.sqlite(-wal)?$/.test(name));
    return Buffer.concat(files.map((name) => readFileSync(join(place.folder, name))));
  }
  await onServer(place.server, async (connection, databases) => {
    for (const name of databases) {
      const tables = await names(
        connection,
        "SELECT table_name FROM information_schema.tables WHERE table_schema = ?",
        [name],
      );
      for (const table of tables) {
        const [rows] = await connection.query<RowDataPacket[]>(`SELECT * FROM \`${name}\`.\`${table}\``);
        for (const value of rows.flatMap((row) => Object.values(row) as unknown[])) {
          kept.push(Buffer.isBuffer(value) ? value : Buffer.from(String(value)), Buffer.from("\n"));
        }
      }
    }
  });
  return Buffer.concat(kept);
}

/** Statements that make every insertion into a table fail, and let them succeed again. */
export function brokenTable(table: string): { breaks: string; mends: string } {
  const raise =
    DIALECT === "sqlite"
      ? "BEGIN SELECT RAISE(ABORT, 'broken'); END"
      : "FOR EACH ROW SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'broken'";
  return { breaks: `CREATE TRIGGER broken BEFORE INSERT ON ${table} ${raise}`, mends: "DROP TRIGGER broken" };
}

/** One room's database on its own, thrown away in the end. */
export class ThrowawayDatabase {
  private constructor(
    readonly directory: string,
    readonly place: DatabasePlace,
    private readonly storage: RoomStorage,
    public database: Database,
  ) {}

  static async open(storage: RoomStorage): Promise<ThrowawayDatabase> {
    const directory = mkdtempSync(join(tmpdir(), "confide-database-"));
    const place = await databasesFor(directory, storage);
    return new ThrowawayDatabase(directory, place, storage, await openDatabase(place, storage));
  }

  /** As another process would see it. */
  openAgain(): Promise<Database> {
    return openDatabase(this.place, this.storage);
  }

  async close(): Promise<void> {
    await this.database.close();
    await dropDatabases(this.place);
    rmSync(this.directory, { recursive: true });
  }
}

async function onServer(
  { host, port, username: user, prefix }: MariadbServer,
  work: (connection: Connection, databases: string[]) => Promise<void>,
): Promise<void> {
  const connection = await createConnection({ host, port, user });
  const find = "SELECT schema_name FROM information_schema.schemata WHERE LEFT(schema_name, ?) = ?";
  try {
    await work(connection, await names(connection, find, [prefix.length, prefix]));
  } finally {
    await connection.end();
  }
}

async function names(connection: Connection, statement: string, values: (string | number)[]): Promise<string[]> {
  const [rows] = await connection.query<RowDataPacket[]>(statement, values);
  return rows.map((row) => String(Object.values(row)[0]));
}
