import type { MigrationInterface, QueryRunner } from "typeorm";

export class PropositionEvents1795785046863 implements MigrationInterface {
  name = "PropositionEvents1795785046863";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      "CREATE TABLE `displayed_offers` (`personId` varchar(64) NOT NULL, `sealed` longblob NOT NULL, PRIMARY KEY (`personId`)) ENGINE=InnoDB",
    );
    await runner.query(
      "CREATE TABLE `proposition_index` (`propositionId` varchar(64) NOT NULL, `personId` varchar(64) NOT NULL, `createdAt` bigint NOT NULL, INDEX `proposition_index_age` (`createdAt`), INDEX `proposition_index_of_person` (`personId`), PRIMARY KEY (`propositionId`)) ENGINE=InnoDB",
    );
    await runner.query(
      "CREATE TABLE `stranger_proposition` (`id` varchar(64) NOT NULL, `createdAt` bigint NOT NULL, `expiresAt` bigint NOT NULL, `sealed` longblob NOT NULL, INDEX `stranger_proposition_age` (`createdAt`), PRIMARY KEY (`id`)) ENGINE=InnoDB",
    );
    await runner.query("CREATE INDEX `proposition_age` ON `proposition` (`createdAt`)");
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("DROP INDEX `proposition_age` ON `proposition`");
    await runner.query("DROP INDEX `stranger_proposition_age` ON `stranger_proposition`");
    await runner.query("DROP TABLE `stranger_proposition`");
    await runner.query("DROP INDEX `proposition_index_of_person` ON `proposition_index`");
    await runner.query("DROP INDEX `proposition_index_age` ON `proposition_index`");
    await runner.query("DROP TABLE `proposition_index`");
    await runner.query("DROP TABLE `displayed_offers`");
  }
}
