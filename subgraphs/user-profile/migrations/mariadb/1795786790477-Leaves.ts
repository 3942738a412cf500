import type { MigrationInterface, QueryRunner } from "typeorm";

export class Leaves1795786790477 implements MigrationInterface {
  name = "Leaves1795786790477";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query("ALTER TABLE `disclosure` ADD `commitment` varchar(64) NULL");
    await runner.query("CREATE INDEX `disclosure_to_close` ON `disclosure` (`commitment`, `at`)");
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("DROP INDEX `disclosure_to_close` ON `disclosure`");
    await runner.query("ALTER TABLE `disclosure` DROP COLUMN `commitment`");
  }
}
