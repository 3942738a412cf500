import type { MigrationInterface, QueryRunner } from "typeorm";

export class Erasure1795757822477 implements MigrationInterface {
  name = "Erasure1795757822477";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      'CREATE TABLE "erased_person" ("personHash" varchar(64) PRIMARY KEY NOT NULL, "erasureId" varchar(64) NOT NULL, "erasedAt" bigint NOT NULL)',
    );
    await runner.query(
      'CREATE TABLE "erasure" ("id" varchar(64) PRIMARY KEY NOT NULL, "startedAt" bigint NOT NULL, "rooms" text NOT NULL, "certificate" text)',
    );
    await runner.query('CREATE INDEX "erasure_age" ON "erasure" ("startedAt") ');
    await runner.query(
      'CREATE TABLE "export" ("personId" varchar(64) NOT NULL, "id" varchar(64) NOT NULL, "expiresAt" bigint NOT NULL, "usedAt" bigint, PRIMARY KEY ("personId", "id"))',
    );
    await runner.query('CREATE INDEX "export_age" ON "export" ("expiresAt") ');
    await runner.query('CREATE INDEX "person_key_of_epoch" ON "person_key" ("epoch") ');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX "person_key_of_epoch"');
    await runner.query('DROP INDEX "export_age"');
    await runner.query('DROP TABLE "export"');
    await runner.query('DROP INDEX "erasure_age"');
    await runner.query('DROP TABLE "erasure"');
    await runner.query('DROP TABLE "erased_person"');
  }
}
