import type { MigrationInterface, QueryRunner } from "typeorm";

export class SuspendedBrands1795788512500 implements MigrationInterface {
  name = "SuspendedBrands1795788512500";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      "CREATE TABLE `suspended_brand` (`brandId` varchar(64) NOT NULL, PRIMARY KEY (`brandId`)) ENGINE=InnoDB",
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("DROP TABLE `suspended_brand`");
  }
}
