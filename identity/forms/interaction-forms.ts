import type { Request, Response, Router } from "express";
import type { Provider } from "oidc-provider";
import { errorPage } from "../pages/message.page.js";
import { signInPage } from "../pages/sign-in.page.js";
import type { AccountServices } from "./account-services.js";
import type { Browser } from "./browser.js";
import { textField } from "./form-fields.js";
import { receives, refusesMethod, shows } from "./form-handler.js";
import { checkPassword } from "./password-check.js";
import { MADE_NOTICE } from "./sign-in-forms.js";

type Interaction = Awaited<ReturnType<Provider["interactionDetails"]>>;

/** The pages that stand between the dashboard's authorization request and its code. */
export function addInteractionForms(router: Router, services: AccountServices): void {
  router
    .route("/account/interaction/:uid")
    .get(shows(services, (request, response, browser) => show(services, request, response, browser)))
    .post(receives(services, (request, response, browser) => receive(services, request, response, browser)))
    .all(refusesMethod("GET, POST"));
}

async function show(services: AccountServices, request: Request, response: Response, browser: Browser): Promise<void> {
  const interaction = await loginInteraction(services, request, response);
  if (!interaction) return;
  const notice = "made" in request.query ? MADE_NOTICE : null;
  response.send(signInPage({ ...contentOf(interaction), csrfToken: browser.csrfToken(), notice }));
}

async function receive(
  services: AccountServices,
  request: Request,
  response: Response,
  browser: Browser,
): Promise<void> {
  const interaction = await loginInteraction(services, request, response);
  if (!interaction) return;
  const email = textField(request, "email");
  const check = await checkPassword(services, request, email, textField(request, "password"));
  if (check.account) {
    const login = { accountId: check.account.personId, amr: ["pwd"], remember: true };
    await services.browser.provider.interactionFinished(request, response, { login });
    return;
  }
  if (check.waitSeconds !== null) response.set("Retry-After", String(check.waitSeconds));
  const content = { ...contentOf(interaction), csrfToken: browser.csrfToken(), email, problem: check.problem };
  response.status(check.status).send(signInPage(content));
}

/** The interaction that this browser holds the cookie of, when it wants a sign-in; else answers by itself. */
async function loginInteraction(
  services: AccountServices,
  request: Request,
  response: Response,
): Promise<Interaction | null> {
  const { provider } = services.browser;
  // It rejects without its cookie, when it has expired, and when somebody else has signed in meanwhile.
  const interaction = await provider.interactionDetails(request, response).catch(() => null);
  if (!interaction || interaction.uid !== request.params["uid"]) {
    const sentence = "This sign-in has taken too long or was begun elsewhere. Please start again from the dashboard.";
    response.status(400).send(errorPage("Please start again", sentence));
    return null;
  }
  if (interaction.prompt.name !== "login") {
    // Consent: the dashboard never needs it, and no other client may ask for it.
    await provider.interactionFinished(request, response, { error: "access_denied" });
    return null;
  }
  return interaction;
}

function contentOf({ uid }: Interaction): { action: string; signUpPath: string } {
  return { action: `/account/interaction/${uid}`, signUpPath: `/account/sign-up?interaction=${uid}` };
}
