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
      "CREATE TABLE `offer` (`id` varchar(64) NOT NULL, `brandId` varchar(64) NOT NULL, `title` varchar(200) NOT NULL, `body` text NOT NULL, `callToAction` varchar(60) NOT NULL, `landingUrl` text NOT NULL, `rewardOnClaim` bigint NOT NULL, `status` varchar(40) NOT NULL, `fundingProblem` text NULL, `targeting` text NOT NULL, `placements` text NOT NULL, `budget` bigint NOT NULL, `funded` bigint NOT NULL, `spent` bigint NOT NULL, `frequencyCap` text NULL, `startsAt` bigint NOT NULL, `endsAt` bigint NULL, `isFallback` tinyint NOT NULL, `createdAt` bigint NOT NULL, INDEX `offer_age` (`brandId`, `createdAt`, `id`), INDEX `offer_of_brand` (`brandId`, `status`), PRIMARY KEY (`id`)) ENGINE=InnoDB",
    );
    await runner.query(
      "CREATE TABLE `placement` (`id` varchar(64) NOT NULL, `title` varchar(200) NOT NULL, `createdAt` bigint NOT NULL, PRIMARY KEY (`id`)) ENGINE=InnoDB",
    );
    await runner.query(
      "CREATE TABLE `proposition` (`personId` varchar(64) NOT NULL, `id` varchar(64) NOT NULL, `operation` varchar(64) NOT NULL, `createdAt` bigint NOT NULL, `expiresAt` bigint NOT NULL, `sealed` longblob NOT NULL, INDEX `proposition_of_operation` (`personId`, `operation`), PRIMARY KEY (`personId`, `id`)) ENGINE=InnoDB",
    );
    await runner.query(
      "ALTER TABLE `offer` ADD CONSTRAINT `CHK_b7cba9d5df279a46ba97f19fcd` CHECK (spent >= 0 AND spent <= budget)",
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("ALTER TABLE `offer` DROP CONSTRAINT `CHK_b7cba9d5df279a46ba97f19fcd`");
    await runner.query("DROP INDEX `proposition_of_operation` ON `proposition`");
    await runner.query("DROP TABLE `proposition`");
    await runner.query("DROP TABLE `placement`");
    await runner.query("DROP INDEX `offer_of_brand` ON `offer`");
    await runner.query("DROP INDEX `offer_age` ON `offer`");
    await runner.query("DROP TABLE `offer`");
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
