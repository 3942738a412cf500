import type { MigrationInterface, QueryRunner } from "typeorm";

/** The summary stands before the chunk: SQLite would read through what is long to get to what stands behind it. */
export class DaySummary1795761011770 implements MigrationInterface {
  name = "DaySummary1795761011770";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      'CREATE TABLE "temporary_observation_day" ("personId" varchar(64) NOT NULL, "metric" varchar(64) NOT NULL, "day" varchar(10) NOT NULL, "summary" blob, "chunk" blob NOT NULL, PRIMARY KEY ("personId", "metric", "day"))',
    );
    await runner.query(
      'INSERT INTO "temporary_observation_day"("personId", "metric", "day", "chunk") SELECT "personId", "metric", "day", "chunk" FROM "observation_day"',
    );
    await runner.query('DROP TABLE "observation_day"');
    await runner.query('ALTER TABLE "temporary_observation_day" RENAME TO "observation_day"');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE "observation_day" RENAME TO "temporary_observation_day"');
    await runner.query(
      'CREATE TABLE "observation_day" ("personId" varchar(64) NOT NULL, "metric" varchar(64) NOT NULL, "day" varchar(10) NOT NULL, "chunk" blob NOT NULL, PRIMARY KEY ("personId", "metric", "day"))',
    );
    await runner.query(
      'INSERT INTO "observation_day"("personId", "metric", "day", "chunk") SELECT "personId", "metric", "day", "chunk" FROM "temporary_observation_day"',
    );
    await runner.query('DROP TABLE "temporary_observation_day"');
  }
}
