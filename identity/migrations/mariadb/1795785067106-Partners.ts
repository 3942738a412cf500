import type { MigrationInterface, QueryRunner } from "typeorm";

export class Partners1795785067106 implements MigrationInterface {
  name = "Partners1795785067106";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query("ALTER TABLE `client` ADD `partnerAppId` varchar(64) NULL");
    await runner.query("ALTER TABLE `client` ADD `sealedSecret` longblob NULL");
    await runner.query("ALTER TABLE `client` ADD `origins` text NULL");
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("ALTER TABLE `client` DROP COLUMN `origins`");
    await runner.query("ALTER TABLE `client` DROP COLUMN `sealedSecret`");
    await runner.query("ALTER TABLE `client` DROP COLUMN `partnerAppId`");
  }
}
