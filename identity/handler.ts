import express, { type Request, type RequestHandler, type Response } from "express";
import { addAccountForms } from "./forms/account-forms.js";
import type { AccountServices } from "./forms/account-services.js";
import { refusesMethod, showsFault } from "./forms/form-handler.js";
import { addInteractionForms } from "./forms/interaction-forms.js";
import { addSignInForms } from "./forms/sign-in-forms.js";
import { STYLESHEET_PATH } from "./pages/layout.js";
import { errorPage } from "./pages/message.page.js";
import { SECURITY_HEADERS } from "./pages/security-headers.js";
import { STYLESHEET } from "./pages/stylesheet.js";
import { OAUTH_PATH } from "./provider/names.js";

/** OpenID Connect Discovery 1.0 section 4, and RFC 8414 section 3 for an issuer with a path. */
const DISCOVERY = "/.well-known/openid-configuration";
const DISCOVERY_PATHS = [
  DISCOVERY,
  "/.well-known/oauth-authorization-server",
  `/.well-known/oauth-authorization-server${OAUTH_PATH}`,
];

/** Everything that identity answers below PUBLIC_URL; other paths go on to the next handler. */
export function makeHandler(services: AccountServices): RequestHandler {
  const publicUrl = new URL(services.browser.ownOrigin);
  const router = express.Router();
  router.use(["/account", OAUTH_PATH, ...DISCOVERY_PATHS], (request, _response, next) => {
    addressAs(request, publicUrl);
    next();
  });
  addProvider(router, services);
  router.use("/account", (_request, response, next) => {
    response.set(SECURITY_HEADERS);
    next();
  });
  router
    .route(STYLESHEET_PATH)
    .get((_request, response) => {
      response.set("Cache-Control", "public, max-age=3600").type("css").send(STYLESHEET);
    })
    .all(refusesMethod("GET"));
  addSignInForms(router, services);
  addInteractionForms(router, services);
  addAccountForms(router, services);
  router.use("/account", (_request, response) => {
    response.status(404).send(errorPage("Nothing here", "There is no such page."));
  });
  router.use("/account", showsFault(services));
  return router;
}

function addProvider(router: express.Router, services: AccountServices): void {
  const answer = services.browser.provider.callback();
  const provide = (request: Request, response: Response): void => {
    // Named beforehand, the provider leaves its own, open policy out: scripts of other origins read nothing here.
    response.set("Access-Control-Allow-Origin", services.browser.ownOrigin).vary("Origin");
    void answer(request, response);
  };
  router.get(DISCOVERY_PATHS, (request, response) => {
    request.originalUrl = OAUTH_PATH + DISCOVERY;
    request.url = DISCOVERY;
    provide(request, response);
  });
  router.use(OAUTH_PATH, provide);
}

/** Where we are reached is what PUBLIC_URL says, never what a client claims: cookies' `Secure` and every link hang on it. */
function addressAs(request: Request, publicUrl: URL): void {
  request.headers["x-forwarded-proto"] = publicUrl.protocol.slice(0, -1);
  request.headers["x-forwarded-host"] = publicUrl.host;
}
