import type { Clock } from "../../shared/clock.js";
import type { Log } from "../../shared/log.js";
import type { Accounts } from "../accounts/accounts.js";
import type { SignInAttempts } from "../accounts/sign-in-attempts.js";
import type { OidcStorage } from "../provider/oidc-storage.js";
import type { PersonalAccessTokens } from "../tokens/personal-access-tokens.js";
import type { BrowserOptions } from "./browser.js";
import type { FormLimit } from "./form-limits.js";

/** What the account pages stand on. */
export interface AccountServices {
  accounts: Accounts;
  attempts: SignInAttempts;
  personalTokens: PersonalAccessTokens;
  storage: OidcStorage;
  browser: BrowserOptions;
  formLimit: FormLimit;
  dashboardUrl: string;
  clock: Clock;
  log: Log;
}
