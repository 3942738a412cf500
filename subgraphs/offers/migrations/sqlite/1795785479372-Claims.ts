import type { MigrationInterface, QueryRunner } from "typeorm";

export class Claims1795785479372 implements MigrationInterface {
  name = "Claims1795785479372";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      'CREATE TABLE "claim" ("id" varchar(64) PRIMARY KEY NOT NULL, "offerId" varchar(64) NOT NULL, "points" bigint NOT NULL, CONSTRAINT "CHK_e3a339ee68c0e6c6c1f87012fe" CHECK (points >= 0))',
    );
    await runner.query('CREATE INDEX "claim_of_offer" ON "claim" ("offerId") ');
    await runner.query('CREATE INDEX "offer_end" ON "offer" ("status", "endsAt") ');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX "offer_end"');
    await runner.query('DROP INDEX "claim_of_offer"');
    await runner.query('DROP TABLE "claim"');
  }
}
