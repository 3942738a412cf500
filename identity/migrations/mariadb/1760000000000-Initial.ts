import type { MigrationInterface, QueryRunner } from "typeorm";

export class Initial1760000000000 implements MigrationInterface {
  name = "Initial1760000000000";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      "CREATE TABLE `inbox` (`id` varchar(64) NOT NULL, `receivedAt` bigint NOT NULL, INDEX `inbox_received` (`receivedAt`), PRIMARY KEY (`id`)) ENGINE=InnoDB",
    );
    await runner.query(
      "CREATE TABLE `person_key` (`personId` varchar(64) NOT NULL, `epoch` int NOT NULL, `version` int NOT NULL, `wrapped` longblob NOT NULL, PRIMARY KEY (`personId`)) ENGINE=InnoDB",
    );
    await runner.query(
      "CREATE TABLE `account` (`personId` varchar(64) NOT NULL, `emailHash` varchar(64) NOT NULL, `profile` longblob NOT NULL, `passwordHash` text NOT NULL, `generation` int NOT NULL, `createdAt` bigint NOT NULL, PRIMARY KEY (`personId`)) ENGINE=InnoDB",
    );
    await runner.query(
      "CREATE TABLE `account_by_email` (`emailHash` varchar(64) NOT NULL, `personId` varchar(64) NOT NULL, PRIMARY KEY (`emailHash`)) ENGINE=InnoDB",
    );
    await runner.query(
      "CREATE TABLE `sign_in_attempt` (`id` varchar(64) NOT NULL, `failures` int NOT NULL, `lastAt` bigint NOT NULL, `blockedUntil` bigint NULL, PRIMARY KEY (`id`)) ENGINE=InnoDB",
    );
    await runner.query(
      "CREATE TABLE `client` (`clientId` varchar(64) NOT NULL, `kind` varchar(40) NOT NULL, `brandId` varchar(64) NULL, `name` text NOT NULL, `secretHash` varchar(64) NOT NULL, `createdAt` bigint NOT NULL, PRIMARY KEY (`clientId`)) ENGINE=InnoDB",
    );
    await runner.query(
      "CREATE TABLE `oidc_payload` (`model` varchar(64) NOT NULL, `idHash` varchar(64) NOT NULL, `payload` longblob NOT NULL, `grantId` varchar(64) NULL, `uid` varchar(64) NULL, `accountId` varchar(64) NULL, `expiresAt` bigint NULL, `consumedAt` bigint NULL, INDEX `oidc_payload_by_grant` (`grantId`), INDEX `oidc_payload_by_uid` (`uid`), INDEX `oidc_payload_by_account` (`accountId`), INDEX `oidc_payload_by_expiry` (`expiresAt`), PRIMARY KEY (`model`, `idHash`)) ENGINE=InnoDB",
    );
    await runner.query(
      "CREATE TABLE `personal_access_token` (`personId` varchar(64) NOT NULL, `id` varchar(64) NOT NULL, `tokenHash` varchar(64) NOT NULL, `label` longblob NOT NULL, `scopes` text NOT NULL, `createdAt` bigint NOT NULL, `expiresAt` bigint NOT NULL, `lastUsedDay` varchar(40) NULL, PRIMARY KEY (`personId`, `id`)) ENGINE=InnoDB",
    );
    await runner.query(
      "CREATE TABLE `token_by_hash` (`tokenHash` varchar(64) NOT NULL, `personId` varchar(64) NOT NULL, `tokenId` varchar(64) NOT NULL, `expiresAt` bigint NOT NULL, PRIMARY KEY (`tokenHash`)) ENGINE=InnoDB",
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("DROP TABLE `token_by_hash`");
    await runner.query("DROP TABLE `personal_access_token`");
    await runner.query("DROP INDEX `oidc_payload_by_expiry` ON `oidc_payload`");
    await runner.query("DROP INDEX `oidc_payload_by_account` ON `oidc_payload`");
    await runner.query("DROP INDEX `oidc_payload_by_uid` ON `oidc_payload`");
    await runner.query("DROP INDEX `oidc_payload_by_grant` ON `oidc_payload`");
    await runner.query("DROP TABLE `oidc_payload`");
    await runner.query("DROP TABLE `client`");
    await runner.query("DROP TABLE `sign_in_attempt`");
    await runner.query("DROP TABLE `account_by_email`");
    await runner.query("DROP TABLE `account`");
    await runner.query("DROP TABLE `person_key`");
    await runner.query("DROP INDEX `inbox_received` ON `inbox`");
    await runner.query("DROP TABLE `inbox`");
  }
}
