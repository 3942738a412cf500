import type { MigrationInterface, QueryRunner } from "typeorm";

export class Leaves1795786790477 implements MigrationInterface {
  name = "Leaves1795786790477";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX "disclosure_by_use"');
    await runner.query(
      'CREATE TABLE "temporary_disclosure" ("personId" varchar(64) NOT NULL, "id" varchar(64) NOT NULL, "operation" varchar(64) NOT NULL, "licenceId" varchar(64) NOT NULL, "kind" varchar(40) NOT NULL, "brandId" varchar(64) NOT NULL, "purpose" varchar(40) NOT NULL, "points" bigint NOT NULL, "at" bigint NOT NULL, "sealed" blob NOT NULL, "commitment" varchar(64), PRIMARY KEY ("personId", "id"))',
    );
    await runner.query(
      'INSERT INTO "temporary_disclosure"("personId", "id", "operation", "licenceId", "kind", "brandId", "purpose", "points", "at", "sealed") SELECT "personId", "id", "operation", "licenceId", "kind", "brandId", "purpose", "points", "at", "sealed" FROM "disclosure"',
    );
    await runner.query('DROP TABLE "disclosure"');
    await runner.query('ALTER TABLE "temporary_disclosure" RENAME TO "disclosure"');
    await runner.query(
      'CREATE UNIQUE INDEX "disclosure_by_use" ON "disclosure" ("personId", "operation", "licenceId", "kind") ',
    );
    await runner.query('CREATE INDEX "disclosure_to_close" ON "disclosure" ("commitment", "at") ');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX "disclosure_to_close"');
    await runner.query('DROP INDEX "disclosure_by_use"');
    await runner.query('ALTER TABLE "disclosure" RENAME TO "temporary_disclosure"');
    await runner.query(
      'CREATE TABLE "disclosure" ("personId" varchar(64) NOT NULL, "id" varchar(64) NOT NULL, "operation" varchar(64) NOT NULL, "licenceId" varchar(64) NOT NULL, "kind" varchar(40) NOT NULL, "brandId" varchar(64) NOT NULL, "purpose" varchar(40) NOT NULL, "points" bigint NOT NULL, "at" bigint NOT NULL, "sealed" blob NOT NULL, PRIMARY KEY ("personId", "id"))',
    );
    await runner.query(
      'INSERT INTO "disclosure"("personId", "id", "operation", "licenceId", "kind", "brandId", "purpose", "points", "at", "sealed") SELECT "personId", "id", "operation", "licenceId", "kind", "brandId", "purpose", "points", "at", "sealed" FROM "temporary_disclosure"',
    );
    await runner.query('DROP TABLE "temporary_disclosure"');
    await runner.query(
      'CREATE UNIQUE INDEX "disclosure_by_use" ON "disclosure" ("personId", "operation", "licenceId", "kind") ',
    );
  }
}
