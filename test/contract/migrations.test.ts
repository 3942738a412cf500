import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { DataSource } from "typeorm";
import { storage as identity } from "../../identity/storage.js";
import { storage as consent } from "../../subgraphs/consent/storage.js";
import { storage as offers } from "../../subgraphs/offers/storage.js";
import { storage as userProfile } from "../../subgraphs/user-profile/storage.js";

describe("migrations", () => {
  it.each([identity, consent, offers, userProfile].map((storage) => [storage.room, storage] as const))(
    "of %s make the tables that its entities describe, and can be undone",
    async (_room, { entities, migrations }) => {
      const directory = mkdtempSync(join(tmpdir(), "confide-migrations-"));
      const source = await new DataSource({
        type: "better-sqlite3",
        database: join(directory, "migrated.sqlite"),
        entities,
        migrations,
      }).initialize();
      await source.runMigrations();
      const { upQueries } = await source.driver.createSchemaBuilder().log();
      expect(upQueries.map(({ query }) => query)).toEqual([]);
      for (let undone = 0; undone < migrations.length; undone += 1) await source.undoLastMigration();
      await source.destroy();
      rmSync(directory, { recursive: true });
    },
  );
});
