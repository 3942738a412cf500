import type { MigrationClass } from "../../../shared/database.js";
import { Initial1760000000000 } from "./mariadb/1760000000000-Initial.js";
import { ImportHold1795701620055 } from "./mariadb/1795701620055-ImportHold.js";
import { Erasure1795757822477 } from "./mariadb/1795757822477-Erasure.js";
import { DaySummary1795761011770 } from "./mariadb/1795761011770-DaySummary.js";
import { PredicateAnswer1795785922057 } from "./mariadb/1795785922057-PredicateAnswer.js";
import { Leaves1795789507527 } from "./mariadb/1795789507527-Leaves.js";

/** In the order of their making; one that was released is not changed any more. */
export const mariadbMigrations: MigrationClass[] = [
  Initial1760000000000,
  ImportHold1795701620055,
  Erasure1795757822477,
  DaySummary1795761011770,
  PredicateAnswer1795785922057,
  Leaves1795789507527,
];
