import type { MigrationInterface, QueryRunner } from "typeorm";

export class Market1795784363734 implements MigrationInterface {
  name = "Market1795784363734";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      'CREATE TABLE "complaint" ("personId" varchar(64) NOT NULL, "id" varchar(64) NOT NULL, "licenceId" varchar(64) NOT NULL, "brandId" varchar(64) NOT NULL, "kind" varchar(40) NOT NULL, "status" varchar(40) NOT NULL, "filedAt" bigint NOT NULL, "sealed" blob NOT NULL, PRIMARY KEY ("personId", "id"))',
    );
    await runner.query('CREATE INDEX "IDX_ed0f6832ae40de96c550d14b6b" ON "complaint" ("personId", "licenceId") ');
    await runner.query(
      'CREATE TABLE "complaint_index" ("complaintId" varchar(64) PRIMARY KEY NOT NULL, "personId" varchar(64) NOT NULL, "brandId" varchar(64) NOT NULL, "status" varchar(40) NOT NULL, "filedAt" bigint NOT NULL)',
    );
    await runner.query('CREATE INDEX "IDX_d53596f3d04c8cb97611261d0b" ON "complaint_index" ("status", "filedAt") ');
    await runner.query('CREATE INDEX "IDX_b50e63b5ae79872547ef6c9e39" ON "complaint_index" ("brandId", "filedAt") ');
    await runner.query(
      'CREATE TABLE "voucher_redemption" ("codeHash" varchar(64) PRIMARY KEY NOT NULL, "voucherId" varchar(64) NOT NULL, "points" bigint NOT NULL, "redeemedAt" bigint NOT NULL)',
    );
    await runner.query(
      'CREATE TABLE "muted_brand" ("personId" varchar(64) NOT NULL, "brandId" varchar(64) NOT NULL, "mutedAt" bigint NOT NULL, PRIMARY KEY ("personId", "brandId"))',
    );
    await runner.query(
      'CREATE TABLE "standing_rules" ("personId" varchar(64) PRIMARY KEY NOT NULL, "sealed" blob NOT NULL, "evaluatedAt" bigint NOT NULL)',
    );
    await runner.query('CREATE INDEX "IDX_535c03a6f9097e1a3129dd0255" ON "standing_rules" ("evaluatedAt") ');
    await runner.query(
      'CREATE TABLE "automatic_decision" ("personId" varchar(64) NOT NULL, "id" varchar(64) NOT NULL, "exchangeId" varchar(64) NOT NULL, "effect" varchar(40) NOT NULL, "state" varchar(40) NOT NULL, "decidedAt" bigint NOT NULL, "takesEffectAt" bigint NOT NULL, "undoneAt" bigint, "licenceId" varchar(64), "sealed" blob NOT NULL, PRIMARY KEY ("personId", "id"))',
    );
    await runner.query(
      'CREATE INDEX "IDX_d161aa8f009a8e20451b876561" ON "automatic_decision" ("state", "takesEffectAt") ',
    );
    await runner.query(
      'CREATE UNIQUE INDEX "IDX_fa85efe06e7ab6b1c900b974b9" ON "automatic_decision" ("personId", "exchangeId") ',
    );
    await runner.query(
      'CREATE TABLE "webhook" ("brandId" varchar(64) PRIMARY KEY NOT NULL, "url" text NOT NULL, "events" text NOT NULL, "secret" blob NOT NULL, "escrowLowAt" bigint)',
    );
    await runner.query(
      'CREATE TABLE "webhook_delivery" ("id" varchar(64) PRIMARY KEY NOT NULL, "brandId" varchar(64) NOT NULL, "event" varchar(40) NOT NULL, "licenceId" varchar(64), "status" varchar(40) NOT NULL, "attempts" integer NOT NULL, "nextAttemptAt" bigint, "httpStatus" integer, "createdAt" bigint NOT NULL, "closedAt" bigint)',
    );
    await runner.query('CREATE INDEX "IDX_30689a6e8f2ba08ef136d82a5f" ON "webhook_delivery" ("closedAt") ');
    await runner.query(
      'CREATE INDEX "IDX_94782787f6d98f21d3cf247962" ON "webhook_delivery" ("status", "nextAttemptAt") ',
    );
    await runner.query('CREATE INDEX "IDX_7278a2a8be740985de17d41ad0" ON "webhook_delivery" ("brandId", "createdAt") ');
    await runner.query(
      'CREATE TABLE "temporary_brand" ("id" varchar(64) PRIMARY KEY NOT NULL, "name" varchar(200) NOT NULL, "legalName" varchar(200) NOT NULL, "domain" varchar(253) NOT NULL, "industry" varchar(200) NOT NULL, "postalAddress" text NOT NULL, "contactEmail" varchar(254) NOT NULL, "country" varchar(2) NOT NULL, "privacyNoticeUrl" text NOT NULL, "purposes" text NOT NULL, "trustLevel" varchar(40) NOT NULL, "clientId" varchar(64) NOT NULL, "escrowAccountId" varchar(64) NOT NULL, "holdingAccountId" varchar(64) NOT NULL, "disclosures" integer NOT NULL, "registeredAt" bigint NOT NULL, "withheld" integer NOT NULL DEFAULT (0), "trustUntil" bigint NOT NULL DEFAULT (0), "suspensionReason" text)',
    );
    await runner.query(
      'INSERT INTO "temporary_brand"("id", "name", "legalName", "domain", "industry", "postalAddress", "contactEmail", "country", "privacyNoticeUrl", "purposes", "trustLevel", "clientId", "escrowAccountId", "holdingAccountId", "disclosures", "registeredAt") SELECT "id", "name", "legalName", "domain", "industry", "postalAddress", "contactEmail", "country", "privacyNoticeUrl", "purposes", "trustLevel", "clientId", "escrowAccountId", "holdingAccountId", "disclosures", "registeredAt" FROM "brand"',
    );
    await runner.query('DROP TABLE "brand"');
    await runner.query('ALTER TABLE "temporary_brand" RENAME TO "brand"');
    await runner.query('DROP INDEX "IDX_0ea8f571333582e3d214b55a19"');
    await runner.query('DROP INDEX "IDX_935281d34efd475d4de5f55bba"');
    await runner.query(
      'CREATE TABLE "temporary_value_exchange" ("id" varchar(64) PRIMARY KEY NOT NULL, "brandId" varchar(64) NOT NULL, "title" varchar(200) NOT NULL, "summary" text NOT NULL, "purpose" varchar(40) NOT NULL, "terms" text NOT NULL, "optionalTerms" text NOT NULL, "lasts" varchar(40) NOT NULL, "rewardPerDisclosure" bigint NOT NULL, "maxDisclosures" integer, "retention" varchar(40) NOT NULL, "storageCountries" text NOT NULL, "recipients" text NOT NULL, "opensAt" bigint NOT NULL, "closesAt" bigint, "places" integer NOT NULL, "placesLeft" integer NOT NULL, "status" varchar(40) NOT NULL, "termsHash" varchar(64) NOT NULL, "declined" integer NOT NULL, "createdAt" bigint NOT NULL, "tier" varchar(40), "isSpecial" boolean, CONSTRAINT "CHK_bf4d29342bbc3af35426a1e4bb" CHECK ((placesLeft >= 0)))',
    );
    await runner.query(
      'INSERT INTO "temporary_value_exchange"("id", "brandId", "title", "summary", "purpose", "terms", "optionalTerms", "lasts", "rewardPerDisclosure", "maxDisclosures", "retention", "storageCountries", "recipients", "opensAt", "closesAt", "places", "placesLeft", "status", "termsHash", "declined", "createdAt", "tier") SELECT "id", "brandId", "title", "summary", "purpose", "terms", "optionalTerms", "lasts", "rewardPerDisclosure", "maxDisclosures", "retention", "storageCountries", "recipients", "opensAt", "closesAt", "places", "placesLeft", "status", "termsHash", "declined", "createdAt", "tier" FROM "value_exchange"',
    );
    await runner.query('DROP TABLE "value_exchange"');
    await runner.query('ALTER TABLE "temporary_value_exchange" RENAME TO "value_exchange"');
    await runner.query('CREATE INDEX "IDX_0ea8f571333582e3d214b55a19" ON "value_exchange" ("brandId", "createdAt") ');
    await runner.query('CREATE INDEX "IDX_935281d34efd475d4de5f55bba" ON "value_exchange" ("status", "createdAt") ');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX "IDX_935281d34efd475d4de5f55bba"');
    await runner.query('DROP INDEX "IDX_0ea8f571333582e3d214b55a19"');
    await runner.query('ALTER TABLE "value_exchange" RENAME TO "temporary_value_exchange"');
    await runner.query(
      'CREATE TABLE "value_exchange" ("id" varchar(64) PRIMARY KEY NOT NULL, "brandId" varchar(64) NOT NULL, "title" varchar(200) NOT NULL, "summary" text NOT NULL, "purpose" varchar(40) NOT NULL, "terms" text NOT NULL, "optionalTerms" text NOT NULL, "lasts" varchar(40) NOT NULL, "rewardPerDisclosure" bigint NOT NULL, "maxDisclosures" integer, "retention" varchar(40) NOT NULL, "storageCountries" text NOT NULL, "recipients" text NOT NULL, "opensAt" bigint NOT NULL, "closesAt" bigint, "places" integer NOT NULL, "placesLeft" integer NOT NULL, "status" varchar(40) NOT NULL, "termsHash" varchar(64) NOT NULL, "declined" integer NOT NULL, "createdAt" bigint NOT NULL, "tier" varchar(40), CONSTRAINT "CHK_bf4d29342bbc3af35426a1e4bb" CHECK ((placesLeft >= 0)))',
    );
    await runner.query(
      'INSERT INTO "value_exchange"("id", "brandId", "title", "summary", "purpose", "terms", "optionalTerms", "lasts", "rewardPerDisclosure", "maxDisclosures", "retention", "storageCountries", "recipients", "opensAt", "closesAt", "places", "placesLeft", "status", "termsHash", "declined", "createdAt", "tier") SELECT "id", "brandId", "title", "summary", "purpose", "terms", "optionalTerms", "lasts", "rewardPerDisclosure", "maxDisclosures", "retention", "storageCountries", "recipients", "opensAt", "closesAt", "places", "placesLeft", "status", "termsHash", "declined", "createdAt", "tier" FROM "temporary_value_exchange"',
    );
    await runner.query('DROP TABLE "temporary_value_exchange"');
    await runner.query('CREATE INDEX "IDX_935281d34efd475d4de5f55bba" ON "value_exchange" ("status", "createdAt") ');
    await runner.query('CREATE INDEX "IDX_0ea8f571333582e3d214b55a19" ON "value_exchange" ("brandId", "createdAt") ');
    await runner.query('ALTER TABLE "brand" RENAME TO "temporary_brand"');
    await runner.query(
      'CREATE TABLE "brand" ("id" varchar(64) PRIMARY KEY NOT NULL, "name" varchar(200) NOT NULL, "legalName" varchar(200) NOT NULL, "domain" varchar(253) NOT NULL, "industry" varchar(200) NOT NULL, "postalAddress" text NOT NULL, "contactEmail" varchar(254) NOT NULL, "country" varchar(2) NOT NULL, "privacyNoticeUrl" text NOT NULL, "purposes" text NOT NULL, "trustLevel" varchar(40) NOT NULL, "clientId" varchar(64) NOT NULL, "escrowAccountId" varchar(64) NOT NULL, "holdingAccountId" varchar(64) NOT NULL, "disclosures" integer NOT NULL, "registeredAt" bigint NOT NULL)',
    );
    await runner.query(
      'INSERT INTO "brand"("id", "name", "legalName", "domain", "industry", "postalAddress", "contactEmail", "country", "privacyNoticeUrl", "purposes", "trustLevel", "clientId", "escrowAccountId", "holdingAccountId", "disclosures", "registeredAt") SELECT "id", "name", "legalName", "domain", "industry", "postalAddress", "contactEmail", "country", "privacyNoticeUrl", "purposes", "trustLevel", "clientId", "escrowAccountId", "holdingAccountId", "disclosures", "registeredAt" FROM "temporary_brand"',
    );
    await runner.query('DROP TABLE "temporary_brand"');
    await runner.query('DROP INDEX "IDX_7278a2a8be740985de17d41ad0"');
    await runner.query('DROP INDEX "IDX_94782787f6d98f21d3cf247962"');
    await runner.query('DROP INDEX "IDX_30689a6e8f2ba08ef136d82a5f"');
    await runner.query('DROP TABLE "webhook_delivery"');
    await runner.query('DROP TABLE "webhook"');
    await runner.query('DROP INDEX "IDX_fa85efe06e7ab6b1c900b974b9"');
    await runner.query('DROP INDEX "IDX_d161aa8f009a8e20451b876561"');
    await runner.query('DROP TABLE "automatic_decision"');
    await runner.query('DROP INDEX "IDX_535c03a6f9097e1a3129dd0255"');
    await runner.query('DROP TABLE "standing_rules"');
    await runner.query('DROP TABLE "muted_brand"');
    await runner.query('DROP TABLE "voucher_redemption"');
    await runner.query('DROP INDEX "IDX_b50e63b5ae79872547ef6c9e39"');
    await runner.query('DROP INDEX "IDX_d53596f3d04c8cb97611261d0b"');
    await runner.query('DROP TABLE "complaint_index"');
    await runner.query('DROP INDEX "IDX_ed0f6832ae40de96c550d14b6b"');
    await runner.query('DROP TABLE "complaint"');
  }
}
