import { In, type EntityManager } from "typeorm";
import { OidcPayloadRow } from "../provider/oidc-payload.js";
import { PersonalAccessTokenRow } from "../tokens/personal-access-token.js";
import { TokenByHashRow } from "../tokens/token-by-hash.js";
import { AccountByEmailRow } from "./account-by-email.js";
import { AccountRow } from "./account.js";

/** Takes an account away with every sign-in and token that it has; its address may be used for a new one. */
export async function deleteAccount(manager: EntityManager, personId: string): Promise<void> {
  const account = await manager.findOneBy(AccountRow, { personId });
  if (account) await manager.delete(AccountByEmailRow, { emailHash: account.emailHash });
  const tokens = await manager.findBy(PersonalAccessTokenRow, { personId });
  await manager.delete(TokenByHashRow, { tokenHash: In(tokens.map(({ tokenHash }) => tokenHash)) });
  await manager.delete(PersonalAccessTokenRow, { personId });
  await manager.delete(OidcPayloadRow, { accountId: personId });
  await manager.delete(AccountRow, { personId });
}
