import type { MigrationInterface, QueryRunner } from "typeorm";

export class Leaves1795786784127 implements MigrationInterface {
  name = "Leaves1795786784127";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      'CREATE TABLE "log_tile" ("level" integer NOT NULL, "tileIndex" integer NOT NULL, "hashes" blob NOT NULL, PRIMARY KEY ("level", "tileIndex"))',
    );
    await runner.query(
      'CREATE TABLE "log_head" ("id" varchar(64) PRIMARY KEY NOT NULL, "size" integer NOT NULL, "checkpoint" text NOT NULL, "signedAt" bigint NOT NULL)',
    );
    await runner.query('DROP INDEX "IDX_f6cc6ad28643ebb4c6207edea0"');
    await runner.query(
      'CREATE TABLE "temporary_licence" ("personId" varchar(64) NOT NULL, "id" varchar(64) NOT NULL, "brandId" varchar(64) NOT NULL, "exchangeId" varchar(64) NOT NULL, "purpose" varchar(40) NOT NULL, "status" varchar(40) NOT NULL, "suspendedBy" varchar(40), "ref" varchar(64) NOT NULL, "grantedAt" bigint NOT NULL, "expiresAt" bigint NOT NULL, "endedAt" bigint, "lastDisclosedAt" bigint, "earned" bigint NOT NULL, "disclosureCount" integer NOT NULL, "heldCount" integer NOT NULL, "rewardPerDisclosure" bigint NOT NULL, "maxDisclosures" integer, "terms" blob NOT NULL, "receipt" blob NOT NULL, "state" blob, "commitment" varchar(64), CONSTRAINT "CHK_80061eed1b081fb74e9bdb3a04" CHECK ((disclosureCount >= 0 AND heldCount >= 0 AND earned >= 0)), PRIMARY KEY ("personId", "id"))',
    );
    await runner.query(
      'INSERT INTO "temporary_licence"("personId", "id", "brandId", "exchangeId", "purpose", "status", "suspendedBy", "ref", "grantedAt", "expiresAt", "endedAt", "lastDisclosedAt", "earned", "disclosureCount", "heldCount", "rewardPerDisclosure", "maxDisclosures", "terms", "receipt", "state") SELECT "personId", "id", "brandId", "exchangeId", "purpose", "status", "suspendedBy", "ref", "grantedAt", "expiresAt", "endedAt", "lastDisclosedAt", "earned", "disclosureCount", "heldCount", "rewardPerDisclosure", "maxDisclosures", "terms", "receipt", "state" FROM "licence"',
    );
    await runner.query('DROP TABLE "licence"');
    await runner.query('ALTER TABLE "temporary_licence" RENAME TO "licence"');
    await runner.query(
      'CREATE INDEX "IDX_f6cc6ad28643ebb4c6207edea0" ON "licence" ("personId", "brandId", "purpose") ',
    );
    await runner.query('CREATE INDEX "IDX_a0e69abe860215bfe9565ecb22" ON "log_entry" ("commitment") ');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX "IDX_a0e69abe860215bfe9565ecb22"');
    await runner.query('DROP INDEX "IDX_f6cc6ad28643ebb4c6207edea0"');
    await runner.query('ALTER TABLE "licence" RENAME TO "temporary_licence"');
    await runner.query(
      'CREATE TABLE "licence" ("personId" varchar(64) NOT NULL, "id" varchar(64) NOT NULL, "brandId" varchar(64) NOT NULL, "exchangeId" varchar(64) NOT NULL, "purpose" varchar(40) NOT NULL, "status" varchar(40) NOT NULL, "suspendedBy" varchar(40), "ref" varchar(64) NOT NULL, "grantedAt" bigint NOT NULL, "expiresAt" bigint NOT NULL, "endedAt" bigint, "lastDisclosedAt" bigint, "earned" bigint NOT NULL, "disclosureCount" integer NOT NULL, "heldCount" integer NOT NULL, "rewardPerDisclosure" bigint NOT NULL, "maxDisclosures" integer, "terms" blob NOT NULL, "receipt" blob NOT NULL, "state" blob, CONSTRAINT "CHK_80061eed1b081fb74e9bdb3a04" CHECK ((disclosureCount >= 0 AND heldCount >= 0 AND earned >= 0)), PRIMARY KEY ("personId", "id"))',
    );
    await runner.query(
      'INSERT INTO "licence"("personId", "id", "brandId", "exchangeId", "purpose", "status", "suspendedBy", "ref", "grantedAt", "expiresAt", "endedAt", "lastDisclosedAt", "earned", "disclosureCount", "heldCount", "rewardPerDisclosure", "maxDisclosures", "terms", "receipt", "state") SELECT "personId", "id", "brandId", "exchangeId", "purpose", "status", "suspendedBy", "ref", "grantedAt", "expiresAt", "endedAt", "lastDisclosedAt", "earned", "disclosureCount", "heldCount", "rewardPerDisclosure", "maxDisclosures", "terms", "receipt", "state" FROM "temporary_licence"',
    );
    await runner.query('DROP TABLE "temporary_licence"');
    await runner.query(
      'CREATE INDEX "IDX_f6cc6ad28643ebb4c6207edea0" ON "licence" ("personId", "brandId", "purpose") ',
    );
    await runner.query('DROP TABLE "log_head"');
    await runner.query('DROP TABLE "log_tile"');
  }
}
