import type { EntityManager } from "typeorm";

/** SQLite has one writer, in one process: inside a unit of work nobody else changes anything. */
export function hasOneWriter(manager: EntityManager): boolean {
  return manager.dataSource.options.type === "better-sqlite3";
}
