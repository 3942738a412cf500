import type { MigrationClass } from "../../../shared/database.js";
import { Initial1760000000000 } from "./mariadb/1760000000000-Initial.js";
import { Erasure1795757826600 } from "./mariadb/1795757826600-Erasure.js";
import { Log1795783258283 } from "./mariadb/1795783258283-Log.js";
import { Market1795784363734 } from "./mariadb/1795784363734-Market.js";
import { PartnerApps1795785063132 } from "./mariadb/1795785063132-PartnerApps.js";
import { Leaves1795786784127 } from "./mariadb/1795786784127-Leaves.js";

/** In the order of their making; one that was released is not changed any more. */
export const mariadbMigrations: MigrationClass[] = [
  Initial1760000000000,
  Erasure1795757826600,
  Log1795783258283,
  Market1795784363734,
  PartnerApps1795785063132,
  Leaves1795786784127,
];
