import { setImmediate as nextTurn } from "node:timers/promises";
import type { DataSource, EntityManager, QueryRunner } from "typeorm";
import { undoable } from "./savepoint.js";

/**
 * A group takes in who comes within this time. One flush to disk takes one to two milliseconds and stops everything else
 * in this process; under load a unit of work shares the event loop with others and lasts as long by itself, so that of 20
 * clients hardly two came within two.
 */
const OPEN_MS = 20;

/** A turn of the event loop that took longer did somebody's work, who may be about to write. Who is alone is not kept waiting. */
const QUIET_TURN_MS = 0.1;

interface Unit {
  work: (manager: EntityManager) => Promise<unknown>;
  succeed: (value: unknown) => void;
  fail: (error: unknown) => void;
}

/** How a unit ended, told to its caller once the group is on disk: until then it has rested on what may not stay. */
type Ending = () => void;

/**
 * One writer connection, one transaction for all that wait. Each unit of work runs in a savepoint of its own, one after
 * the other, and a failing one is undone alone; one flush makes all others durable, and only then are they answered.
 */
export class GroupCommit {
  private readonly waiting: Unit[] = [];
  private running: Promise<void> | null = null;

  constructor(
    private readonly writer: DataSource,
    private readonly monotonicMs: () => number,
  ) {}

  run<T>(work: (manager: EntityManager) => Promise<T>): Promise<T> {
    return new Promise((resolve, fail) => {
      this.waiting.push({ work, fail, succeed: (value) => resolve(value as T) });
      this.running ??= this.commitAll();
    });
  }

  /** Returns once everything that was begun has ended. */
  async idle(): Promise<void> {
    await this.running;
  }

  private async commitAll(): Promise<void> {
    while (this.waiting.length > 0) await this.commitGroup();
    this.running = null;
  }

  private async commitGroup(): Promise<void> {
    const runner = this.writer.createQueryRunner();
    const members: { unit: Unit; end: Ending }[] = [];
    try {
      if (runner.isTransactionActive) throw new Error("the writer is left in a transaction that cannot be ended");
      await runner.startTransaction();
      await this.gather(runner, members);
      await runner.commitTransaction();
      for (const { end } of members) end();
    } catch (error) {
      // Who has not run yet when not even a transaction can be begun would wait for ever.
      const lost = members.length > 0 ? members.map(({ unit }) => unit) : this.waiting.splice(0);
      await this.abandon(runner).catch(() => undefined);
      for (const { fail } of lost) fail(error);
    }
  }

  /** Runs who waits, and lets the event loop bring whoever is about to write, while the group is open. */
  private async gather(runner: QueryRunner, members: { unit: Unit; end: Ending }[]): Promise<void> {
    const closesAt = this.monotonicMs() + OPEN_MS;
    for (let isBusy = true; isBusy;) {
      for (let unit = this.waiting.shift(); unit; unit = this.waiting.shift()) {
        members.push({ unit, end: await this.runUnit(runner, unit) });
        if (!this.isInTransaction()) throw new Error("the database has undone a whole group of units of work");
        if (this.monotonicMs() >= closesAt) return;
      }
      const turnsAt = this.monotonicMs();
      await nextTurn();
      const turnedAt = this.monotonicMs();
      isBusy = this.waiting.length > 0 || (turnedAt - turnsAt > QUIET_TURN_MS && turnedAt < closesAt);
    }
  }

  private async runUnit(runner: QueryRunner, { work, succeed, fail }: Unit): Promise<Ending> {
    try {
      const value = await undoable(runner.manager, "unit", () => work(runner.manager));
      return () => succeed(value);
    } catch (error) {
      return () => fail(error);
    }
  }

  private async abandon(runner: QueryRunner): Promise<void> {
    if (!runner.isTransactionActive) return;
    // When the disk is full SQLite undoes everything by itself; TypeORM keeps count and wants to do it once more.
    if (!this.isInTransaction()) await runner.query("BEGIN");
    await runner.rollbackTransaction();
  }

  private isInTransaction(): boolean {
    const { databaseConnection } = this.writer.driver as unknown as { databaseConnection: { inTransaction: boolean } };
    return databaseConnection.inTransaction;
  }
}
