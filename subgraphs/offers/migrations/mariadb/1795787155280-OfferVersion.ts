import type { MigrationInterface, QueryRunner } from "typeorm";

export class OfferVersion1795787155280 implements MigrationInterface {
  name = "OfferVersion1795787155280";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      "CREATE TABLE `offer_version` (`id` varchar(64) NOT NULL, `version` bigint NOT NULL, PRIMARY KEY (`id`)) ENGINE=InnoDB",
    );
    await runner.query("ALTER TABLE `offer` ADD `version` bigint NOT NULL DEFAULT '0'");
    await runner.query("CREATE INDEX `offer_changed` ON `offer` (`version`)");
    // The one row that everybody counts on.
    await runner.query("INSERT INTO offer_version (id, version) VALUES ('offers', 0)");
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("DROP INDEX `offer_changed` ON `offer`");
    await runner.query("ALTER TABLE `offer` DROP COLUMN `version`");
    await runner.query("DROP TABLE `offer_version`");
  }
}
