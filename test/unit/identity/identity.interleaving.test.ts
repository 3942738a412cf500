import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { ACCOUNT_FREE_TRIES, SignInAttempts } from "../../../identity/accounts/sign-in-attempts.js";
import { SignInAttemptRow } from "../../../identity/accounts/sign-in-attempt.js";
import { storage } from "../../../identity/storage.js";
import { TOKENS_PER_PERSON } from "../../../identity/tokens/personal-access-tokens.js";
import { atOnce, tally } from "../../harness/at-once.js";
import { DIALECT, ThrowawayDatabase } from "../../harness/databases.js";
import { startIdentity, type IdentityServer } from "../../harness/identity.js";

describe(`wrong passwords on ${DIALECT}`, () => {
  let throwaway: ThrowawayDatabase;
  beforeEach(async () => {
    throwaway = await ThrowawayDatabase.open(storage);
  });
  afterEach(() => throwaway.close());

  it("are all counted, however many come at once", async () => {
    const attempts = new SignInAttempts(throwaway.database, Buffer.alloc(32, 7));
    const at = new Date("2026-05-04T10:00:00Z");
    const waits = await atOnce(12, () => attempts.begin(attempts.attemptOf("anna", "192.0.2.1"), at));
    expect(waits.filter((seconds) => seconds === null)).toHaveLength(ACCOUNT_FREE_TRIES);
    const rows = await throwaway.database.read((manager) => manager.find(SignInAttemptRow));
    expect(rows.map(({ failures }) => failures)).toEqual([ACCOUNT_FREE_TRIES, ACCOUNT_FREE_TRIES]);
  });
});

describe(`accounts on ${DIALECT}`, () => {
  let server: IdentityServer;
  beforeEach(async () => {
    server = await startIdentity();
  });
  afterEach(() => server.close());

  const account = { displayName: "Anna", email: "anna@people.example", password: "correct horse battery" };

  it("are one to an address, however many sign up at once", async () => {
    const made = await Promise.allSettled(Array.from({ length: 6 }, () => server.identity.createAccount(account)));
    const outcomes = made.map((one) => (one.status === "fulfilled" ? "made" : String(one.reason)));
    expect(tally(outcomes)).toEqual({ made: 1, "Error: This address has an account.": 5 });
  });

  it("have so many tokens and no more", async () => {
    const { personId } = await server.identity.createAccount(account);
    const token = { personId, scopes: ["read"] as const, label: "a token" };
    for (let made = 0; made < TOKENS_PER_PERSON - 2; made += 1) await server.identity.createPersonalAccessToken(token);
    const made = await Promise.allSettled(
      Array.from({ length: 8 }, () => server.identity.createPersonalAccessToken(token)),
    );
    expect(tally(made.map(({ status }) => status))).toEqual({ fulfilled: 2, rejected: 6 });
  });
});
