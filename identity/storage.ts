import type { RoomStorage } from "../shared/database.js";
import { ErasedPersonRow } from "../shared/erased-person.js";
import { OutboxLeaseRow } from "../shared/outbox-lease.js";
import { OutboxRow } from "../shared/outbox-row.js";
import { InboxRow } from "../shared/outbox.js";
import { PersonKeyRow } from "../shared/person-keys.js";
import { AccountRow } from "./accounts/account.js";
import { AccountByEmailRow } from "./accounts/account-by-email.js";
import { SignInAttemptRow } from "./accounts/sign-in-attempt.js";
import { ClientRow } from "./clients/client.js";
import { mariadbMigrations } from "./migrations/mariadb.js";
import { sqliteMigrations } from "./migrations/sqlite.js";
import { OidcPayloadRow } from "./provider/oidc-payload.js";
import { PersonalAccessTokenRow } from "./tokens/personal-access-token.js";
import { TokenByHashRow } from "./tokens/token-by-hash.js";

export const storage: RoomStorage = {
  room: "identity",
  entities: [
    AccountRow,
    AccountByEmailRow,
    ClientRow,
    InboxRow,
    OidcPayloadRow,
    PersonalAccessTokenRow,
    TokenByHashRow,
    PersonKeyRow,
    ErasedPersonRow,
    OutboxRow,
    OutboxLeaseRow,
    SignInAttemptRow,
  ],
  migrations: { sqlite: sqliteMigrations, mariadb: mariadbMigrations },
};
