import type { DataSource } from "typeorm";

/** Statements that make a database's tables what the entities say, and those that undo them, each in order. */
export interface TableDifference {
  up: string[];
  down: string[];
}

/** What TypeORM finds, and the CHECK constraints that it passes over on MariaDB. */
export async function tableDifference(source: DataSource): Promise<TableDifference> {
  const { upQueries, downQueries } = await source.driver.createSchemaBuilder().log();
  const checks = source.options.type === "mariadb" ? await checkDifference(source) : { up: [], down: [] };
  return {
    up: [...upQueries.map(({ query }) => query), ...checks.up],
    down: [...checks.down, ...downQueries.map(({ query }) => query).reverse()],
  };
}

/** A constraint is named by a hash of its table and rule, so equal names are equal rules. */
async function checkDifference(source: DataSource): Promise<TableDifference> {
  const wanted = source.entityMetadatas.flatMap(({ tableName, checks }) =>
    checks.map(({ name, expression }) => ({ table: tableName, name, expression })),
  );
  const present = await source.query<{ table: string; name: string; expression: string }[]>(
    "SELECT TABLE_NAME AS `table`, CONSTRAINT_NAME AS name, CHECK_CLAUSE AS expression FROM information_schema.CHECK_CONSTRAINTS WHERE CONSTRAINT_SCHEMA = DATABASE()",
  );
  const names = (checks: { name: string }[]): Set<string> => new Set(checks.map(({ name }) => name));
  const missing = wanted.filter(({ name }) => !names(present).has(name));
  const surplus = present.filter(({ name }) => !names(wanted).has(name));
  const add = ({ table, name, expression }: { table: string; name: string; expression: string }): string =>
    `ALTER TABLE \`${table}\` ADD CONSTRAINT \`${name}\` CHECK (${expression})`;
  const drop = ({ table, name }: { table: string; name: string }): string =>
    `ALTER TABLE \`${table}\` DROP CONSTRAINT \`${name}\``;
  return { up: [...surplus.map(drop), ...missing.map(add)], down: [...missing.map(drop), ...surplus.map(add)] };
}
