import type { MigrationInterface, QueryRunner } from "typeorm";

export class Market1795784363734 implements MigrationInterface {
  name = "Market1795784363734";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      "CREATE TABLE `complaint` (`personId` varchar(64) NOT NULL, `id` varchar(64) NOT NULL, `licenceId` varchar(64) NOT NULL, `brandId` varchar(64) NOT NULL, `kind` varchar(40) NOT NULL, `status` varchar(40) NOT NULL, `filedAt` bigint NOT NULL, `sealed` longblob NOT NULL, INDEX `IDX_ed0f6832ae40de96c550d14b6b` (`personId`, `licenceId`), PRIMARY KEY (`personId`, `id`)) ENGINE=InnoDB",
    );
    await runner.query(
      "CREATE TABLE `complaint_index` (`complaintId` varchar(64) NOT NULL, `personId` varchar(64) NOT NULL, `brandId` varchar(64) NOT NULL, `status` varchar(40) NOT NULL, `filedAt` bigint NOT NULL, INDEX `IDX_d53596f3d04c8cb97611261d0b` (`status`, `filedAt`), INDEX `IDX_b50e63b5ae79872547ef6c9e39` (`brandId`, `filedAt`), PRIMARY KEY (`complaintId`)) ENGINE=InnoDB",
    );
    await runner.query(
      "CREATE TABLE `voucher_redemption` (`codeHash` varchar(64) NOT NULL, `voucherId` varchar(64) NOT NULL, `points` bigint NOT NULL, `redeemedAt` bigint NOT NULL, PRIMARY KEY (`codeHash`)) ENGINE=InnoDB",
    );
    await runner.query(
      "CREATE TABLE `muted_brand` (`personId` varchar(64) NOT NULL, `brandId` varchar(64) NOT NULL, `mutedAt` bigint NOT NULL, PRIMARY KEY (`personId`, `brandId`)) ENGINE=InnoDB",
    );
    await runner.query(
      "CREATE TABLE `standing_rules` (`personId` varchar(64) NOT NULL, `sealed` longblob NOT NULL, `evaluatedAt` bigint NOT NULL, INDEX `IDX_535c03a6f9097e1a3129dd0255` (`evaluatedAt`), PRIMARY KEY (`personId`)) ENGINE=InnoDB",
    );
    await runner.query(
      "CREATE TABLE `automatic_decision` (`personId` varchar(64) NOT NULL, `id` varchar(64) NOT NULL, `exchangeId` varchar(64) NOT NULL, `effect` varchar(40) NOT NULL, `state` varchar(40) NOT NULL, `decidedAt` bigint NOT NULL, `takesEffectAt` bigint NOT NULL, `undoneAt` bigint NULL, `licenceId` varchar(64) NULL, `sealed` longblob NOT NULL, INDEX `IDX_d161aa8f009a8e20451b876561` (`state`, `takesEffectAt`), UNIQUE INDEX `IDX_fa85efe06e7ab6b1c900b974b9` (`personId`, `exchangeId`), PRIMARY KEY (`personId`, `id`)) ENGINE=InnoDB",
    );
    await runner.query(
      "CREATE TABLE `webhook` (`brandId` varchar(64) NOT NULL, `url` text NOT NULL, `events` text NOT NULL, `secret` longblob NOT NULL, `escrowLowAt` bigint NULL, PRIMARY KEY (`brandId`)) ENGINE=InnoDB",
    );
    await runner.query(
      "CREATE TABLE `webhook_delivery` (`id` varchar(64) NOT NULL, `brandId` varchar(64) NOT NULL, `event` varchar(40) NOT NULL, `licenceId` varchar(64) NULL, `status` varchar(40) NOT NULL, `attempts` int NOT NULL, `nextAttemptAt` bigint NULL, `httpStatus` int NULL, `createdAt` bigint NOT NULL, `closedAt` bigint NULL, INDEX `IDX_30689a6e8f2ba08ef136d82a5f` (`closedAt`), INDEX `IDX_94782787f6d98f21d3cf247962` (`status`, `nextAttemptAt`), INDEX `IDX_7278a2a8be740985de17d41ad0` (`brandId`, `createdAt`), PRIMARY KEY (`id`)) ENGINE=InnoDB",
    );
    await runner.query("ALTER TABLE `brand` ADD `withheld` int NOT NULL DEFAULT '0'");
    await runner.query("ALTER TABLE `brand` ADD `trustUntil` bigint NOT NULL DEFAULT '0'");
    await runner.query("ALTER TABLE `brand` ADD `suspensionReason` text NULL");
    await runner.query("ALTER TABLE `value_exchange` ADD `isSpecial` tinyint NULL");
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("ALTER TABLE `value_exchange` DROP COLUMN `isSpecial`");
    await runner.query("ALTER TABLE `brand` DROP COLUMN `suspensionReason`");
    await runner.query("ALTER TABLE `brand` DROP COLUMN `trustUntil`");
    await runner.query("ALTER TABLE `brand` DROP COLUMN `withheld`");
    await runner.query("DROP INDEX `IDX_7278a2a8be740985de17d41ad0` ON `webhook_delivery`");
    await runner.query("DROP INDEX `IDX_94782787f6d98f21d3cf247962` ON `webhook_delivery`");
    await runner.query("DROP INDEX `IDX_30689a6e8f2ba08ef136d82a5f` ON `webhook_delivery`");
    await runner.query("DROP TABLE `webhook_delivery`");
    await runner.query("DROP TABLE `webhook`");
    await runner.query("DROP INDEX `IDX_fa85efe06e7ab6b1c900b974b9` ON `automatic_decision`");
    await runner.query("DROP INDEX `IDX_d161aa8f009a8e20451b876561` ON `automatic_decision`");
    await runner.query("DROP TABLE `automatic_decision`");
    await runner.query("DROP INDEX `IDX_535c03a6f9097e1a3129dd0255` ON `standing_rules`");
    await runner.query("DROP TABLE `standing_rules`");
    await runner.query("DROP TABLE `muted_brand`");
    await runner.query("DROP TABLE `voucher_redemption`");
    await runner.query("DROP INDEX `IDX_b50e63b5ae79872547ef6c9e39` ON `complaint_index`");
    await runner.query("DROP INDEX `IDX_d53596f3d04c8cb97611261d0b` ON `complaint_index`");
    await runner.query("DROP TABLE `complaint_index`");
    await runner.query("DROP INDEX `IDX_ed0f6832ae40de96c550d14b6b` ON `complaint`");
    await runner.query("DROP TABLE `complaint`");
  }
}
