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
      'CREATE TABLE "brand" ("id" varchar(64) PRIMARY KEY NOT NULL, "name" varchar(200) NOT NULL, "legalName" varchar(200) NOT NULL, "domain" varchar(253) NOT NULL, "industry" varchar(200) NOT NULL, "postalAddress" text NOT NULL, "contactEmail" varchar(254) NOT NULL, "country" varchar(2) NOT NULL, "privacyNoticeUrl" text NOT NULL, "purposes" text NOT NULL, "trustLevel" varchar(40) NOT NULL, "clientId" varchar(64) NOT NULL, "escrowAccountId" varchar(64) NOT NULL, "holdingAccountId" varchar(64) NOT NULL, "disclosures" integer NOT NULL, "registeredAt" bigint NOT NULL)',
    );
    await runner.query(
      'CREATE TABLE "customer" ("personId" varchar(64) NOT NULL, "brandId" varchar(64) NOT NULL, "ref" varchar(64) NOT NULL, "receiptSubject" varchar(64) NOT NULL, PRIMARY KEY ("personId", "brandId"))',
    );
    await runner.query(
      'CREATE TABLE "customer_ref" ("ref" varchar(64) PRIMARY KEY NOT NULL, "brandId" varchar(64) NOT NULL, "personId" varchar(64) NOT NULL, "createdAt" bigint NOT NULL)',
    );
    await runner.query('CREATE INDEX "IDX_d8ec41ec28949ee742556b9d47" ON "customer_ref" ("brandId", "createdAt") ');
    await runner.query(
      'CREATE TABLE "decline" ("personId" varchar(64) NOT NULL, "exchangeId" varchar(64) NOT NULL, "declinedAt" bigint NOT NULL, PRIMARY KEY ("personId", "exchangeId"))',
    );
    await runner.query(
      'CREATE TABLE "value_exchange" ("id" varchar(64) PRIMARY KEY NOT NULL, "brandId" varchar(64) NOT NULL, "title" varchar(200) NOT NULL, "summary" text NOT NULL, "purpose" varchar(40) NOT NULL, "terms" text NOT NULL, "optionalTerms" text NOT NULL, "lasts" varchar(40) NOT NULL, "rewardPerDisclosure" bigint NOT NULL, "maxDisclosures" integer, "retention" varchar(40) NOT NULL, "storageCountries" text NOT NULL, "recipients" text NOT NULL, "opensAt" bigint NOT NULL, "closesAt" bigint, "places" integer NOT NULL, "placesLeft" integer NOT NULL, "status" varchar(40) NOT NULL, "termsHash" varchar(64) NOT NULL, "declined" integer NOT NULL, "createdAt" bigint NOT NULL, CONSTRAINT "CHK_bf4d29342bbc3af35426a1e4bb" CHECK (placesLeft >= 0))',
    );
    await runner.query('CREATE INDEX "IDX_935281d34efd475d4de5f55bba" ON "value_exchange" ("status", "createdAt") ');
    await runner.query('CREATE INDEX "IDX_0ea8f571333582e3d214b55a19" ON "value_exchange" ("brandId", "createdAt") ');
    await runner.query(
      'CREATE TABLE "account" ("id" varchar(64) PRIMARY KEY NOT NULL, "kind" varchar(40) NOT NULL, "balance" bigint NOT NULL, CONSTRAINT "CHK_ca02eb1fb1f016b42e4478b9cc" CHECK (balance >= 0 OR kind = \'OUTSIDE\'))',
    );
    await runner.query(
      'CREATE TABLE "licence_use" ("personId" varchar(64) NOT NULL, "operation" varchar(64) NOT NULL, "licenceId" varchar(64) NOT NULL, "brandId" varchar(64) NOT NULL, "points" bigint NOT NULL, "state" varchar(40) NOT NULL, "expiresAt" bigint NOT NULL, CONSTRAINT "CHK_998d85ce8df1b66af8b137455f" CHECK (points >= 0), PRIMARY KEY ("personId", "operation", "licenceId"))',
    );
    await runner.query('CREATE INDEX "IDX_0860a1e8b3af0f7a2f5d4ec534" ON "licence_use" ("state", "expiresAt") ');
    await runner.query(
      'CREATE TABLE "offer_account" ("offerId" varchar(64) PRIMARY KEY NOT NULL, "brandId" varchar(64) NOT NULL, "accountId" varchar(64) NOT NULL)',
    );
    await runner.query(
      'CREATE TABLE "person_account" ("personId" varchar(64) PRIMARY KEY NOT NULL, "accountId" blob NOT NULL)',
    );
    await runner.query(
      'CREATE TABLE "transfer" ("id" varchar(64) PRIMARY KEY NOT NULL, "debitAccountId" varchar(64) NOT NULL, "creditAccountId" varchar(64) NOT NULL, "points" bigint NOT NULL, "kind" varchar(40) NOT NULL, "brandId" varchar(64) NOT NULL, "reference" varchar(140) NOT NULL, "createdAt" bigint NOT NULL, CONSTRAINT "CHK_5e53bee3b629e51dde81813d6d" CHECK (points > 0 AND debitAccountId <> creditAccountId))',
    );
    await runner.query('CREATE UNIQUE INDEX "IDX_edb932f203014ad523aa37fb78" ON "transfer" ("reference") ');
    await runner.query('CREATE INDEX "IDX_a69995da57fdde58735117c677" ON "transfer" ("creditAccountId", "createdAt") ');
    await runner.query('CREATE INDEX "IDX_be3b5370d8eda1f091ac67f4f8" ON "transfer" ("debitAccountId", "createdAt") ');
    await runner.query(
      'CREATE TABLE "acceptance" ("personId" varchar(64) NOT NULL, "exchangeId" varchar(64) NOT NULL, "points" bigint NOT NULL, "firstAcceptedAt" bigint NOT NULL, PRIMARY KEY ("personId", "exchangeId"))',
    );
    await runner.query(
      'CREATE TABLE "erasure_request" ("personId" varchar(64) NOT NULL, "licenceId" varchar(64) NOT NULL, "requestedAt" bigint NOT NULL, "dueAt" bigint NOT NULL, "acknowledgedAt" bigint, "erasedAt" bigint, PRIMARY KEY ("personId", "licenceId"))',
    );
    await runner.query(
      'CREATE TABLE "licence_index" ("licenceId" varchar(64) PRIMARY KEY NOT NULL, "personId" varchar(64) NOT NULL, "brandId" varchar(64) NOT NULL, "exchangeId" varchar(64) NOT NULL, "purpose" varchar(40) NOT NULL, "status" varchar(40) NOT NULL, "suspendedBy" varchar(40), "grantedAt" bigint NOT NULL, "expiresAt" bigint NOT NULL, "erasureDueAt" bigint)',
    );
    await runner.query('CREATE INDEX "IDX_bebd37fcd69726523677b5c910" ON "licence_index" ("exchangeId") ');
    await runner.query(
      'CREATE INDEX "IDX_9f71ca4d102d85a9212c15829e" ON "licence_index" ("brandId", "personId", "purpose") ',
    );
    await runner.query('CREATE INDEX "IDX_1186ea49fca99b81ada3b08d3f" ON "licence_index" ("brandId", "grantedAt") ');
    await runner.query(
      'CREATE TABLE "licence" ("personId" varchar(64) NOT NULL, "id" varchar(64) NOT NULL, "brandId" varchar(64) NOT NULL, "exchangeId" varchar(64) NOT NULL, "purpose" varchar(40) NOT NULL, "status" varchar(40) NOT NULL, "suspendedBy" varchar(40), "ref" varchar(64) NOT NULL, "grantedAt" bigint NOT NULL, "expiresAt" bigint NOT NULL, "endedAt" bigint, "lastDisclosedAt" bigint, "earned" bigint NOT NULL, "disclosureCount" integer NOT NULL, "heldCount" integer NOT NULL, "rewardPerDisclosure" bigint NOT NULL, "maxDisclosures" integer, "terms" blob NOT NULL, "receipt" blob NOT NULL, CONSTRAINT "CHK_80061eed1b081fb74e9bdb3a04" CHECK (disclosureCount >= 0 AND heldCount >= 0 AND earned >= 0), PRIMARY KEY ("personId", "id"))',
    );
    await runner.query(
      'CREATE INDEX "IDX_f6cc6ad28643ebb4c6207edea0" ON "licence" ("personId", "brandId", "purpose") ',
    );
    await runner.query(
      'CREATE TABLE "circumstances" ("personId" varchar(64) PRIMARY KEY NOT NULL, "sealed" blob NOT NULL)',
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE "circumstances"');
    await runner.query('DROP INDEX "IDX_f6cc6ad28643ebb4c6207edea0"');
    await runner.query('DROP TABLE "licence"');
    await runner.query('DROP INDEX "IDX_1186ea49fca99b81ada3b08d3f"');
    await runner.query('DROP INDEX "IDX_9f71ca4d102d85a9212c15829e"');
    await runner.query('DROP INDEX "IDX_bebd37fcd69726523677b5c910"');
    await runner.query('DROP TABLE "licence_index"');
    await runner.query('DROP TABLE "erasure_request"');
    await runner.query('DROP TABLE "acceptance"');
    await runner.query('DROP INDEX "IDX_be3b5370d8eda1f091ac67f4f8"');
    await runner.query('DROP INDEX "IDX_a69995da57fdde58735117c677"');
    await runner.query('DROP INDEX "IDX_edb932f203014ad523aa37fb78"');
    await runner.query('DROP TABLE "transfer"');
    await runner.query('DROP TABLE "person_account"');
    await runner.query('DROP TABLE "offer_account"');
    await runner.query('DROP INDEX "IDX_0860a1e8b3af0f7a2f5d4ec534"');
    await runner.query('DROP TABLE "licence_use"');
    await runner.query('DROP TABLE "account"');
    await runner.query('DROP INDEX "IDX_0ea8f571333582e3d214b55a19"');
    await runner.query('DROP INDEX "IDX_935281d34efd475d4de5f55bba"');
    await runner.query('DROP TABLE "value_exchange"');
    await runner.query('DROP TABLE "decline"');
    await runner.query('DROP INDEX "IDX_d8ec41ec28949ee742556b9d47"');
    await runner.query('DROP TABLE "customer_ref"');
    await runner.query('DROP TABLE "customer"');
    await runner.query('DROP TABLE "brand"');
    await runner.query('DROP TABLE "person_key"');
    await runner.query('DROP INDEX "inbox_received"');
    await runner.query('DROP TABLE "inbox"');
    await runner.query('DROP INDEX "outbox_waiting"');
    await runner.query('DROP TABLE "outbox"');
    await runner.query('DROP INDEX "idempotency_age"');
    await runner.query('DROP TABLE "idempotency"');
  }
}
