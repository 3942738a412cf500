import type { MigrationInterface, QueryRunner } from "typeorm";

export class ImportHold1795701620055 implements MigrationInterface {
  name = "ImportHold1795701620055";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query("ALTER TABLE `import` ADD `holder` varchar(64) NULL");
    await runner.query("ALTER TABLE `import` ADD `heldUntil` bigint NULL");
    await runner.query("CREATE INDEX `import_held` ON `import` (`heldUntil`)");
    // What was in hand when the last release stopped is for whoever has its file.
    await runner.query(
      "UPDATE `import` SET `heldUntil` = `startedAt` WHERE `status` IN ('RECEIVING', 'QUEUED', 'RUNNING')",
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("DROP INDEX `import_held` ON `import`");
    await runner.query("ALTER TABLE `import` DROP COLUMN `heldUntil`");
    await runner.query("ALTER TABLE `import` DROP COLUMN `holder`");
  }
}
