import type { Pool, PoolConnection, PoolOptions } from "mysql2";
import { DataSource, type EntityManager, type QueryRunner } from "typeorm";
import { SECOND_MS } from "./clock.js";
import { asUnitOfWork, refuseNesting, type Database, type RoomStorage } from "./database.js";
import { isContention } from "./database-error.js";
import { systemRandom, type RandomBytes } from "./identifier.js";
import { cannotBeUsed, databaseName, type MariadbServer } from "./mariadb-server.js";

/** Each room of each process: four rooms in one come to 64 connections, of the 151 that a server takes as it is delivered. */
const WRITERS = 8;
const READERS = 8;
/** Who would wait behind more than this is better refused at once, before memory grows. */
const QUEUE_MAX = 1_000;
const CONNECT_TIMEOUT_MS = 5 * SECOND_MS;

/** A unit of work takes milliseconds: one that waits longer for a row than this has met a stuck one. */
const LOCK_WAIT_SECONDS = 3;
/** Ten attempts pause for some 700 ms in all. Who has met others for longer gives up well within a hold's margin. */
const ATTEMPTS = 10;
const GIVE_UP_MS = 8 * SECOND_MS;
const FIRST_PAUSE_MS = 10;
const LONGEST_PAUSE_MS = 160;

/** Errors instead of cut values, whatever the server's own setting is. */
const STRICT = "SET SESSION sql_mode = 'STRICT_ALL_TABLES,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION'";

/**
 * READ COMMITTED: each statement sees what is committed when it runs. Under the server's default a transaction goes on
 * reading what was there at its first read, also after it has waited for a row, and spends what is gone (TRAPS, money).
 */
const WRITING = [
  STRICT,
  "SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED, READ WRITE",
  `SET SESSION innodb_lock_wait_timeout = ${LOCK_WAIT_SECONDS}`,
];
/** A read sees one moment, and the server refuses it any change. */
const READING = [STRICT, "SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"];

/** MariaDB or MySQL: a room's own database, in which units of work run side by side. Its tables are there already. */
export async function openMariadb(
  server: MariadbServer,
  storage: RoomStorage,
  random: RandomBytes = systemRandom,
): Promise<Database> {
  const writer = await connect(server, storage, { session: WRITING, connections: WRITERS });
  try {
    await refusePendingMigrations(writer, storage);
    const reader = await connect(server, storage, { session: READING, connections: READERS });
    return new MariadbDatabase(writer, reader, random);
  } catch (error) {
    await writer.destroy();
    throw error;
  }
}

export interface ConnectOptions {
  /** Statements that every new connection runs first. */
  session: readonly string[];
  connections: number;
}

/** Statements that a connection keeps prepared: the hot ones. A server keeps 16,382 for all its connections. */
const PREPARED_MAX = 100;

/** TypeORM over a pool of mysql2. */
export async function connect(
  server: MariadbServer,
  storage: RoomStorage,
  { session, connections }: ConnectOptions,
): Promise<DataSource> {
  const mysql2 = await import("mysql2");
  const createPool = (options: PoolOptions): Pool => withSession(mysql2.createPool(options), session);
  const source = new DataSource({
    // As "mysql", TypeORM misreads some of MariaDB's column types (TRAPS, TypeORM).
    type: server.type,
    host: server.host,
    port: server.port,
    username: server.username,
    password: server.password,
    database: databaseName(server, storage.room),
    ...(server.tls && { ssl: { rejectUnauthorized: true } }),
    driver: { ...mysql2, createPool },
    charset: "utf8mb4_bin",
    timezone: "Z",
    // Numbers up to 2^53, which all of ours are, as SQLite gives them; a larger one would come as text.
    supportBigNumbers: true,
    bigNumberStrings: false,
    connectTimeout: CONNECT_TIMEOUT_MS,
    poolSize: connections,
    extra: { queueLimit: QUEUE_MAX, maxPreparedStatements: PREPARED_MAX },
    entities: storage.entities,
    migrations: storage.migrations.mariadb,
    // MariaDB commits at every change of a table, so a transaction around a migration would promise too much.
    migrationsTransactionMode: "none",
    synchronize: false,
  });
  keepLongBlobs(source);
  try {
    return await source.initialize();
  } catch (error) {
    throw cannotBeUsed(server, error);
  }
}

