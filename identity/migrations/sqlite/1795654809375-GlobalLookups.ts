import type { MigrationInterface, QueryRunner } from "typeorm";

export class GlobalLookups1795654809375 implements MigrationInterface {
  name = "GlobalLookups1795654809375";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX "account_by_email"');
    await runner.query('DROP INDEX "personal_access_token_by_hash"');
    await runner.query(
      'CREATE TABLE "account_by_email" ("emailHash" varchar(64) PRIMARY KEY NOT NULL, "personId" varchar(64) NOT NULL)',
    );
    await runner.query("INSERT INTO account_by_email (emailHash, personId) SELECT emailHash, personId FROM account");
    await runner.query(
      'CREATE TABLE "token_by_hash" ("tokenHash" varchar(64) PRIMARY KEY NOT NULL, "personId" varchar(64) NOT NULL, "tokenId" varchar(64) NOT NULL, "expiresAt" bigint NOT NULL)',
    );
    await runner.query(
      "INSERT INTO token_by_hash (tokenHash, personId, tokenId, expiresAt) SELECT tokenHash, personId, id, expiresAt FROM personal_access_token",
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE "token_by_hash"');
    await runner.query('DROP TABLE "account_by_email"');
    await runner.query('CREATE UNIQUE INDEX "personal_access_token_by_hash" ON "personal_access_token" ("tokenHash") ');
    await runner.query('CREATE UNIQUE INDEX "account_by_email" ON "account" ("emailHash") ');
  }
}
