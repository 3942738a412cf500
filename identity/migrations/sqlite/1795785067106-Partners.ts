import type { MigrationInterface, QueryRunner } from "typeorm";

export class Partners1795785067106 implements MigrationInterface {
  name = "Partners1795785067106";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      'CREATE TABLE "temporary_client" ("clientId" varchar(64) PRIMARY KEY NOT NULL, "kind" varchar(40) NOT NULL, "brandId" varchar(64), "name" text NOT NULL, "secretHash" varchar(64) NOT NULL, "createdAt" bigint NOT NULL, "partnerAppId" varchar(64), "sealedSecret" blob, "origins" text)',
    );
    await runner.query(
      'INSERT INTO "temporary_client"("clientId", "kind", "brandId", "name", "secretHash", "createdAt") SELECT "clientId", "kind", "brandId", "name", "secretHash", "createdAt" FROM "client"',
    );
    await runner.query('DROP TABLE "client"');
    await runner.query('ALTER TABLE "temporary_client" RENAME TO "client"');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE "client" RENAME TO "temporary_client"');
    await runner.query(
      'CREATE TABLE "client" ("clientId" varchar(64) PRIMARY KEY NOT NULL, "kind" varchar(40) NOT NULL, "brandId" varchar(64), "name" text NOT NULL, "secretHash" varchar(64) NOT NULL, "createdAt" bigint NOT NULL)',
    );
    await runner.query(
      'INSERT INTO "client"("clientId", "kind", "brandId", "name", "secretHash", "createdAt") SELECT "clientId", "kind", "brandId", "name", "secretHash", "createdAt" FROM "temporary_client"',
    );
    await runner.query('DROP TABLE "temporary_client"');
  }
}
