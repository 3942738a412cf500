import type { EntityManager, EntityMetadata, EntityTarget, ObjectLiteral, QueryDeepPartialEntity } from "typeorm";
import type { ColumnMetadata } from "typeorm/metadata/ColumnMetadata.js";
import { preparedRows, type Parameter } from "./prepared-rows.js";

/**
 * One row by its columns, for the paths that every brand's query takes: TypeORM's query builders cost some 100 us a
 * statement, most of a disclosure's time. Texts are made once per entity; values go through the same transformers.
 */
export type Row<T extends ObjectLiteral> = QueryDeepPartialEntity<T>;
/** Columns that are equal to plain values. */
export type Equals<T> = { readonly [K in keyof T]?: string | number | boolean };

const texts = new WeakMap<EntityMetadata, Map<string, string>>();

/** Inserts a row; columns that it leaves out have their default. Throws what TypeORM throws, a duplicate key included. */
export async function insertRow<T extends ObjectLiteral>(
  manager: EntityManager,
  entity: EntityTarget<T>,
  row: Row<T>,
): Promise<void> {
  const { metadata, columns } = columnsOf(manager, entity, row);
  const text = textOf(metadata, "insert", columns, () => {
    const names = columns.map((column) => quoted(manager, column.databaseName));
    const table = quoted(manager, metadata.tableName);
    return `INSERT INTO ${table} (${names.join(", ")}) VALUES (${names.map(() => "?").join(", ")})`;
  });
  await manager.query(text, persistent(manager, columns, row));
}

/** UPDATE: nobody else changes the row before the unit of work has ended. SHARE: others may keep it from change too. */
type RowLock = "UPDATE" | "SHARE";
const LOCKING: Record<RowLock, string> = { UPDATE: " FOR UPDATE", SHARE: " LOCK IN SHARE MODE" };

/** The row that has these values, or null. */
export async function findRow<T extends ObjectLiteral>(
  manager: EntityManager,
  entity: EntityTarget<T>,
  where: Equals<T>,
  lock?: RowLock,
): Promise<T | null> {
  const [row] = await select(manager, entity, where, ` LIMIT 1${lock ? LOCKING[lock] : ""}`);
  return row ?? null;
}

/** All rows that have these values, in no order. */
export function findRows<T extends ObjectLiteral>(
  manager: EntityManager,
  entity: EntityTarget<T>,
  where: Equals<T>,
): Promise<T[]> {
  return select(manager, entity, where, "");
}

async function select<T extends ObjectLiteral>(
  manager: EntityManager,
  entity: EntityTarget<T>,
  where: Equals<T>,
  ending: string,
): Promise<T[]> {
  const { metadata, columns } = columnsOf(manager, entity, where as Row<T>);
  const text = textOf(metadata, `select${ending}`, columns, () => {
    const names = metadata.columns.map((column) => quoted(manager, column.databaseName));
    const equals = columns.map((column) => `${quoted(manager, column.databaseName)} = ?`);
    const table = quoted(manager, metadata.tableName);
    return `SELECT ${names.join(", ")} FROM ${table} WHERE ${equals.join(" AND ")}${ending}`;
  });
  const values = persistent(manager, columns, where as Row<T>) as Parameter[];
  const found = await preparedRows<ObjectLiteral>(manager, text, values);
  return found.map((row) => hydrated(manager, metadata, row) as T);
}

function columnsOf<T extends ObjectLiteral>(
  manager: EntityManager,
  entity: EntityTarget<T>,
  row: Row<T>,
): { metadata: EntityMetadata; columns: ColumnMetadata[] } {
  const metadata = manager.dataSource.getMetadata(entity);
  return {
    metadata,
    columns: metadata.columns.filter(({ propertyName }) => (row as ObjectLiteral)[propertyName] !== undefined),
  };
}

function textOf(
  metadata: EntityMetadata,
  verb: string,
  columns: readonly ColumnMetadata[],
  make: () => string,
): string {
  const known = texts.get(metadata) ?? new Map<string, string>();
  texts.set(metadata, known);
  const key = `${verb} ${columns.map(({ databaseName }) => databaseName).join()}`;
  const text = known.get(key) ?? make();
  known.set(key, text);
  return text;
}

function persistent<T extends ObjectLiteral>(
  { dataSource: { driver } }: EntityManager,
  columns: readonly ColumnMetadata[],
  row: Row<T>,
): unknown[] {
  return columns.map(
    (column) => driver.preparePersistentValue((row as ObjectLiteral)[column.propertyName], column) as unknown,
  );
}

function hydrated(
  { dataSource: { driver } }: EntityManager,
  metadata: EntityMetadata,
  found: ObjectLiteral,
): ObjectLiteral {
  const row = metadata.create() as ObjectLiteral;
  for (const column of metadata.columns) {
    row[column.propertyName] = driver.prepareHydratedValue(found[column.databaseName], column) as unknown;
  }
  return row;
}

function quoted({ dataSource: { driver } }: EntityManager, name: string): string {
  return driver.escape(name);
}
