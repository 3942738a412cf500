import type { Request, Response, Router } from "express";
import { AccountRefused } from "../accounts/accounts.js";
import type { Account } from "../accounts/account.js";
import { accountPage, type AccountPage } from "../pages/account.page.js";
import { PERSON_SCOPES, type PersonScope } from "../../shared/viewer.js";
import { TokenRefused } from "../tokens/personal-access-tokens.js";
import type { AccountServices } from "./account-services.js";
import type { Browser } from "./browser.js";
import { textField, textFields } from "./form-fields.js";
import { receives, refusesMethod, shows, type PageHandler } from "./form-handler.js";
import { checkPassword } from "./password-check.js";

type SignedInHandler = (request: Request, response: Response, browser: Browser, account: Account) => Promise<void>;

/** /account and what is done there, for the signed-in person alone. */
export function addAccountForms(router: Router, services: AccountServices): void {
  const signedIn = (handle: SignedInHandler): PageHandler => {
    return async (request, response, browser) => {
      const account = browser.personId ? await services.accounts.find(browser.personId) : null;
      if (account) await handle(request, response, browser, account);
      else response.redirect(303, "/account/sign-in");
    };
  };
  const show: SignedInHandler = async (_request, response, browser, account) =>
    send(services, response, browser, account, {});
  router
    .route("/account")
    .get(shows(services, signedIn(show)))
    .all(refusesMethod("GET"));
  router
    .route("/account/tokens")
    .post(
      receives(
        services,
        signedIn((...given) => makeToken(services, ...given)),
      ),
    )
    .all(refusesMethod("POST"));
  router
    .route("/account/tokens/revoke")
    .post(
      receives(
        services,
        signedIn(async (request, response, browser, account) => {
          await services.personalTokens.revoke(account.personId, textField(request, "id"));
          await send(services, response, browser, account, { notice: "The token no longer works." });
        }),
      ),
    )
    .all(refusesMethod("POST"));
  router
    .route("/account/password")
    .post(
      receives(
        services,
        signedIn((...given) => changePassword(services, ...given)),
      ),
    )
    .all(refusesMethod("POST"));
}

async function send(
  services: AccountServices,
  response: Response,
  browser: Browser,
  account: Account,
  more: Pick<AccountPage, "newToken" | "problem" | "notice">,
): Promise<void> {
  const tokens = await services.personalTokens.list(account.personId, services.clock());
  if (more.problem) response.status(422);
  const { dashboardUrl } = services;
  response.send(accountPage({ account, tokens, dashboardUrl, csrfToken: browser.csrfToken(), ...more }));
}

async function makeToken(
  services: AccountServices,
  request: Request,
  response: Response,
  browser: Browser,
  account: Account,
): Promise<void> {
  const ticked = textFields(request, "scopes");
  const scopes = ticked.filter((scope): scope is PersonScope => (PERSON_SCOPES as readonly string[]).includes(scope));
  try {
    const input = { personId: account.personId, scopes, label: textField(request, "label") };
    const newToken = await services.personalTokens.create(input, services.clock());
    await send(services, response, browser, account, { newToken });
  } catch (error) {
    if (!(error instanceof TokenRefused)) throw error;
    await send(services, response, browser, account, { problem: error.message });
  }
}

async function changePassword(
  services: AccountServices,
  request: Request,
  response: Response,
  browser: Browser,
  account: Account,
): Promise<void> {
  const check = await checkPassword(services, request, account.email, textField(request, "password"));
  if (!check.account) {
    const problem = check.waitSeconds === null ? "The current password is not right." : check.problem;
    return send(services, response, browser, account, { problem });
  }
  try {
    await services.accounts.changePassword(account, textField(request, "newPassword"));
  } catch (error) {
    if (!(error instanceof AccountRefused)) throw error;
    return send(services, response, browser, account, { problem: error.message });
  }
  await services.storage.endAll(account.personId);
  await browser.signIn(account.personId);
  // A fresh page, because the forms of this one belong to the sign-in that has just ended.
  response.redirect(303, "/account");
}
