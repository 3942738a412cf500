import { AsyncLocalStorage } from "node:async_hooks";
import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { DataSource, type EntityManager, type MigrationInterface } from "typeorm";
import { GroupCommit } from "./group-commit.js";

type Class = new () => unknown;
export type MigrationClass = new () => MigrationInterface;

export type Dialect = "sqlite" | "mariadb";

/** What a room keeps: its entities, and for each dialect the migrations that made their tables. */
export interface RoomStorage {
  room: string;
  entities: Class[];
  migrations: Record<Dialect, MigrationClass[]>;
}

/**
 * The unit of work. `write` is one transaction, the only way to change anything; `read` cannot change anything.
 * Neither may wait for the network: others would wait with it. A write may be run again from its start when it met
 * another, so it changes nothing but the database; and on MariaDB writes run side by side.
 */
export interface Database {
  write<T>(work: (manager: EntityManager) => Promise<T>): Promise<T>;
  read<T>(work: (manager: EntityManager) => Promise<T>): Promise<T>;
  /**
   * A read whose statements need not see one moment, most of all one of a single statement: a server is asked for that
   * and for nothing around it.
   */
  glance<T>(work: (manager: EntityManager) => Promise<T>): Promise<T>;
  /** True when a statement can be answered. */
  isReachable(): Promise<boolean>;
  close(): Promise<void>;
}

const unitOfWork = new AsyncLocalStorage<true>();

/** Marks what runs inside as one unit of work; another cannot be begun in it. */
export function asUnitOfWork<T>(work: () => Promise<T>): Promise<T> {
  return unitOfWork.run(true, work);
}

export function refuseNesting(): void {
  if (unitOfWork.getStore()) throw new Error("a unit of work was begun inside another; pass its manager on instead");
}

/**
 * SQLite: one writer connection behind a queue and a second, read-only one. TypeORM shares a connection between
 * concurrent transactions, so a commit would take another's uncommitted rows along (seen; TRAPS, TypeORM).
 * Opens the file, runs pending migrations, and answers.
 */
export async function openSqlite(
  file: string,
  storage: RoomStorage,
  monotonicMs: () => number = () => performance.now(),
): Promise<Database> {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const writer = await new DataSource({
    type: "better-sqlite3",
    database: file,
    entities: storage.entities,
    migrations: storage.migrations.sqlite,
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
  return new SqliteDatabase(new GroupCommit(writer, monotonicMs), writer, reader);
}

class SqliteDatabase implements Database {
  constructor(
    private readonly writes: GroupCommit,
    private readonly writer: DataSource,
    private readonly reader: DataSource,
  ) {}

  async write<T>(work: (manager: EntityManager) => Promise<T>): Promise<T> {
    refuseNesting();
    return this.writes.run((manager) => asUnitOfWork(() => work(manager)));
  }

  read<T>(work: (manager: EntityManager) => Promise<T>): Promise<T> {
    return work(this.reader.manager);
  }

  glance<T>(work: (manager: EntityManager) => Promise<T>): Promise<T> {
    return this.read(work);
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
    await this.writes.idle();
    await this.reader.destroy();
    await this.writer.destroy();
  }
}
