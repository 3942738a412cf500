import type { Request } from "express";
import type { Account } from "../accounts/account.js";
import type { AccountServices } from "./account-services.js";
import { networkOf } from "./form-limits.js";
import { waitSentence } from "./form-handler.js";

export type PasswordCheck =
  { account: Account } | { account: null; status: 422 | 429; problem: string; waitSeconds: number | null };

const WRONG = "The e-mail address or the password is not right.";

/** Counts the try, then compares. One answer for an unknown address and a wrong password. */
export async function checkPassword(
  services: AccountServices,
  request: Request,
  email: string,
  password: string,
): Promise<PasswordCheck> {
  const attempt = services.attempts.attemptOf(services.accounts.emailHashOf(email), networkOf(request.ip));
  const waitSeconds = await services.attempts.begin(attempt, services.clock());
  if (waitSeconds !== null) return { account: null, status: 429, problem: waitSentence(waitSeconds), waitSeconds };
  const account = await services.accounts.authenticate(email, password);
  if (!account) return { account: null, status: 422, problem: WRONG, waitSeconds: null };
  await services.attempts.succeed(attempt);
  return { account };
}
