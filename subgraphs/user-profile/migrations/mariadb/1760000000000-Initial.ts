import type { MigrationInterface, QueryRunner } from "typeorm";

export class Initial1760000000000 implements MigrationInterface {
  name = "Initial1760000000000";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      "CREATE TABLE `idempotency` (`principal` varchar(140) NOT NULL, `mutation` varchar(64) NOT NULL, `key` varchar(64) NOT NULL, `inputHash` varchar(64) NOT NULL, `outcome` text NOT NULL, `createdAt` bigint NOT NULL, INDEX `idempotency_age` (`createdAt`), PRIMARY KEY (`principal`, `mutation`, `key`)) ENGINE=InnoDB",
    );
    await runner.query(
      "CREATE TABLE `outbox_lease` (`recipient` varchar(64) NOT NULL, `holder` varchar(64) NOT NULL, `heldUntil` bigint NOT NULL, PRIMARY KEY (`recipient`)) ENGINE=InnoDB",
    );
    await runner.query(
      "CREATE TABLE `outbox` (`id` varchar(64) NOT NULL, `recipient` varchar(40) NOT NULL, `envelope` longblob NOT NULL, `createdAt` bigint NOT NULL, `deliveredAt` bigint NULL, `attempts` int NOT NULL, INDEX `outbox_waiting` (`deliveredAt`, `recipient`, `id`), PRIMARY KEY (`id`)) ENGINE=InnoDB",
    );
    await runner.query(
      "CREATE TABLE `inbox` (`id` varchar(64) NOT NULL, `receivedAt` bigint NOT NULL, INDEX `inbox_received` (`receivedAt`), PRIMARY KEY (`id`)) ENGINE=InnoDB",
    );
    await runner.query(
      "CREATE TABLE `person_key` (`personId` varchar(64) NOT NULL, `epoch` int NOT NULL, `version` int NOT NULL, `wrapped` longblob NOT NULL, PRIMARY KEY (`personId`)) ENGINE=InnoDB",
    );
    await runner.query(
      "CREATE TABLE `disclosure` (`personId` varchar(64) NOT NULL, `id` varchar(64) NOT NULL, `operation` varchar(64) NOT NULL, `licenceId` varchar(64) NOT NULL, `kind` varchar(40) NOT NULL, `brandId` varchar(64) NOT NULL, `purpose` varchar(40) NOT NULL, `points` bigint NOT NULL, `at` bigint NOT NULL, `sealed` longblob NOT NULL, UNIQUE INDEX `disclosure_by_use` (`personId`, `operation`, `licenceId`, `kind`), PRIMARY KEY (`personId`, `id`)) ENGINE=InnoDB",
    );
    await runner.query(
      "CREATE TABLE `disclosure_by_brand` (`brandId` varchar(64) NOT NULL, `disclosureId` varchar(64) NOT NULL, `personId` varchar(64) NOT NULL, `at` bigint NOT NULL, INDEX `disclosure_by_brand_at` (`brandId`, `at`), PRIMARY KEY (`brandId`, `disclosureId`)) ENGINE=InnoDB",
    );
    await runner.query(
      "CREATE TABLE `import` (`personId` varchar(64) NOT NULL, `id` varchar(64) NOT NULL, `status` varchar(40) NOT NULL, `startedAt` bigint NOT NULL, `finishedAt` bigint NULL, `sealed` longblob NOT NULL, PRIMARY KEY (`personId`, `id`)) ENGINE=InnoDB",
    );
    await runner.query(
      "CREATE TABLE `observation_day` (`personId` varchar(64) NOT NULL, `metric` varchar(64) NOT NULL, `day` varchar(10) NOT NULL, `chunk` longblob NOT NULL, PRIMARY KEY (`personId`, `metric`, `day`)) ENGINE=InnoDB",
    );
    await runner.query(
      "CREATE TABLE `person_profile` (`personId` varchar(64) NOT NULL, `sealed` longblob NOT NULL, PRIMARY KEY (`personId`)) ENGINE=InnoDB",
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("DROP TABLE `person_profile`");
    await runner.query("DROP TABLE `observation_day`");
    await runner.query("DROP TABLE `import`");
    await runner.query("DROP INDEX `disclosure_by_brand_at` ON `disclosure_by_brand`");
    await runner.query("DROP TABLE `disclosure_by_brand`");
    await runner.query("DROP INDEX `disclosure_by_use` ON `disclosure`");
    await runner.query("DROP TABLE `disclosure`");
    await runner.query("DROP TABLE `person_key`");
    await runner.query("DROP INDEX `inbox_received` ON `inbox`");
    await runner.query("DROP TABLE `inbox`");
    await runner.query("DROP INDEX `outbox_waiting` ON `outbox`");
    await runner.query("DROP TABLE `outbox`");
    await runner.query("DROP TABLE `outbox_lease`");
    await runner.query("DROP INDEX `idempotency_age` ON `idempotency`");
    await runner.query("DROP TABLE `idempotency`");
  }
}
