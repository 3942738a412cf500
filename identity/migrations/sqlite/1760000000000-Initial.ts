import type { MigrationInterface, QueryRunner } from "typeorm";

export class Initial1760000000000 implements MigrationInterface {
  name = "Initial1760000000000";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE TABLE "inbox" ("id" varchar(64) PRIMARY KEY NOT NULL, "receivedAt" bigint NOT NULL)');
    await runner.query('CREATE INDEX "inbox_received" ON "inbox" ("receivedAt") ');
    await runner.query(
      'CREATE TABLE "person_key" ("personId" varchar(64) PRIMARY KEY NOT NULL, "epoch" integer NOT NULL, "version" integer NOT NULL, "wrapped" blob NOT NULL)',
    );
    await runner.query(
      'CREATE TABLE "account" ("personId" varchar(64) PRIMARY KEY NOT NULL, "emailHash" varchar(64) NOT NULL, "profile" blob NOT NULL, "passwordHash" text NOT NULL, "generation" integer NOT NULL, "createdAt" bigint NOT NULL)',
    );
    await runner.query('CREATE UNIQUE INDEX "account_by_email" ON "account" ("emailHash") ');
    await runner.query(
      'CREATE TABLE "sign_in_attempt" ("id" varchar(64) PRIMARY KEY NOT NULL, "failures" integer NOT NULL, "lastAt" bigint NOT NULL, "blockedUntil" bigint)',
    );
    await runner.query(
      'CREATE TABLE "client" ("clientId" varchar(64) PRIMARY KEY NOT NULL, "kind" varchar(40) NOT NULL, "brandId" varchar(64), "name" text NOT NULL, "secretHash" varchar(64) NOT NULL, "createdAt" bigint NOT NULL)',
    );
    await runner.query(
      'CREATE TABLE "oidc_payload" ("model" varchar(64) NOT NULL, "idHash" varchar(64) NOT NULL, "payload" blob NOT NULL, "grantId" varchar(64), "uid" varchar(64), "accountId" varchar(64), "expiresAt" bigint, "consumedAt" bigint, PRIMARY KEY ("model", "idHash"))',
    );
    await runner.query('CREATE INDEX "oidc_payload_by_grant" ON "oidc_payload" ("grantId") ');
    await runner.query('CREATE INDEX "oidc_payload_by_uid" ON "oidc_payload" ("uid") ');
    await runner.query('CREATE INDEX "oidc_payload_by_account" ON "oidc_payload" ("accountId") ');
    await runner.query('CREATE INDEX "oidc_payload_by_expiry" ON "oidc_payload" ("expiresAt") ');
    await runner.query(
      'CREATE TABLE "personal_access_token" ("personId" varchar(64) NOT NULL, "id" varchar(64) NOT NULL, "tokenHash" varchar(64) NOT NULL, "label" blob NOT NULL, "scopes" text NOT NULL, "createdAt" bigint NOT NULL, "expiresAt" bigint NOT NULL, "lastUsedDay" varchar(40), PRIMARY KEY ("personId", "id"))',
    );
    await runner.query('CREATE UNIQUE INDEX "personal_access_token_by_hash" ON "personal_access_token" ("tokenHash") ');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX "personal_access_token_by_hash"');
    await runner.query('DROP TABLE "personal_access_token"');
    await runner.query('DROP INDEX "oidc_payload_by_expiry"');
    await runner.query('DROP INDEX "oidc_payload_by_account"');
    await runner.query('DROP INDEX "oidc_payload_by_uid"');
    await runner.query('DROP INDEX "oidc_payload_by_grant"');
    await runner.query('DROP TABLE "oidc_payload"');
    await runner.query('DROP TABLE "client"');
    await runner.query('DROP TABLE "sign_in_attempt"');
    await runner.query('DROP INDEX "account_by_email"');
    await runner.query('DROP TABLE "account"');
    await runner.query('DROP TABLE "person_key"');
    await runner.query('DROP INDEX "inbox_received"');
    await runner.query('DROP TABLE "inbox"');
  }
}
