import { Check, Entity, type MigrationInterface, type QueryRunner } from "typeorm";
import { PointsColumn, PrimaryIdColumn } from "../../shared/columns.js";
import type { RoomStorage } from "../../shared/database.js";

/** The smallest room there is: something to be spent, for tests of the unit of work. */
@Entity("purse")
@Check("points >= 0")
export class Purse {
  @PrimaryIdColumn() id: string;
  @PointsColumn() points: number;
}

class Initial1760000000000 implements MigrationInterface {
  name = "Initial1760000000000";
  async up(runner: QueryRunner): Promise<void> {
    await runner.query("CREATE TABLE purse (id varchar(64) PRIMARY KEY, points bigint NOT NULL CHECK (points >= 0))");
  }
  async down(runner: QueryRunner): Promise<void> {
    await runner.query("DROP TABLE purse");
  }
}

export const purseStorage: RoomStorage = {
  room: "purse",
  entities: [Purse],
  migrations: { sqlite: [Initial1760000000000], mariadb: [Initial1760000000000] },
};
