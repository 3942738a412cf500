import type { MigrationInterface, QueryRunner } from "typeorm";

export class Erasure1795757826600 implements MigrationInterface {
  name = "Erasure1795757826600";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      'CREATE TABLE "erased_person" ("personHash" varchar(64) PRIMARY KEY NOT NULL, "erasureId" varchar(64) NOT NULL, "erasedAt" bigint NOT NULL)',
    );
    await runner.query('CREATE INDEX "person_key_of_epoch" ON "person_key" ("epoch") ');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX "person_key_of_epoch"');
    await runner.query('DROP TABLE "erased_person"');
  }
}
