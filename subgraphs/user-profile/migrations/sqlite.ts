import type { MigrationClass } from "../../../shared/database.js";
import { Initial1760000000000 } from "./sqlite/1760000000000-Initial.js";
import { OutboxLease1795654822696 } from "./sqlite/1795654822696-OutboxLease.js";
import { ImportHold1795701620055 } from "./sqlite/1795701620055-ImportHold.js";
import { Erasure1795757822477 } from "./sqlite/1795757822477-Erasure.js";
import { DaySummary1795761011770 } from "./sqlite/1795761011770-DaySummary.js";
import { PredicateAnswer1795785922057 } from "./sqlite/1795785922057-PredicateAnswer.js";
import { Leaves1795789507527 } from "./sqlite/1795789507527-Leaves.js";

/** In the order of their making; one that was released is not changed any more. */
export const sqliteMigrations: MigrationClass[] = [
  Initial1760000000000,
  OutboxLease1795654822696,
  ImportHold1795701620055,
  Erasure1795757822477,
  DaySummary1795761011770,
  PredicateAnswer1795785922057,
  Leaves1795789507527,
];
