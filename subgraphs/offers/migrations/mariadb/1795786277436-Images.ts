import type { MigrationInterface, QueryRunner } from "typeorm";

export class Images1795786277436 implements MigrationInterface {
  name = "Images1795786277436";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      "CREATE TABLE `image` (`id` varchar(64) NOT NULL, `brandId` varchar(64) NOT NULL, `bytesAnnounced` int NOT NULL, `type` varchar(40) NULL, `content` longblob NULL, `unusedSince` bigint NULL, INDEX `image_of_brand` (`brandId`, `unusedSince`), INDEX `image_unused` (`unusedSince`), PRIMARY KEY (`id`)) ENGINE=InnoDB",
    );
    await runner.query("ALTER TABLE `offer` ADD `imageId` varchar(64) NULL");
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("ALTER TABLE `offer` DROP COLUMN `imageId`");
    await runner.query("DROP INDEX `image_unused` ON `image`");
    await runner.query("DROP INDEX `image_of_brand` ON `image`");
    await runner.query("DROP TABLE `image`");
  }
}
