import type { MigrationInterface, QueryRunner } from "typeorm";

export class PropositionEvents1795785046863 implements MigrationInterface {
  name = "PropositionEvents1795785046863";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      'CREATE TABLE "displayed_offers" ("personId" varchar(64) PRIMARY KEY NOT NULL, "sealed" blob NOT NULL)',
    );
    await runner.query(
      'CREATE TABLE "proposition_index" ("propositionId" varchar(64) PRIMARY KEY NOT NULL, "personId" varchar(64) NOT NULL, "createdAt" bigint NOT NULL)',
    );
    await runner.query('CREATE INDEX "proposition_index_age" ON "proposition_index" ("createdAt") ');
    await runner.query('CREATE INDEX "proposition_index_of_person" ON "proposition_index" ("personId") ');
    await runner.query(
      'CREATE TABLE "stranger_proposition" ("id" varchar(64) PRIMARY KEY NOT NULL, "createdAt" bigint NOT NULL, "expiresAt" bigint NOT NULL, "sealed" blob NOT NULL)',
    );
    await runner.query('CREATE INDEX "stranger_proposition_age" ON "stranger_proposition" ("createdAt") ');
    await runner.query('CREATE INDEX "proposition_age" ON "proposition" ("createdAt") ');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX "proposition_age"');
    await runner.query('DROP INDEX "stranger_proposition_age"');
    await runner.query('DROP TABLE "stranger_proposition"');
    await runner.query('DROP INDEX "proposition_index_of_person"');
    await runner.query('DROP INDEX "proposition_index_age"');
    await runner.query('DROP TABLE "proposition_index"');
    await runner.query('DROP TABLE "displayed_offers"');
  }
}
