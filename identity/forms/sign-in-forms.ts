import type { Request, Response, Router } from "express";
import { AccountRefused } from "../accounts/accounts.js";
import { signInPage } from "../pages/sign-in.page.js";
import { signOutPage } from "../pages/sign-out.page.js";
import { signUpPage, type SignUpPage } from "../pages/sign-up.page.js";
import type { AccountServices } from "./account-services.js";
import type { Browser } from "./browser.js";
import { textField } from "./form-fields.js";
import { receives, refusesMethod, shows } from "./form-handler.js";
import { checkPassword } from "./password-check.js";

/** Shown after a sign-up whether the address had an account or not: the answer must not tell who has one. */
export const MADE_NOTICE = "If this address had no account yet, it has one now. Please sign in.";

export function addSignInForms(router: Router, services: AccountServices): void {
  router
    .route("/account/sign-in")
    .get(shows(services, async (request, response, browser) => showSignIn(request, response, browser)))
    .post(receives(services, (request, response, browser) => signIn(services, request, response, browser)))
    .all(refusesMethod("GET, POST"));
  router
    .route("/account/sign-up")
    .get(
      shows(services, async (request, response, browser) => {
        response.send(signUpPage(signUpContent(request, browser)));
      }),
    )
    .post(receives(services, (request, response, browser) => signUp(services, request, response, browser)))
    .all(refusesMethod("GET, POST"));
  router
    .route("/account/sign-out")
    .get(
      shows(services, async (_request, response, browser) => {
        response.send(signOutPage(browser.csrfToken()));
      }),
    )
    .post(
      receives(services, async (_request, response, browser) => {
        await browser.signOut();
        response.redirect(303, services.dashboardUrl);
      }),
    )
    .all(refusesMethod("GET, POST"));
}

/** The interaction that a page was opened from, or null; anything that is no such id is dropped. */
export function interactionOf(request: Request): string | null {
  const { interaction } = request.query;
  return typeof interaction === "string" && /^[\w-]{16,64}$/.test(interaction) ? interaction : null;
}

function showSignIn(request: Request, response: Response, browser: Browser): void {
  if (browser.personId) return response.redirect(303, "/account");
  const notice = "made" in request.query ? MADE_NOTICE : null;
  response.send(signInPage({ ...SIGN_IN, csrfToken: browser.csrfToken(), notice }));
}

const SIGN_IN = { action: "/account/sign-in", signUpPath: "/account/sign-up" };

async function signIn(services: AccountServices, request: Request, response: Response, browser: Browser) {
  const email = textField(request, "email");
  const check = await checkPassword(services, request, email, textField(request, "password"));
  if (check.account) {
    await browser.signIn(check.account.personId);
    return response.redirect(303, "/account");
  }
  if (check.waitSeconds !== null) response.set("Retry-After", String(check.waitSeconds));
  const { problem } = check;
  response.status(check.status).send(signInPage({ ...SIGN_IN, csrfToken: browser.csrfToken(), email, problem }));
}

function signUpContent(request: Request, browser: Browser): SignUpPage {
  const interaction = interactionOf(request);
  return {
    action: interaction ? `/account/sign-up?interaction=${interaction}` : "/account/sign-up",
    signInPath: interaction ? `/account/interaction/${interaction}` : "/account/sign-in",
    csrfToken: browser.csrfToken(),
  };
}

async function signUp(services: AccountServices, request: Request, response: Response, browser: Browser) {
  const displayName = textField(request, "displayName");
  const email = textField(request, "email");
  const content = signUpContent(request, browser);
  try {
    await services.accounts.create({ displayName, email, password: textField(request, "password") }, services.clock());
  } catch (error) {
    if (!(error instanceof AccountRefused)) throw error;
    const problem = { field: error.field, message: error.message };
    response.status(422).send(signUpPage({ ...content, displayName, email, problem }));
    return;
  }
  response.redirect(303, `${content.signInPath}?made`);
}
