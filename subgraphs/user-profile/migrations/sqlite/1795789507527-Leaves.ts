import type { MigrationInterface, QueryRunner } from "typeorm";

export class Leaves1795789507527 implements MigrationInterface {
  name = "Leaves1795789507527";

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
    await runner.query('DROP INDEX "disclosure_by_brand_at"');
    await runner.query(
      'CREATE TABLE "temporary_disclosure_by_brand" ("brandId" varchar(64) NOT NULL, "disclosureId" varchar(64) NOT NULL, "personId" varchar(64) NOT NULL, "at" bigint NOT NULL, "openSince" bigint, PRIMARY KEY ("brandId", "disclosureId"))',
    );
    await runner.query(
      'INSERT INTO "temporary_disclosure_by_brand"("brandId", "disclosureId", "personId", "at") SELECT "brandId", "disclosureId", "personId", "at" FROM "disclosure_by_brand"',
    );
    await runner.query('DROP TABLE "disclosure_by_brand"');
    await runner.query('ALTER TABLE "temporary_disclosure_by_brand" RENAME TO "disclosure_by_brand"');
    await runner.query('CREATE INDEX "disclosure_by_brand_at" ON "disclosure_by_brand" ("brandId", "at") ');
    await runner.query('CREATE INDEX "disclosure_still_open" ON "disclosure_by_brand" ("openSince") ');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX "disclosure_still_open"');
    await runner.query('DROP INDEX "disclosure_by_brand_at"');
    await runner.query('ALTER TABLE "disclosure_by_brand" RENAME TO "temporary_disclosure_by_brand"');
    await runner.query(
      'CREATE TABLE "disclosure_by_brand" ("brandId" varchar(64) NOT NULL, "disclosureId" varchar(64) NOT NULL, "personId" varchar(64) NOT NULL, "at" bigint NOT NULL, PRIMARY KEY ("brandId", "disclosureId"))',
    );
    await runner.query(
      'INSERT INTO "disclosure_by_brand"("brandId", "disclosureId", "personId", "at") SELECT "brandId", "disclosureId", "personId", "at" FROM "temporary_disclosure_by_brand"',
    );
    await runner.query('DROP TABLE "temporary_disclosure_by_brand"');
    await runner.query('CREATE INDEX "disclosure_by_brand_at" ON "disclosure_by_brand" ("brandId", "at") ');
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
