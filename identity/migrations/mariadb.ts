import type { MigrationClass } from "../../shared/database.js";
import { Initial1760000000000 } from "./mariadb/1760000000000-Initial.js";
import { Erasure1795757834050 } from "./mariadb/1795757834050-Erasure.js";
import { Partners1795785067106 } from "./mariadb/1795785067106-Partners.js";

/** In the order of their making; one that was released is not changed any more. */
export const mariadbMigrations: MigrationClass[] = [Initial1760000000000, Erasure1795757834050, Partners1795785067106];
