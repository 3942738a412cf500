/**
 * Writes a room's migration from the difference between its entities and its migrated tables:
 * `npm run migration -- consent AddTrust`. With `--initial` it starts from an empty database.
 */
import "reflect-metadata";
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { format } from "prettier";
import { DataSource } from "typeorm";
import type { RoomStorage } from "../shared/database.js";
import { projectRoot } from "../shared/project-root.js";

const FOLDERS: Record<string, string> = {
  "user-profile": "subgraphs/user-profile",
  consent: "subgraphs/consent",
  offers: "subgraphs/offers",
  identity: "identity",
};

async function main(): Promise<void> {
  const [room = "", name = "", ...flags] = process.argv.slice(2);
  const folder = FOLDERS[room];
  if (!folder || !/^[A-Z]\w+$/.test(name)) throw new Error("usage: migration ROOM NameInPascalCase [--initial]");
  const { storage } = (await import(join(projectRoot, folder, "storage.ts"))) as { storage: RoomStorage };
  const source = await new DataSource({
    type: "better-sqlite3",
    database: join(mkdtempSync(join(tmpdir(), "confide-migration-")), "empty.sqlite"),
    entities: storage.entities,
    migrations: flags.includes("--initial") ? [] : storage.migrations,
  }).initialize();
  await source.runMigrations();
  const { upQueries, downQueries } = await source.driver.createSchemaBuilder().log();
  if (upQueries.length === 0) return console.log(`${room}: the tables already equal the entities`);
  const stamp = flags.includes("--initial") ? 1_760_000_000_000 : Date.now();
  const className = `${name}${stamp}`;
  const file = join(projectRoot, folder, "migrations", `${stamp}-${name}.ts`);
  mkdirSync(join(projectRoot, folder, "migrations"), { recursive: true });
  const lines = (queries: { query: string }[]): string =>
    queries.map(({ query }) => `    await runner.query(${JSON.stringify(query)});`).join("\n");
  const text = `import type { MigrationInterface, QueryRunner } from "typeorm";

export class ${className} implements MigrationInterface {
  name = "${className}";

  async up(runner: QueryRunner): Promise<void> {
${lines(upQueries)}
  }

  async down(runner: QueryRunner): Promise<void> {
${lines([...downQueries].reverse())}
  }
}
`;
  writeFileSync(file, await format(text, { parser: "typescript", printWidth: 120, trailingComma: "all" }));
  console.log(`${file.slice(projectRoot.length + 1)}: add ${className} to ${folder}/storage.ts`);
  await source.destroy();
}

await main();
