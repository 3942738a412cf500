import type { MigrationInterface, QueryRunner } from "typeorm";

export class Log1795783258283 implements MigrationInterface {
  name = "Log1795783258283";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      "CREATE TABLE `log_entry` (`id` varchar(64) NOT NULL, `brandId` varchar(64) NOT NULL, `kind` varchar(40) NOT NULL, `at` bigint NOT NULL, `hours` int NULL, `commitment` varchar(64) NULL, `position` int NULL, UNIQUE INDEX `IDX_df020f35c9264968e89b9fbf39` (`position`), INDEX `IDX_59ad4d6820fb66311ecf9132e8` (`brandId`, `kind`, `at`), PRIMARY KEY (`id`)) ENGINE=InnoDB",
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("DROP INDEX `IDX_59ad4d6820fb66311ecf9132e8` ON `log_entry`");
    await runner.query("DROP INDEX `IDX_df020f35c9264968e89b9fbf39` ON `log_entry`");
    await runner.query("DROP TABLE `log_entry`");
  }
}
