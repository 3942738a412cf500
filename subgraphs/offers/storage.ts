import type { RoomStorage } from "../../shared/database.js";
import { IdempotencyRow } from "../../shared/idempotency.js";
import { InboxRow, OutboxRow } from "../../shared/outbox.js";
import { PersonKeyRow } from "../../shared/person-keys.js";
import { Initial1760000000000 } from "./migrations/1760000000000-Initial.js";
import { FirstPlacements1760000000001 } from "./migrations/1760000000001-FirstPlacements.js";
import { Offer } from "./offer/offer.js";
import { PlacementRow } from "./placement/placement.js";
import { PropositionRow } from "./slot/proposition-row.js";

export const storage: RoomStorage = {
  room: "offers",
  entities: [Offer, PlacementRow, PropositionRow, PersonKeyRow, IdempotencyRow, OutboxRow, InboxRow],
  migrations: [Initial1760000000000, FirstPlacements1760000000001],
};
