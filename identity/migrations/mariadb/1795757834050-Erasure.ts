import type { MigrationInterface, QueryRunner } from "typeorm";

export class Erasure1795757834050 implements MigrationInterface {
  name = "Erasure1795757834050";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      "CREATE TABLE `erased_person` (`personHash` varchar(64) NOT NULL, `erasureId` varchar(64) NOT NULL, `erasedAt` bigint NOT NULL, PRIMARY KEY (`personHash`)) ENGINE=InnoDB",
    );
    await runner.query(
      "CREATE TABLE `outbox_lease` (`recipient` varchar(64) NOT NULL, `holder` varchar(64) NOT NULL, `heldUntil` bigint NOT NULL, PRIMARY KEY (`recipient`)) ENGINE=InnoDB",
    );
    await runner.query(
      "CREATE TABLE `outbox` (`id` varchar(64) NOT NULL, `recipient` varchar(40) NOT NULL, `envelope` longblob NOT NULL, `createdAt` bigint NOT NULL, `deliveredAt` bigint NULL, `attempts` int NOT NULL, INDEX `outbox_waiting` (`deliveredAt`, `recipient`, `id`), PRIMARY KEY (`id`)) ENGINE=InnoDB",
    );
    await runner.query("CREATE INDEX `person_key_of_epoch` ON `person_key` (`epoch`)");
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("DROP INDEX `person_key_of_epoch` ON `person_key`");
    await runner.query("DROP INDEX `outbox_waiting` ON `outbox`");
    await runner.query("DROP TABLE `outbox`");
    await runner.query("DROP TABLE `outbox_lease`");
    await runner.query("DROP TABLE `erased_person`");
  }
}