/** A connection whose settings could not be made is not used: what it does would not be what was promised. */
function withSession(pool: Pool, statements: readonly string[]): Pool {
  pool.on("connection", (connection: PoolConnection) => {
    for (const statement of statements) connection.query(statement, (error) => error && connection.destroy());
  });
  return pool;
}

/** `blob` ends at 64 kB here, and a day of a dense series is longer; on SQLite it has no end. */
function keepLongBlobs({ driver }: DataSource): void {
  const normalizeType = driver.normalizeType.bind(driver);
  driver.normalizeType = (column) => (column.type === "blob" ? "longblob" : normalizeType(column));
}

async function refusePendingMigrations(source: DataSource, { room }: RoomStorage): Promise<void> {
  if (await source.showMigrations()) {
    throw new Error(`DATABASE_URL: the tables of ${room} are older than this program; run "confide migrate" first.`);
  }
}

/** It fails only where the connection is gone, and with it the moment that was read. */
async function endReading(runner: QueryRunner): Promise<void> {
  await runner.query("COMMIT").catch(() => undefined);
  await runner.release();
}

class MariadbDatabase implements Database {
  private readonly underWay = new Set<Promise<unknown>>();

  constructor(
    private readonly writer: DataSource,
    private readonly reader: DataSource,
    private readonly random: RandomBytes,
  ) {}

  async write<T>(work: (manager: EntityManager) => Promise<T>): Promise<T> {
    refuseNesting();
    return this.noted(this.tryUntilAlone(work));
  }

  async read<T>(work: (manager: EntityManager) => Promise<T>): Promise<T> {
    return this.noted(this.look(work));
  }

  /** Outside of a transaction each statement is one by itself, read only as the session is. */
  async glance<T>(work: (manager: EntityManager) => Promise<T>): Promise<T> {
    return this.noted(work(this.reader.manager));
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
    await Promise.allSettled(this.underWay);
    await this.reader.destroy();
    await this.writer.destroy();
  }

  /** Two that wait for each other's rows, and who waits too long, begin anew after a pause of their own length. */
  private async tryUntilAlone<T>(work: (manager: EntityManager) => Promise<T>): Promise<T> {
    const givesUpAt = performance.now() + GIVE_UP_MS;
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await asUnitOfWork(() => this.transact(work));
      } catch (error) {
        if (!isContention(error) || attempt === ATTEMPTS || performance.now() > givesUpAt) throw error;
        await pause(this.jitter(Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (attempt - 1))));
      }
    }
  }

  /** Whoever asked does not wait for the end; nobody else has the connection before it. */
  private async look<T>(work: (manager: EntityManager) => Promise<T>): Promise<T> {
    const runner = this.reader.createQueryRunner();
    try {
      await runner.query("START TRANSACTION READ ONLY");
      return await work(runner.manager);
    } finally {
      void this.noted(endReading(runner));
    }
  }

  private async transact<T>(work: (manager: EntityManager) => Promise<T>): Promise<T> {
    const runner = this.writer.createQueryRunner();
    try {
      // Through TypeORM, which locks rows only in a transaction that it has begun.
      await runner.startTransaction();
      const value = await work(runner.manager);
      await runner.query("COMMIT");
      return value;
    } catch (error) {
      // It fails only where the connection is gone, and with it the transaction.
      await runner.query("ROLLBACK").catch(() => undefined);
      throw error;
    } finally {
      await runner.release();
    }
  }

  private noted<T>(unit: Promise<T>): Promise<T> {
    this.underWay.add(unit);
    const forget = (): boolean => this.underWay.delete(unit);
    unit.then(forget, forget);
    return unit;
  }

  /** Between half of it and all of it. */
  private jitter(ms: number): number {
    return ms * (0.5 + this.random(1).readUInt8(0) / 512);
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
