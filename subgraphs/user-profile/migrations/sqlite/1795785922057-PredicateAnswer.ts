import type { MigrationInterface, QueryRunner } from "typeorm";

export class PredicateAnswer1795785922057 implements MigrationInterface {
  name = "PredicateAnswer1795785922057";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      'CREATE TABLE "predicate_answer" ("personId" varchar(64) NOT NULL, "brandId" varchar(64) NOT NULL, "answeredAt" bigint NOT NULL, "sealed" blob NOT NULL, PRIMARY KEY ("personId", "brandId"))',
    );
    await runner.query('CREATE INDEX "predicate_answer_age" ON "predicate_answer" ("answeredAt") ');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX "predicate_answer_age"');
    await runner.query('DROP TABLE "predicate_answer"');
  }
}
