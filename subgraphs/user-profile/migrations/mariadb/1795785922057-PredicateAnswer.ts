import type { MigrationInterface, QueryRunner } from "typeorm";

export class PredicateAnswer1795785922057 implements MigrationInterface {
  name = "PredicateAnswer1795785922057";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      "CREATE TABLE `predicate_answer` (`personId` varchar(64) NOT NULL, `brandId` varchar(64) NOT NULL, `answeredAt` bigint NOT NULL, `sealed` longblob NOT NULL, INDEX `predicate_answer_age` (`answeredAt`), PRIMARY KEY (`personId`, `brandId`)) ENGINE=InnoDB",
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("DROP INDEX `predicate_answer_age` ON `predicate_answer`");
    await runner.query("DROP TABLE `predicate_answer`");
  }
}
