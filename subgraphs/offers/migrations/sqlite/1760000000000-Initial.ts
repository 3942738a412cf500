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
      'CREATE TABLE "offer" ("id" varchar(64) PRIMARY KEY NOT NULL, "brandId" varchar(64) NOT NULL, "title" varchar(200) NOT NULL, "body" text NOT NULL, "callToAction" varchar(60) NOT NULL, "landingUrl" text NOT NULL, "rewardOnClaim" bigint NOT NULL, "status" varchar(40) NOT NULL, "fundingProblem" text, "targeting" text NOT NULL, "placements" text NOT NULL, "budget" bigint NOT NULL, "funded" bigint NOT NULL, "spent" bigint NOT NULL, "frequencyCap" text, "startsAt" bigint NOT NULL, "endsAt" bigint, "isFallback" boolean NOT NULL, "createdAt" bigint NOT NULL, CONSTRAINT "CHK_b7cba9d5df279a46ba97f19fcd" CHECK (spent >= 0 AND spent <= budget))',
    );
    await runner.query('CREATE INDEX "offer_age" ON "offer" ("brandId", "createdAt", "id") ');
    await runner.query('CREATE INDEX "offer_of_brand" ON "offer" ("brandId", "status") ');
    await runner.query(
      'CREATE TABLE "placement" ("id" varchar(64) PRIMARY KEY NOT NULL, "title" varchar(200) NOT NULL, "createdAt" bigint NOT NULL)',
    );
    await runner.query(
      'CREATE TABLE "proposition" ("personId" varchar(64) NOT NULL, "id" varchar(64) NOT NULL, "operation" varchar(64) NOT NULL, "createdAt" bigint NOT NULL, "expiresAt" bigint NOT NULL, "sealed" blob NOT NULL, PRIMARY KEY ("personId", "id"))',
    );
    await runner.query('CREATE INDEX "proposition_of_operation" ON "proposition" ("personId", "operation") ');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX "proposition_of_operation"');
    await runner.query('DROP TABLE "proposition"');
    await runner.query('DROP TABLE "placement"');
    await runner.query('DROP INDEX "offer_of_brand"');
    await runner.query('DROP INDEX "offer_age"');
    await runner.query('DROP TABLE "offer"');
    await runner.query('DROP TABLE "person_key"');
    await runner.query('DROP INDEX "inbox_received"');
    await runner.query('DROP TABLE "inbox"');
    await runner.query('DROP INDEX "outbox_waiting"');
    await runner.query('DROP TABLE "outbox"');
    await runner.query('DROP INDEX "idempotency_age"');
    await runner.query('DROP TABLE "idempotency"');
  }
}
