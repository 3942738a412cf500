import type { EntityManager } from "typeorm";

/**
 * A part of a unit of work that may fail alone: what it changed is undone, and the rest of the unit can go on. Names of
 * parts within each other differ, since MariaDB forgets a savepoint when another of its name is set.
 */
export async function undoable<T>(manager: EntityManager, name: string, work: () => Promise<T>): Promise<T> {
  await manager.query(`SAVEPOINT ${name}`);
  try {
    const value = await work();
    await manager.query(`RELEASE SAVEPOINT ${name}`);
    return value;
  } catch (error) {
    await undo(manager, name);
    throw error;
  }
}

/** After a deadlock, or on a full disk, the database has undone the whole transaction and the savepoint with it. */
async function undo(manager: EntityManager, name: string): Promise<void> {
  try {
    await manager.query(`ROLLBACK TO SAVEPOINT ${name}`);
    await manager.query(`RELEASE SAVEPOINT ${name}`);
  } catch {
    // Whoever began the transaction finds it gone.
  }
}
