import { join } from "node:path";
import { openSqlite, type Database, type RoomStorage } from "./database.js";
import { openMariadb } from "./mariadb.js";
import type { MariadbServer } from "./mariadb-server.js";

/** Where the rooms' databases are: a file for each in a folder, or a database for each on a server. */
export type DatabasePlace = { folder: string } | { server: MariadbServer };

export function sqliteFile(folder: string, room: string): string {
  return join(folder, `${room}.sqlite`);
}

/** The one place that chooses between the two. */
export function openDatabase(place: DatabasePlace, storage: RoomStorage): Promise<Database> {
  if ("server" in place) return openMariadb(place.server, storage);
  return openSqlite(sqliteFile(place.folder, storage.room), storage);
}
