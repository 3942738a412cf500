import type { MigrationInterface, QueryRunner } from "typeorm";

export class Leaves1795789507527 implements MigrationInterface {
  name = "Leaves1795789507527";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query("ALTER TABLE `disclosure` ADD `commitment` varchar(64) NULL");
    await runner.query("ALTER TABLE `disclosure_by_brand` ADD `openSince` bigint NULL");
    await runner.query("CREATE INDEX `disclosure_still_open` ON `disclosure_by_brand` (`openSince`)");
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("DROP INDEX `disclosure_still_open` ON `disclosure_by_brand`");
    await runner.query("ALTER TABLE `disclosure_by_brand` DROP COLUMN `openSince`");
    await runner.query("ALTER TABLE `disclosure` DROP COLUMN `commitment`");
  }
}
