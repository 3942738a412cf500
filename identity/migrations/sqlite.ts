import type { MigrationClass } from "../../shared/database.js";
import { Initial1760000000000 } from "./sqlite/1760000000000-Initial.js";
import { GlobalLookups1795654809375 } from "./sqlite/1795654809375-GlobalLookups.js";
import { Erasure1795757834050 } from "./sqlite/1795757834050-Erasure.js";
import { Partners1795785067106 } from "./sqlite/1795785067106-Partners.js";

/** In the order of their making; one that was released is not changed any more. */
export const sqliteMigrations: MigrationClass[] = [
  Initial1760000000000,
  GlobalLookups1795654809375,
  Erasure1795757834050,
  Partners1795785067106,
];
