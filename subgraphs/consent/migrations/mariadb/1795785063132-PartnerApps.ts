import type { MigrationInterface, QueryRunner } from "typeorm";

export class PartnerApps1795785063132 implements MigrationInterface {
  name = "PartnerApps1795785063132";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      "CREATE TABLE `partner_app` (`id` varchar(64) NOT NULL, `name` varchar(200) NOT NULL, `origins` text NOT NULL, `publishableKey` varchar(64) NOT NULL, `secretKey` longblob NOT NULL, `registeredAt` bigint NOT NULL, UNIQUE INDEX `IDX_1da0810fa2d8d7e4bd47abcc08` (`publishableKey`), PRIMARY KEY (`id`)) ENGINE=InnoDB",
    );
    await runner.query(
      "CREATE TABLE `partner_link` (`personId` varchar(64) NOT NULL, `partnerAppId` varchar(64) NOT NULL, `subjectHash` varchar(64) NOT NULL, `linkedAt` bigint NOT NULL, PRIMARY KEY (`personId`, `partnerAppId`)) ENGINE=InnoDB",
    );
    await runner.query(
      "CREATE TABLE `partner_subject` (`partnerAppId` varchar(64) NOT NULL, `subjectHash` varchar(64) NOT NULL, `personId` varchar(64) NOT NULL, PRIMARY KEY (`partnerAppId`, `subjectHash`)) ENGINE=InnoDB",
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("DROP TABLE `partner_subject`");
    await runner.query("DROP TABLE `partner_link`");
    await runner.query("DROP INDEX `IDX_1da0810fa2d8d7e4bd47abcc08` ON `partner_app`");
    await runner.query("DROP TABLE `partner_app`");
  }
}
