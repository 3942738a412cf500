import type { MigrationInterface, QueryRunner } from "typeorm";

export class Erasure1795757822477 implements MigrationInterface {
  name = "Erasure1795757822477";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      "CREATE TABLE `erased_person` (`personHash` varchar(64) NOT NULL, `erasureId` varchar(64) NOT NULL, `erasedAt` bigint NOT NULL, PRIMARY KEY (`personHash`)) ENGINE=InnoDB",
    );
    await runner.query(
      "CREATE TABLE `erasure` (`id` varchar(64) NOT NULL, `startedAt` bigint NOT NULL, `rooms` text NOT NULL, `certificate` text NULL, INDEX `erasure_age` (`startedAt`), PRIMARY KEY (`id`)) ENGINE=InnoDB",
    );
    await runner.query(
      "CREATE TABLE `export` (`personId` varchar(64) NOT NULL, `id` varchar(64) NOT NULL, `expiresAt` bigint NOT NULL, `usedAt` bigint NULL, INDEX `export_age` (`expiresAt`), PRIMARY KEY (`personId`, `id`)) ENGINE=InnoDB",
    );
    await runner.query("CREATE INDEX `person_key_of_epoch` ON `person_key` (`epoch`)");
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("DROP INDEX `person_key_of_epoch` ON `person_key`");
    await runner.query("DROP INDEX `export_age` ON `export`");
    await runner.query("DROP TABLE `export`");
    await runner.query("DROP INDEX `erasure_age` ON `erasure`");
    await runner.query("DROP TABLE `erasure`");
    await runner.query("DROP TABLE `erased_person`");
  }
}
