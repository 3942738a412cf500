import type { RoomStorage } from "../shared/database.js";
import { InboxRow } from "../shared/outbox.js";
import { PersonKeyRow } from "../shared/person-keys.js";
import { AccountRow } from "./accounts/account.js";
import { SignInAttemptRow } from "./accounts/sign-in-attempt.js";
import { ClientRow } from "./clients/client.js";
import { Initial1760000000000 } from "./migrations/1760000000000-Initial.js";
import { OidcPayloadRow } from "./provider/oidc-payload.js";
import { PersonalAccessTokenRow } from "./tokens/personal-access-token.js";

export const storage: RoomStorage = {
  room: "identity",
  entities: [AccountRow, ClientRow, InboxRow, OidcPayloadRow, PersonalAccessTokenRow, PersonKeyRow, SignInAttemptRow],
  migrations: [Initial1760000000000],
};
