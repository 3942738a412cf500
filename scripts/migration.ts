/**
 * Writes a room's migrations from the difference between its entities and its migrated tables, one file for each
 * dialect: `npm run migration -- consent AddTrust`. A dialect whose tables equal the entities already gets none, and
 * MariaDB's is left out where no server is installed.
 */
import "reflect-metadata";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { format } from "prettier";
import { DataSource } from "typeorm";
import type { Dialect, RoomStorage } from "../shared/database.js";
import { connect } from "../shared/mariadb.js";
import { createDatabase } from "../shared/mariadb-tables.js";
import { readDatabaseUrl } from "../shared/mariadb-server.js";
import { projectRoot } from "../shared/project-root.js";
import { mariadbIsInstalled, startMariadb } from "../test/harness/throwaway-mariadb.mjs";
import { tableDifference, type TableDifference } from "./table-difference.js";

const FOLDERS: Record<string, string> = {
  "user-profile": "subgraphs/user-profile",
  consent: "subgraphs/consent",
  offers: "subgraphs/offers",
  identity: "identity",
};

async function main(): Promise<void> {
  const [room = "", name = ""] = process.argv.slice(2);
  const folder = FOLDERS[room];
  if (!folder || !/^[A-Z]\w+$/.test(name)) throw new Error("usage: migration ROOM NameInPascalCase");
  const { storage } = (await import(join(projectRoot, folder, "storage.ts"))) as { storage: RoomStorage };
  const className = `${name}${Date.now()}`;
  await writeMigration(folder, "sqlite", className, await onSqlite(storage));
  if (mariadbIsInstalled()) await writeMigration(folder, "mariadb", className, await onMariadb(storage));
  else console.log("mariadb: left out, since mariadbd is not installed; its drift test will ask for it");
}

async function onSqlite(storage: RoomStorage): Promise<TableDifference> {
  const directory = mkdtempSync(join(tmpdir(), "confide-migration-"));
  const source = await new DataSource({
    type: "better-sqlite3",
    database: join(directory, "empty.sqlite"),
    entities: storage.entities,
    migrations: storage.migrations.sqlite,
  }).initialize();
  try {
    return await difference(source);
  } finally {
    rmSync(directory, { recursive: true });
  }
}

async function onMariadb(storage: RoomStorage): Promise<TableDifference> {
  const throwaway = await startMariadb();
  try {
    const server = readDatabaseUrl(throwaway.url);
    await createDatabase(server, storage.room);
    return await difference(await connect(server, storage, { session: [], connections: 1 }));
  } finally {
    await throwaway.stop();
  }
}

async function difference(source: DataSource): Promise<TableDifference> {
  await source.runMigrations();
  const found = await tableDifference(source);
  await source.destroy();
  return found;
}

async function writeMigration(
  folder: string,
  dialect: Dialect,
  className: string,
  { up, down }: TableDifference,
): Promise<void> {
  if (up.length === 0) return console.log(`${dialect}: the tables already equal the entities`);
  const [, name = "", stamp = ""] = /^(.*?)(\d+)$/.exec(className) ?? [];
  const directory = join(folder, "migrations", dialect);
  const file = join(directory, `${stamp}-${name}.ts`);
  const lines = (statements: string[]): string =>
    statements.map((statement) => `    await runner.query(${JSON.stringify(statement)});`).join("\n");
  const text = `import type { MigrationInterface, QueryRunner } from "typeorm";

export class ${className} implements MigrationInterface {
  name = "${className}";

  async up(runner: QueryRunner): Promise<void> {
${lines(up)}
  }

  async down(runner: QueryRunner): Promise<void> {
${lines(down)}
  }
}
`;
  mkdirSync(join(projectRoot, directory), { recursive: true });
  writeFileSync(
    join(projectRoot, file),
    await format(text, { parser: "typescript", printWidth: 120, trailingComma: "all" }),
  );
  console.log(`${file}: add ${className} to ${folder}/migrations/${dialect}.ts`);
}

await main();
