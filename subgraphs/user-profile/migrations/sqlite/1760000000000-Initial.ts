import type { MigrationInterface, QueryRunner } from "typeorm";

export class Initial1760000000000 implements MigrationInterface {
  name = "Initial1760000000000";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      'CREATE TABLE "idempotency" ("principal" varchar(140) NOT NULL, "mutation" varchar(64) NOT NULL, "key" varchar(64) NOT NULL, "inputHash" varchar(64) NOT NULL, "outcome" text NOT NULL, "createdAt" bigint NOT NULL, PRIMARY KEY ("principal", "mutation", "key"))',
    );
    await runner.query('CREATE INDEX "idempotency_age" ON "idempotency" ("createdAt") ');
    await runner.query(
      'CREATE TABLE "outbox" ("id" varchar(64) PRIMARY KEY NOT NULL, "recipient" varchar(40) NOT NULL, "envelope" blob NOT NULL, "createdAt" bigint NOT NULL, "deliveredAt" bigint, "attempts" integer NOT NULL)',
    );
    await runner.query('CREATE INDEX "outbox_waiting" ON "outbox" ("deliveredAt", "id") ');
    await runner.query('CREATE TABLE "inbox" ("id" varchar(64) PRIMARY KEY NOT NULL, "receivedAt" bigint NOT NULL)');
    await runner.query('CREATE INDEX "inbox_received" ON "inbox" ("receivedAt") ');
    await runner.query(
      'CREATE TABLE "person_key" ("personId" varchar(64) PRIMARY KEY NOT NULL, "epoch" integer NOT NULL, "version" integer NOT NULL, "wrapped" blob NOT NULL)',
    );
    await runner.query(
      'CREATE TABLE "disclosure" ("personId" varchar(64) NOT NULL, "id" varchar(64) NOT NULL, "operation" varchar(64) NOT NULL, "licenceId" varchar(64) NOT NULL, "kind" varchar(40) NOT NULL, "brandId" varchar(64) NOT NULL, "purpose" varchar(40) NOT NULL, "points" bigint NOT NULL, "at" bigint NOT NULL, "sealed" blob NOT NULL, PRIMARY KEY ("personId", "id"))',
    );
    await runner.query(
      'CREATE UNIQUE INDEX "disclosure_by_use" ON "disclosure" ("personId", "operation", "licenceId", "kind") ',
    );
    await runner.query(
      'CREATE TABLE "disclosure_by_brand" ("brandId" varchar(64) NOT NULL, "disclosureId" varchar(64) NOT NULL, "personId" varchar(64) NOT NULL, "at" bigint NOT NULL, PRIMARY KEY ("brandId", "disclosureId"))',
    );
    await runner.query('CREATE INDEX "disclosure_by_brand_at" ON "disclosure_by_brand" ("brandId", "at") ');
    await runner.query(
      'CREATE TABLE "import" ("personId" varchar(64) NOT NULL, "id" varchar(64) NOT NULL, "status" varchar(40) NOT NULL, "startedAt" bigint NOT NULL, "finishedAt" bigint, "sealed" blob NOT NULL, PRIMARY KEY ("personId", "id"))',
    );
    await runner.query(
      'CREATE TABLE "observation_day" ("personId" varchar(64) NOT NULL, "metric" varchar(64) NOT NULL, "day" varchar(10) NOT NULL, "chunk" blob NOT NULL, PRIMARY KEY ("personId", "metric", "day"))',
    );
    await runner.query(
      'CREATE TABLE "person_profile" ("personId" varchar(64) PRIMARY KEY NOT NULL, "sealed" blob NOT NULL)',
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE "person_profile"');
    await runner.query('DROP TABLE "observation_day"');
    await runner.query('DROP TABLE "import"');
    await runner.query('DROP INDEX "disclosure_by_brand_at"');
    await runner.query('DROP TABLE "disclosure_by_brand"');
    await runner.query('DROP INDEX "disclosure_by_use"');
    await runner.query('DROP TABLE "disclosure"');
    await runner.query('DROP TABLE "person_key"');
    await runner.query('DROP INDEX "inbox_received"');
    await runner.query('DROP TABLE "inbox"');
    await runner.query('DROP INDEX "outbox_waiting"');
    await runner.query('DROP TABLE "outbox"');
    await runner.query('DROP INDEX "idempotency_age"');
    await runner.query('DROP TABLE "idempotency"');
  }
}
