import type { MigrationInterface, QueryRunner } from "typeorm";

export class OutboxLease1795654822696 implements MigrationInterface {
  name = "OutboxLease1795654822696";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX "outbox_waiting"');
    await runner.query(
      'CREATE TABLE "outbox_lease" ("recipient" varchar(64) PRIMARY KEY NOT NULL, "holder" varchar(64) NOT NULL, "heldUntil" bigint NOT NULL)',
    );
    await runner.query('CREATE INDEX "outbox_waiting" ON "outbox" ("deliveredAt", "recipient", "id") ');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX "outbox_waiting"');
    await runner.query('DROP TABLE "outbox_lease"');
    await runner.query('CREATE INDEX "outbox_waiting" ON "outbox" ("deliveredAt", "id") ');
  }
}
