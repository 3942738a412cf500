import type { MigrationInterface, QueryRunner } from "typeorm";

/** The person's own dashboard, and the two that a shop most often has. */
const FIRST = [
  ["confide", "Your own dashboard"],
  ["home", "Home page"],
  ["sidebar", "Beside the content"],
] as const;

export class FirstPlacements1760000000001 implements MigrationInterface {
  name = "FirstPlacements1760000000001";

  async up(runner: QueryRunner): Promise<void> {
    for (const [id, title] of FIRST) {
      await runner.query("INSERT INTO placement (id, title, createdAt) VALUES (?, ?, ?)", [id, title, 0]);
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const [id] of FIRST) await runner.query("DELETE FROM placement WHERE id = ?", [id]);
  }
}
