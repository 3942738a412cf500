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
      "CREATE TABLE `brand` (`id` varchar(64) NOT NULL, `name` varchar(200) NOT NULL, `legalName` varchar(200) NOT NULL, `domain` varchar(253) NOT NULL, `industry` varchar(200) NOT NULL, `postalAddress` text NOT NULL, `contactEmail` varchar(254) NOT NULL, `country` varchar(2) NOT NULL, `privacyNoticeUrl` text NOT NULL, `purposes` text NOT NULL, `trustLevel` varchar(40) NOT NULL, `clientId` varchar(64) NOT NULL, `escrowAccountId` varchar(64) NOT NULL, `holdingAccountId` varchar(64) NOT NULL, `disclosures` int NOT NULL, `registeredAt` bigint NOT NULL, PRIMARY KEY (`id`)) ENGINE=InnoDB",
    );
    await runner.query(
      "CREATE TABLE `customer` (`personId` varchar(64) NOT NULL, `brandId` varchar(64) NOT NULL, `ref` varchar(64) NOT NULL, `receiptSubject` varchar(64) NOT NULL, PRIMARY KEY (`personId`, `brandId`)) ENGINE=InnoDB",
    );
    await runner.query(
      "CREATE TABLE `customer_ref` (`ref` varchar(64) NOT NULL, `brandId` varchar(64) NOT NULL, `personId` varchar(64) NOT NULL, `createdAt` bigint NOT NULL, INDEX `IDX_d8ec41ec28949ee742556b9d47` (`brandId`, `createdAt`), PRIMARY KEY (`ref`)) ENGINE=InnoDB",
    );
    await runner.query(
      "CREATE TABLE `decline` (`personId` varchar(64) NOT NULL, `exchangeId` varchar(64) NOT NULL, `declinedAt` bigint NOT NULL, PRIMARY KEY (`personId`, `exchangeId`)) ENGINE=InnoDB",
    );
    await runner.query(
      "CREATE TABLE `value_exchange` (`id` varchar(64) NOT NULL, `brandId` varchar(64) NOT NULL, `title` varchar(200) NOT NULL, `summary` text NOT NULL, `purpose` varchar(40) NOT NULL, `terms` text NOT NULL, `optionalTerms` text NOT NULL, `lasts` varchar(40) NOT NULL, `rewardPerDisclosure` bigint NOT NULL, `maxDisclosures` int NULL, `retention` varchar(40) NOT NULL, `storageCountries` text NOT NULL, `recipients` text NOT NULL, `opensAt` bigint NOT NULL, `closesAt` bigint NULL, `places` int NOT NULL, `placesLeft` int NOT NULL, `status` varchar(40) NOT NULL, `termsHash` varchar(64) NOT NULL, `tier` varchar(40) NULL, `declined` int NOT NULL, `createdAt` bigint NOT NULL, INDEX `IDX_935281d34efd475d4de5f55bba` (`status`, `createdAt`), INDEX `IDX_0ea8f571333582e3d214b55a19` (`brandId`, `createdAt`), PRIMARY KEY (`id`)) ENGINE=InnoDB",
    );
    await runner.query(
      "CREATE TABLE `account` (`id` varchar(64) NOT NULL, `kind` varchar(40) NOT NULL, `balance` bigint NOT NULL, PRIMARY KEY (`id`)) ENGINE=InnoDB",
    );
    await runner.query(
      "CREATE TABLE `licence_use` (`personId` varchar(64) NOT NULL, `operation` varchar(64) NOT NULL, `licenceId` varchar(64) NOT NULL, `brandId` varchar(64) NOT NULL, `points` bigint NOT NULL, `state` varchar(40) NOT NULL, `expiresAt` bigint NOT NULL, INDEX `IDX_0860a1e8b3af0f7a2f5d4ec534` (`state`, `expiresAt`), PRIMARY KEY (`personId`, `operation`, `licenceId`)) ENGINE=InnoDB",
    );
    await runner.query(
      "CREATE TABLE `offer_account` (`offerId` varchar(64) NOT NULL, `brandId` varchar(64) NOT NULL, `accountId` varchar(64) NOT NULL, PRIMARY KEY (`offerId`)) ENGINE=InnoDB",
    );
    await runner.query(
      "CREATE TABLE `person_account` (`personId` varchar(64) NOT NULL, `accountId` longblob NOT NULL, PRIMARY KEY (`personId`)) ENGINE=InnoDB",
    );
    await runner.query(
      "CREATE TABLE `transfer` (`id` varchar(64) NOT NULL, `debitAccountId` varchar(64) NOT NULL, `creditAccountId` varchar(64) NOT NULL, `points` bigint NOT NULL, `kind` varchar(40) NOT NULL, `brandId` varchar(64) NOT NULL, `reference` varchar(140) NOT NULL, `createdAt` bigint NOT NULL, UNIQUE INDEX `IDX_edb932f203014ad523aa37fb78` (`reference`), INDEX `IDX_a69995da57fdde58735117c677` (`creditAccountId`, `createdAt`), INDEX `IDX_be3b5370d8eda1f091ac67f4f8` (`debitAccountId`, `createdAt`), PRIMARY KEY (`id`)) ENGINE=InnoDB",
    );
    await runner.query(
      "CREATE TABLE `acceptance` (`personId` varchar(64) NOT NULL, `exchangeId` varchar(64) NOT NULL, `points` bigint NOT NULL, `firstAcceptedAt` bigint NOT NULL, PRIMARY KEY (`personId`, `exchangeId`)) ENGINE=InnoDB",
    );
    await runner.query(
      "CREATE TABLE `erasure_request` (`personId` varchar(64) NOT NULL, `licenceId` varchar(64) NOT NULL, `requestedAt` bigint NOT NULL, `dueAt` bigint NOT NULL, `acknowledgedAt` bigint NULL, `erasedAt` bigint NULL, PRIMARY KEY (`personId`, `licenceId`)) ENGINE=InnoDB",
    );
    await runner.query(
      "CREATE TABLE `licence_index` (`licenceId` varchar(64) NOT NULL, `personId` varchar(64) NOT NULL, `brandId` varchar(64) NOT NULL, `exchangeId` varchar(64) NOT NULL, `purpose` varchar(40) NOT NULL, `status` varchar(40) NOT NULL, `suspendedBy` varchar(40) NULL, `grantedAt` bigint NOT NULL, `expiresAt` bigint NOT NULL, `erasureDueAt` bigint NULL, INDEX `IDX_bebd37fcd69726523677b5c910` (`exchangeId`), INDEX `IDX_9f71ca4d102d85a9212c15829e` (`brandId`, `personId`, `purpose`), INDEX `IDX_1186ea49fca99b81ada3b08d3f` (`brandId`, `grantedAt`), PRIMARY KEY (`licenceId`)) ENGINE=InnoDB",
    );
    await runner.query(
      "CREATE TABLE `licence` (`personId` varchar(64) NOT NULL, `id` varchar(64) NOT NULL, `brandId` varchar(64) NOT NULL, `exchangeId` varchar(64) NOT NULL, `purpose` varchar(40) NOT NULL, `status` varchar(40) NOT NULL, `suspendedBy` varchar(40) NULL, `ref` varchar(64) NOT NULL, `grantedAt` bigint NOT NULL, `expiresAt` bigint NOT NULL, `endedAt` bigint NULL, `lastDisclosedAt` bigint NULL, `earned` bigint NOT NULL, `disclosureCount` int NOT NULL, `heldCount` int NOT NULL, `rewardPerDisclosure` bigint NOT NULL, `maxDisclosures` int NULL, `terms` longblob NOT NULL, `receipt` longblob NOT NULL, `state` longblob NULL, INDEX `IDX_f6cc6ad28643ebb4c6207edea0` (`personId`, `brandId`, `purpose`), PRIMARY KEY (`personId`, `id`)) ENGINE=InnoDB",
    );
    await runner.query(
      "CREATE TABLE `circumstances` (`personId` varchar(64) NOT NULL, `sealed` longblob NOT NULL, PRIMARY KEY (`personId`)) ENGINE=InnoDB",
    );
    await runner.query(
      "ALTER TABLE `value_exchange` ADD CONSTRAINT `CHK_bf4d29342bbc3af35426a1e4bb` CHECK (placesLeft >= 0)",
    );
    await runner.query(
      "ALTER TABLE `account` ADD CONSTRAINT `CHK_ca02eb1fb1f016b42e4478b9cc` CHECK (balance >= 0 OR kind = 'OUTSIDE')",
    );
    await runner.query("ALTER TABLE `licence_use` ADD CONSTRAINT `CHK_998d85ce8df1b66af8b137455f` CHECK (points >= 0)");
    await runner.query(
      "ALTER TABLE `transfer` ADD CONSTRAINT `CHK_5e53bee3b629e51dde81813d6d` CHECK (points > 0 AND debitAccountId <> creditAccountId)",
    );
    await runner.query(
      "ALTER TABLE `licence` ADD CONSTRAINT `CHK_80061eed1b081fb74e9bdb3a04` CHECK (disclosureCount >= 0 AND heldCount >= 0 AND earned >= 0)",
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("ALTER TABLE `value_exchange` DROP CONSTRAINT `CHK_bf4d29342bbc3af35426a1e4bb`");
    await runner.query("ALTER TABLE `account` DROP CONSTRAINT `CHK_ca02eb1fb1f016b42e4478b9cc`");
    await runner.query("ALTER TABLE `licence_use` DROP CONSTRAINT `CHK_998d85ce8df1b66af8b137455f`");
    await runner.query("ALTER TABLE `transfer` DROP CONSTRAINT `CHK_5e53bee3b629e51dde81813d6d`");
    await runner.query("ALTER TABLE `licence` DROP CONSTRAINT `CHK_80061eed1b081fb74e9bdb3a04`");
    await runner.query("DROP TABLE `circumstances`");
    await runner.query("DROP INDEX `IDX_f6cc6ad28643ebb4c6207edea0` ON `licence`");
    await runner.query("DROP TABLE `licence`");
    await runner.query("DROP INDEX `IDX_1186ea49fca99b81ada3b08d3f` ON `licence_index`");
    await runner.query("DROP INDEX `IDX_9f71ca4d102d85a9212c15829e` ON `licence_index`");
    await runner.query("DROP INDEX `IDX_bebd37fcd69726523677b5c910` ON `licence_index`");
    await runner.query("DROP TABLE `licence_index`");
    await runner.query("DROP TABLE `erasure_request`");
    await runner.query("DROP TABLE `acceptance`");
    await runner.query("DROP INDEX `IDX_be3b5370d8eda1f091ac67f4f8` ON `transfer`");
    await runner.query("DROP INDEX `IDX_a69995da57fdde58735117c677` ON `transfer`");
    await runner.query("DROP INDEX `IDX_edb932f203014ad523aa37fb78` ON `transfer`");
    await runner.query("DROP TABLE `transfer`");
    await runner.query("DROP TABLE `person_account`");
    await runner.query("DROP TABLE `offer_account`");
    await runner.query("DROP INDEX `IDX_0860a1e8b3af0f7a2f5d4ec534` ON `licence_use`");
    await runner.query("DROP TABLE `licence_use`");
    await runner.query("DROP TABLE `account`");
    await runner.query("DROP INDEX `IDX_0ea8f571333582e3d214b55a19` ON `value_exchange`");
    await runner.query("DROP INDEX `IDX_935281d34efd475d4de5f55bba` ON `value_exchange`");
    await runner.query("DROP TABLE `value_exchange`");
    await runner.query("DROP TABLE `decline`");
    await runner.query("DROP INDEX `IDX_d8ec41ec28949ee742556b9d47` ON `customer_ref`");
    await runner.query("DROP TABLE `customer_ref`");
    await runner.query("DROP TABLE `customer`");
    await runner.query("DROP TABLE `brand`");
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
