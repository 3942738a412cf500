import { AsyncLocalStorage } from "node:async_hooks";
import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { DataSource, type EntityManager, type MixedList, type EntitySchema, type MigrationInterface } from "typeorm";

type Class = new () => unknown;
type MigrationClass = new () => MigrationInterface;

/** What a room keeps: its entities and the migrations that made their tables. */
export interface RoomStorage {
  room: string;
  entities: MixedList<Class | EntitySchema>;
  migrations: MigrationClass[];
}

/**
 * The unit of work. `write` is one transaction, the only way to change anything; `read` cannot change anything.
 * Neither may wait for the network: the single writer would wait with it.
 */
export interface Database {
  write<T>(work: (manager: EntityManager) => Promise<T>): Promise<T>;
  read<T>(work: (manager: EntityManager) => Promise<T>): Promise<T>;
  /** True when a statement can be answered. */
  isReachable(): Promise<boolean>;
  close(): Promise<void>;
}

const inUnitOfWork = new AsyncLocalStorage<true>();

/**
 * SQLite: one writer connection behind a queue and a second, read-only one. TypeORM shares a connection between
 * concurrent transactions, so a commit would take another's uncommitted rows along (seen; TRAPS, TypeORM).
 * Opens the file, runs pending migrations, and answers.
 */
export async function openSqlite(file: string, storage: RoomStorage): Promise<Database> {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const writer = await new DataSource({
    type: "better-sqlite3",
    database: file,
    entities: storage.entities,
    migrations: storage.migrations,
    migrationsTransactionMode: "all",
    synchronize: false,
    enableWAL: true,
    // A record must survive power loss before its answer leaves; the driver's default (NORMAL) can lose the last commits.
    prepareDatabase: (database: { pragma(text: string): unknown }) => {
      database.pragma("synchronous = FULL");
      database.pragma("foreign_keys = ON");
    },
  }).initialize();
  await writer.runMigrations();
  const reader = await new DataSource({
    type: "better-sqlite3",
    database: file,
    entities: storage.entities,
    readonly: true,
    synchronize: false,
  }).initialize();
  return new SqliteDatabase(writer, reader);
}

class SqliteDatabase implements Database {
  private tail: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly writer: DataSource,
    private readonly reader: DataSource,
  ) {}

  write<T>(work: (manager: EntityManager) => Promise<T>): Promise<T> {
    refuseNesting();
    const turn = this.tail.then(() => inUnitOfWork.run(true, () => this.writer.transaction(work)));
    this.tail = turn.catch(() => undefined);
    return turn;
  }

  read<T>(work: (manager: EntityManager) => Promise<T>): Promise<T> {
    return work(this.reader.manager);
  }

  async isReachable(): Promise<boolean> {
    try {
      await this.reader.query("SELECT 1");
      return true;
    } catch {
      return false;
    }
  }

  async close(): Promise<void> {
    await this.tail;
    await this.reader.destroy();
    await this.writer.destroy();
  }
}

function refuseNesting(): void {
  if (inUnitOfWork.getStore()) throw new Error("a unit of work was begun inside another; pass its manager on instead");
}
