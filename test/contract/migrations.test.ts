import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { DataSource } from "typeorm";
import type { RoomStorage } from "../../shared/database.js";
import { connect } from "../../shared/mariadb.js";
import type { DatabasePlace } from "../../shared/open-database.js";
import { storage as identity } from "../../identity/storage.js";
import { tableDifference } from "../../scripts/table-difference.js";
import { storage as consent } from "../../subgraphs/consent/storage.js";
import { storage as offers } from "../../subgraphs/offers/storage.js";
import { storage as userProfile } from "../../subgraphs/user-profile/storage.js";
import { databasesFor, DIALECT, dropDatabases } from "../harness/databases.js";

describe(`migrations on ${DIALECT}`, () => {
  let directory: string;
  let place: DatabasePlace;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), "confide-migrations-"));
  });
  afterEach(async () => {
    await dropDatabases(place);
    rmSync(directory, { recursive: true });
  });

  async function open(storage: RoomStorage): Promise<DataSource> {
    place = await databasesFor(directory, storage);
    if ("server" in place) return connect(place.server, storage, { session: [], connections: 2 });
    const { entities, migrations } = storage;
    const database = join(directory, "migrated.sqlite");
    return new DataSource({ type: "better-sqlite3", database, entities, migrations: migrations.sqlite }).initialize();
  }

  it.each([identity, consent, offers, userProfile].map((storage) => [storage.room, storage] as const))(
    "of %s make the tables that its entities describe, and can be undone",
    async (_room, storage) => {
      const source = await open(storage);
      await source.runMigrations();
      expect(await tableDifference(source)).toEqual({ up: [], down: [] });
      for (let left = storage.migrations[DIALECT].length; left > 0; left -= 1) await source.undoLastMigration();
      expect(await tablesOf(source)).toEqual(["migrations"]);
      await source.runMigrations();
      expect(await tableDifference(source)).toEqual({ up: [], down: [] });
      await source.destroy();
    },
  );
});

async function tablesOf(source: DataSource): Promise<string[]> {
  const find =
    DIALECT === "sqlite"
      ? "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
      : "SELECT table_name AS name FROM information_schema.tables WHERE table_schema = DATABASE()";
  return (await source.query<{ name: string }[]>(find)).map(({ name }) => name);
}
