import type { MigrationInterface, QueryRunner } from "typeorm";

export class Leaves1795786784127 implements MigrationInterface {
  name = "Leaves1795786784127";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      "CREATE TABLE `log_tile` (`level` int NOT NULL, `tileIndex` int NOT NULL, `hashes` longblob NOT NULL, PRIMARY KEY (`level`, `tileIndex`)) ENGINE=InnoDB",
    );
    await runner.query(
      "CREATE TABLE `log_head` (`id` varchar(64) NOT NULL, `size` int NOT NULL, `checkpoint` text NOT NULL, `signedAt` bigint NOT NULL, PRIMARY KEY (`id`)) ENGINE=InnoDB",
    );
    await runner.query("ALTER TABLE `licence` ADD `commitment` varchar(64) NULL");
    await runner.query("CREATE INDEX `IDX_a0e69abe860215bfe9565ecb22` ON `log_entry` (`commitment`)");
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("DROP INDEX `IDX_a0e69abe860215bfe9565ecb22` ON `log_entry`");
    await runner.query("ALTER TABLE `licence` DROP COLUMN `commitment`");
    await runner.query("DROP TABLE `log_head`");
    await runner.query("DROP TABLE `log_tile`");
  }
}
