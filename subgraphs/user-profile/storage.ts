import type { RoomStorage } from "../../shared/database.js";
import { IdempotencyRow } from "../../shared/idempotency.js";
import { InboxRow, OutboxRow } from "../../shared/outbox.js";
import { PersonKeyRow } from "../../shared/person-keys.js";
import { DisclosureByBrandRow, DisclosureRow } from "./disclosures/disclosure.js";
import { ImportRow } from "./imports/import.js";
import { Initial1760000000000 } from "./migrations/1760000000000-Initial.js";
import { ObservationDay } from "./vault/observation-day.js";
import { PersonProfileRow } from "./vault/person-profile.js";

export const storage: RoomStorage = {
  room: "user-profile",
  entities: [
    PersonKeyRow,
    PersonProfileRow,
    ObservationDay,
    ImportRow,
    DisclosureRow,
    DisclosureByBrandRow,
    IdempotencyRow,
    OutboxRow,
    InboxRow,
  ],
  migrations: [Initial1760000000000],
};
