import { existsSync } from "node:fs";
import type { RoomStorage } from "../shared/database.js";
import type { Environment } from "../shared/environment.js";
import { migrateMariadb } from "../shared/mariadb-tables.js";
import { openDatabase, sqliteFile } from "../shared/open-database.js";
import { storage as identity } from "../identity/storage.js";
import { storage as consent } from "../subgraphs/consent/storage.js";
import { storage as offers } from "../subgraphs/offers/storage.js";
import { storage as userProfile } from "../subgraphs/user-profile/storage.js";

const ROOMS: readonly RoomStorage[] = [identity, userProfile, consent, offers];

/**
 * Before any room is opened: makes the databases that a server lacks and brings their tables up to date; a file is made
 * and brought up to date when it is opened. Answers true when nobody has started here before.
 */
export async function prepareDatabases({ databases }: Pick<Environment, "databases">): Promise<boolean> {
  if ("server" in databases) return migrateMariadb(databases.server, ROOMS);
  const missing = ROOMS.filter(({ room }) => !existsSync(sqliteFile(databases.folder, room)));
  // A database that is gone beside others that are there was lost: an empty one would read as if nothing had happened.
  if (missing.length > 0 && missing.length < ROOMS.length) {
    const names = missing.map(({ room }) => room).join(", ");
    throw new Error(`DATA_DIR: the database of ${names} is gone while others are there; bring it back.`);
  }
  return missing.length > 0;
}

/** `confide migrate`: everything that a start does to the tables, and no more. */
export async function migrate(environment: Environment): Promise<number> {
  await prepareDatabases(environment);
  for (const storage of ROOMS) {
    const database = await openDatabase(environment.databases, storage);
    await database.close();
    console.log(`The tables of ${storage.room} are up to date.`);
  }
  return 0;
}
