import express, { type NextFunction, type Request, type RequestHandler, type Response } from "express";
import { errorPage } from "../pages/message.page.js";
import { Browser } from "./browser.js";
import { textField } from "./form-fields.js";
import { FORM_MAX_BYTES, FORM_MAX_FIELDS, networkOf } from "./form-limits.js";
import type { AccountServices } from "./account-services.js";

export type PageHandler = (request: Request, response: Response, browser: Browser) => Promise<void>;

/** A page that is only looked at. */
export function shows(services: AccountServices, handle: PageHandler): RequestHandler {
  return async (request, response) => {
    await handle(request, response, await Browser.of(services.browser, request, response));
  };
}

/** A form that was sent: counted, bounded, and refused unless it is one of ours. */
export function receives(services: AccountServices, handle: PageHandler): RequestHandler[] {
  return [
    (request, response, next) => {
      const waitSeconds = services.formLimit.count(networkOf(request.ip));
      if (waitSeconds === null) next();
      else sendTooMany(response, waitSeconds);
    },
    express.urlencoded({ extended: false, limit: FORM_MAX_BYTES, parameterLimit: FORM_MAX_FIELDS }),
    async (request, response) => {
      const browser = await Browser.of(services.browser, request, response);
      if (browser.isOwnForm(textField(request, "csrf"))) await handle(request, response, browser);
      else {
        const sentence = "This form is no longer valid. Please go back, load the page again and send it once more.";
        response.status(403).send(errorPage("Please try again", sentence));
      }
    },
  ];
}

export function refusesMethod(allowed: string): RequestHandler {
  return (_request, response) => {
    response
      .status(405)
      .set("Allow", allowed)
      .send(errorPage("This did not work", "This page cannot be used that way."));
  };
}

export function sendTooMany(response: Response, waitSeconds: number): void {
  response
    .status(429)
    .set("Retry-After", String(waitSeconds))
    .send(errorPage("Please wait a little", waitSentence(waitSeconds)));
}

export function waitSentence(waitSeconds: number): string {
  const words = waitSeconds < 90 ? `${waitSeconds} seconds` : `${Math.ceil(waitSeconds / 60)} minutes`;
  return `There were too many tries. Please wait ${words} and try again.`;
}

/** The last handler: a body that cannot be read, or our own fault; either way a page that tells nothing of our insides. */
export function showsFault(services: AccountServices) {
  return (error: unknown, _request: Request, response: Response, next: NextFunction): void => {
    if (response.headersSent) return next(error);
    const status = (error as { status?: unknown }).status;
    if (typeof status === "number" && status >= 400 && status < 500) {
      response.status(status).send(errorPage("This did not work", "The form could not be read."));
      return;
    }
    services.log.error({ err: error }, "an account page failed");
    response.status(500).send(errorPage("This did not work", "Something went wrong here. Please try again later."));
  };
}
