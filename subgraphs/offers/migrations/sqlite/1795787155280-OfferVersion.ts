import type { MigrationInterface, QueryRunner } from "typeorm";

export class OfferVersion1795787155280 implements MigrationInterface {
  name = "OfferVersion1795787155280";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      'CREATE TABLE "offer_version" ("id" varchar(64) PRIMARY KEY NOT NULL, "version" bigint NOT NULL)',
    );
    await runner.query('DROP INDEX "offer_age"');
    await runner.query('DROP INDEX "offer_of_brand"');
    await runner.query('DROP INDEX "offer_end"');
    await runner.query(
      'CREATE TABLE "temporary_offer" ("id" varchar(64) PRIMARY KEY NOT NULL, "brandId" varchar(64) NOT NULL, "title" varchar(200) NOT NULL, "body" text NOT NULL, "callToAction" varchar(60) NOT NULL, "landingUrl" text NOT NULL, "rewardOnClaim" bigint NOT NULL, "status" varchar(40) NOT NULL, "fundingProblem" text, "targeting" text NOT NULL, "placements" text NOT NULL, "budget" bigint NOT NULL, "funded" bigint NOT NULL, "spent" bigint NOT NULL, "frequencyCap" text, "startsAt" bigint NOT NULL, "endsAt" bigint, "isFallback" boolean NOT NULL, "createdAt" bigint NOT NULL, "imageId" varchar(64), "version" bigint NOT NULL DEFAULT (0), CONSTRAINT "CHK_b7cba9d5df279a46ba97f19fcd" CHECK (((spent >= 0 AND spent <= budget))))',
    );
    await runner.query(
      'INSERT INTO "temporary_offer"("id", "brandId", "title", "body", "callToAction", "landingUrl", "rewardOnClaim", "status", "fundingProblem", "targeting", "placements", "budget", "funded", "spent", "frequencyCap", "startsAt", "endsAt", "isFallback", "createdAt", "imageId") SELECT "id", "brandId", "title", "body", "callToAction", "landingUrl", "rewardOnClaim", "status", "fundingProblem", "targeting", "placements", "budget", "funded", "spent", "frequencyCap", "startsAt", "endsAt", "isFallback", "createdAt", "imageId" FROM "offer"',
    );
    await runner.query('DROP TABLE "offer"');
    await runner.query('ALTER TABLE "temporary_offer" RENAME TO "offer"');
    await runner.query('CREATE INDEX "offer_age" ON "offer" ("brandId", "createdAt", "id") ');
    await runner.query('CREATE INDEX "offer_of_brand" ON "offer" ("brandId", "status") ');
    await runner.query('CREATE INDEX "offer_end" ON "offer" ("status", "endsAt") ');
    await runner.query('CREATE INDEX "offer_changed" ON "offer" ("version") ');
    // The one row that everybody counts on.
    await runner.query("INSERT INTO offer_version (id, version) VALUES ('offers', 0)");
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX "offer_changed"');
    await runner.query('DROP INDEX "offer_end"');
    await runner.query('DROP INDEX "offer_of_brand"');
    await runner.query('DROP INDEX "offer_age"');
    await runner.query('ALTER TABLE "offer" RENAME TO "temporary_offer"');
    await runner.query(
      'CREATE TABLE "offer" ("id" varchar(64) PRIMARY KEY NOT NULL, "brandId" varchar(64) NOT NULL, "title" varchar(200) NOT NULL, "body" text NOT NULL, "callToAction" varchar(60) NOT NULL, "landingUrl" text NOT NULL, "rewardOnClaim" bigint NOT NULL, "status" varchar(40) NOT NULL, "fundingProblem" text, "targeting" text NOT NULL, "placements" text NOT NULL, "budget" bigint NOT NULL, "funded" bigint NOT NULL, "spent" bigint NOT NULL, "frequencyCap" text, "startsAt" bigint NOT NULL, "endsAt" bigint, "isFallback" boolean NOT NULL, "createdAt" bigint NOT NULL, "imageId" varchar(64), CONSTRAINT "CHK_b7cba9d5df279a46ba97f19fcd" CHECK (((spent >= 0 AND spent <= budget))))',
    );
    await runner.query(
      'INSERT INTO "offer"("id", "brandId", "title", "body", "callToAction", "landingUrl", "rewardOnClaim", "status", "fundingProblem", "targeting", "placements", "budget", "funded", "spent", "frequencyCap", "startsAt", "endsAt", "isFallback", "createdAt", "imageId") SELECT "id", "brandId", "title", "body", "callToAction", "landingUrl", "rewardOnClaim", "status", "fundingProblem", "targeting", "placements", "budget", "funded", "spent", "frequencyCap", "startsAt", "endsAt", "isFallback", "createdAt", "imageId" FROM "temporary_offer"',
    );
    await runner.query('DROP TABLE "temporary_offer"');
    await runner.query('CREATE INDEX "offer_end" ON "offer" ("status", "endsAt") ');
    await runner.query('CREATE INDEX "offer_of_brand" ON "offer" ("brandId", "status") ');
    await runner.query('CREATE INDEX "offer_age" ON "offer" ("brandId", "createdAt", "id") ');
    await runner.query('DROP TABLE "offer_version"');
  }
}
