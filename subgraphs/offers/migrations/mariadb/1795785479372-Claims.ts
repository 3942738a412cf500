import type { MigrationInterface, QueryRunner } from "typeorm";

export class Claims1795785479372 implements MigrationInterface {
  name = "Claims1795785479372";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      "CREATE TABLE `claim` (`id` varchar(64) NOT NULL, `offerId` varchar(64) NOT NULL, `points` bigint NOT NULL, INDEX `claim_of_offer` (`offerId`), PRIMARY KEY (`id`)) ENGINE=InnoDB",
    );
    await runner.query("CREATE INDEX `offer_end` ON `offer` (`status`, `endsAt`)");
    await runner.query("ALTER TABLE `claim` ADD CONSTRAINT `CHK_e3a339ee68c0e6c6c1f87012fe` CHECK (points >= 0)");
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("ALTER TABLE `claim` DROP CONSTRAINT `CHK_e3a339ee68c0e6c6c1f87012fe`");
    await runner.query("DROP INDEX `offer_end` ON `offer`");
    await runner.query("DROP INDEX `claim_of_offer` ON `claim`");
    await runner.query("DROP TABLE `claim`");
  }
}
