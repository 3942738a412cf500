import type { RoomStorage } from "../../shared/database.js";
import { ErasedPersonRow } from "../../shared/erased-person.js";
import { IdempotencyRow } from "../../shared/idempotency.js";
import { OutboxLeaseRow } from "../../shared/outbox-lease.js";
import { OutboxRow } from "../../shared/outbox-row.js";
import { InboxRow } from "../../shared/outbox.js";
import { PersonKeyRow } from "../../shared/person-keys.js";
import { SuspendedBrandRow } from "./brand/suspended-brand.js";
import { mariadbMigrations } from "./migrations/mariadb.js";
import { sqliteMigrations } from "./migrations/sqlite.js";
import { ClaimRow } from "./claim/claim-row.js";
import { DisplayedOffersRow } from "./frequency-cap/displayed-offers-row.js";
import { ImageRow } from "./image/image-row.js";
import { OfferVersionRow } from "./offer/offer-version.js";
import { Offer } from "./offer/offer.js";
import { PartnerPlacementRow, PlacementRow } from "./placement/placement.js";
import { PropositionIndexRow } from "./slot/proposition-index-row.js";
import { PropositionRow } from "./slot/proposition-row.js";
import { StrangerPropositionRow } from "./slot/stranger-proposition-row.js";

export const storage: RoomStorage = {
  room: "offers",
  entities: [
    Offer,
    OfferVersionRow,
    PlacementRow,
    PartnerPlacementRow,
    SuspendedBrandRow,
    PropositionRow,
    PropositionIndexRow,
    StrangerPropositionRow,
    DisplayedOffersRow,
    ClaimRow,
    ImageRow,
    PersonKeyRow,
    ErasedPersonRow,
    IdempotencyRow,
    OutboxRow,
    OutboxLeaseRow,
    InboxRow,
  ],
  migrations: { sqlite: sqliteMigrations, mariadb: mariadbMigrations },
};
