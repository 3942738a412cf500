import type { MigrationInterface, QueryRunner } from "typeorm";

export class ImportHold1795701620055 implements MigrationInterface {
  name = "ImportHold1795701620055";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      'CREATE TABLE "temporary_import" ("personId" varchar(64) NOT NULL, "id" varchar(64) NOT NULL, "status" varchar(40) NOT NULL, "startedAt" bigint NOT NULL, "finishedAt" bigint, "sealed" blob NOT NULL, "holder" varchar(64), "heldUntil" bigint, PRIMARY KEY ("personId", "id"))',
    );
    await runner.query(
      'INSERT INTO "temporary_import"("personId", "id", "status", "startedAt", "finishedAt", "sealed") SELECT "personId", "id", "status", "startedAt", "finishedAt", "sealed" FROM "import"',
    );
    await runner.query('DROP TABLE "import"');
    await runner.query('ALTER TABLE "temporary_import" RENAME TO "import"');
    await runner.query('CREATE INDEX "import_held" ON "import" ("heldUntil") ');
    // What was in hand when the last release stopped is for whoever has its file.
    await runner.query(
      `UPDATE "import" SET "heldUntil" = "startedAt" WHERE "status" IN ('RECEIVING', 'QUEUED', 'RUNNING')`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX "import_held"');
    await runner.query('ALTER TABLE "import" RENAME TO "temporary_import"');
    await runner.query(
      'CREATE TABLE "import" ("personId" varchar(64) NOT NULL, "id" varchar(64) NOT NULL, "status" varchar(40) NOT NULL, "startedAt" bigint NOT NULL, "finishedAt" bigint, "sealed" blob NOT NULL, PRIMARY KEY ("personId", "id"))',
    );
    await runner.query(
      'INSERT INTO "import"("personId", "id", "status", "startedAt", "finishedAt", "sealed") SELECT "personId", "id", "status", "startedAt", "finishedAt", "sealed" FROM "temporary_import"',
    );
    await runner.query('DROP TABLE "temporary_import"');
  }
}
