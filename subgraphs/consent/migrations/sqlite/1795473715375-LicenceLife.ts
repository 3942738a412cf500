import type { MigrationInterface, QueryRunner } from "typeorm";

/** Two nullable columns at the end of their tables: no row has to be written again for them. */
export class LicenceLife1795473715375 implements MigrationInterface {
  name = "LicenceLife1795473715375";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE "value_exchange" ADD COLUMN "tier" varchar(40)');
    await runner.query('ALTER TABLE "licence" ADD COLUMN "state" blob');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE "licence" DROP COLUMN "state"');
    await runner.query('ALTER TABLE "value_exchange" DROP COLUMN "tier"');
  }
}
