import type { MigrationClass } from "../../../shared/database.js";
import { Initial1760000000000 } from "./sqlite/1760000000000-Initial.js";
import { FirstPlacements1760000000001 } from "./1760000000001-FirstPlacements.js";
import { OutboxLease1795654816451 } from "./sqlite/1795654816451-OutboxLease.js";
import { Erasure1795757830523 } from "./sqlite/1795757830523-Erasure.js";
import { PropositionEvents1795785046863 } from "./sqlite/1795785046863-PropositionEvents.js";
import { PartnerPlacements1795785662160 } from "./sqlite/1795785662160-PartnerPlacements.js";
import { Claims1795785479372 } from "./sqlite/1795785479372-Claims.js";
import { Images1795786277436 } from "./sqlite/1795786277436-Images.js";
import { OfferVersion1795787155280 } from "./sqlite/1795787155280-OfferVersion.js";
import { SuspendedBrands1795788512500 } from "./sqlite/1795788512500-SuspendedBrands.js";

/** In the order of their making; one that was released is not changed any more. */
export const sqliteMigrations: MigrationClass[] = [
  Initial1760000000000,
  FirstPlacements1760000000001,
  OutboxLease1795654816451,
  Erasure1795757830523,
  PropositionEvents1795785046863,
  PartnerPlacements1795785662160,
  Claims1795785479372,
  Images1795786277436,
  OfferVersion1795787155280,
  SuspendedBrands1795788512500,
];
