import type { RoomStorage } from "../../shared/database.js";
import { ErasedPersonRow } from "../../shared/erased-person.js";
import { IdempotencyRow } from "../../shared/idempotency.js";
import { OutboxLeaseRow } from "../../shared/outbox-lease.js";
import { OutboxRow } from "../../shared/outbox-row.js";
import { InboxRow } from "../../shared/outbox.js";
import { PersonKeyRow } from "../../shared/person-keys.js";
import { DisclosureByBrandRow, DisclosureRow } from "./disclosures/disclosure.js";
import { ErasureRow } from "./erasure/erasure-row.js";
import { ExportRow } from "./export/export-row.js";
import { ImportRow } from "./imports/import.js";
import { mariadbMigrations } from "./migrations/mariadb.js";
import { sqliteMigrations } from "./migrations/sqlite.js";
import { PredicateAnswerRow } from "./predicates/predicate-answer.js";
import { ObservationDay } from "./vault/observation-day.js";
import { PersonProfileRow } from "./vault/person-profile.js";

export const storage: RoomStorage = {
  room: "user-profile",
  entities: [
    PersonKeyRow,
    ErasedPersonRow,
    ErasureRow,
    ExportRow,
    PersonProfileRow,
    ObservationDay,
    ImportRow,
    DisclosureRow,
    DisclosureByBrandRow,
    PredicateAnswerRow,
    IdempotencyRow,
    OutboxRow,
    OutboxLeaseRow,
    InboxRow,
  ],
  migrations: { sqlite: sqliteMigrations, mariadb: mariadbMigrations },
};
