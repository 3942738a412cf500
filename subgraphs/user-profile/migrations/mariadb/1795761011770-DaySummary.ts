import type { MigrationInterface, QueryRunner } from "typeorm";

export class DaySummary1795761011770 implements MigrationInterface {
  name = "DaySummary1795761011770";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query("ALTER TABLE `observation_day` ADD `summary` longblob NULL");
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("ALTER TABLE `observation_day` DROP COLUMN `summary`");
  }
}
