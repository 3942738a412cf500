import type { RoomStorage } from "../../shared/database.js";
import { ErasedPersonRow } from "../../shared/erased-person.js";
import { IdempotencyRow } from "../../shared/idempotency.js";
import { OutboxLeaseRow } from "../../shared/outbox-lease.js";
import { OutboxRow } from "../../shared/outbox-row.js";
import { InboxRow } from "../../shared/outbox.js";
import { PersonKeyRow } from "../../shared/person-keys.js";
import { Brand } from "./brand/brand.js";
import { ComplaintIndexRow, ComplaintRow } from "./complaint/complaint-row.js";
import { CustomerRefRow, CustomerRow } from "./customer/customer-ref.js";
import { DeclineRow } from "./exchange/decline.js";
import { ValueExchange } from "./exchange/value-exchange.js";
import { AccountRow } from "./ledger/account.js";
import { LicenceUseRow } from "./ledger/licence-use.js";
import { OfferAccountRow } from "./ledger/offer-account.js";
import { PersonAccountRow } from "./ledger/person-account.js";
import { TransferRow } from "./ledger/transfer.js";
import { VoucherRedemptionRow } from "./ledger/voucher-redemption.js";
import { AcceptanceRow } from "./licence/acceptance.js";
import { ErasureRequest } from "./licence/erasure-request.js";
import { LicenceIndexRow } from "./licence/licence-index.js";
import { Licence } from "./licence/licence.js";
import { LogEntryRow } from "./log/log-entry.js";
import { LogHeadRow, LogTileRow } from "./log/log-tile.js";
import { mariadbMigrations } from "./migrations/mariadb.js";
import { sqliteMigrations } from "./migrations/sqlite.js";
import { MutedBrandRow } from "./mute/muted-brand.js";
import { PartnerAppRow, PartnerLinkRow, PartnerSubjectRow } from "./partner-app/partner-app-row.js";
import { CircumstancesRow } from "./person/circumstances.js";
import { AutomaticDecisionRow, StandingRulesRow } from "./standing-rule/standing-rule-row.js";
import { WebhookDeliveryRow, WebhookRow } from "./webhook/webhook-row.js";

export const storage: RoomStorage = {
  room: "consent",
  entities: [
    Brand,
    ValueExchange,
    DeclineRow,
    Licence,
    LicenceIndexRow,
    AcceptanceRow,
    ErasureRequest,
    CustomerRow,
    CustomerRefRow,
    AccountRow,
    TransferRow,
    PersonAccountRow,
    OfferAccountRow,
    LicenceUseRow,
    CircumstancesRow,
    LogEntryRow,
    LogTileRow,
    LogHeadRow,
    WebhookRow,
    WebhookDeliveryRow,
    ComplaintRow,
    ComplaintIndexRow,
    MutedBrandRow,
    StandingRulesRow,
    AutomaticDecisionRow,
    VoucherRedemptionRow,
    PartnerAppRow,
    PartnerLinkRow,
    PartnerSubjectRow,
    OutboxRow,
    OutboxLeaseRow,
    InboxRow,
    IdempotencyRow,
    PersonKeyRow,
    ErasedPersonRow,
  ],
  migrations: { sqlite: sqliteMigrations, mariadb: mariadbMigrations },
};
