import type { MigrationInterface, QueryRunner } from "typeorm";

export class PartnerPlacements1795785662160 implements MigrationInterface {
  name = "PartnerPlacements1795785662160";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      'CREATE TABLE "partner_placement" ("partnerAppId" varchar(64) NOT NULL, "placementId" varchar(64) NOT NULL, PRIMARY KEY ("partnerAppId", "placementId"))',
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE "partner_placement"');
  }
}
