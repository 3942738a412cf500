import type { MigrationInterface, QueryRunner } from "typeorm";

export class Log1795783258283 implements MigrationInterface {
  name = "Log1795783258283";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      'CREATE TABLE "log_entry" ("id" varchar(64) PRIMARY KEY NOT NULL, "brandId" varchar(64) NOT NULL, "kind" varchar(40) NOT NULL, "at" bigint NOT NULL, "hours" integer, "commitment" varchar(64), "position" integer)',
    );
    await runner.query('CREATE UNIQUE INDEX "IDX_df020f35c9264968e89b9fbf39" ON "log_entry" ("position") ');
    await runner.query('CREATE INDEX "IDX_59ad4d6820fb66311ecf9132e8" ON "log_entry" ("brandId", "kind", "at") ');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX "IDX_59ad4d6820fb66311ecf9132e8"');
    await runner.query('DROP INDEX "IDX_df020f35c9264968e89b9fbf39"');
    await runner.query('DROP TABLE "log_entry"');
  }
}
