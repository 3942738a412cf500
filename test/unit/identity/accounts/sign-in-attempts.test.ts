import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import {
  ACCOUNT_FREE_TRIES,
  ADDRESS_FREE_TRIES,
  SignInAttempts,
} from "../../../../identity/accounts/sign-in-attempts.js";
import { storage } from "../../../../identity/storage.js";
import { ThrowawayDatabase } from "../../../harness/databases.js";

let throwaway: ThrowawayDatabase;
let attempts: SignInAttempts;
let at: Date;
beforeEach(async () => {
  throwaway = await ThrowawayDatabase.open(storage);
  attempts = new SignInAttempts(throwaway.database, Buffer.alloc(32, 7));
  at = new Date("2026-05-04T10:00:00Z");
});
afterEach(() => throwaway.close());

const fail = (subject: string, address: string): Promise<number | null> =>
  attempts.begin(attempts.attemptOf(subject, address), at);
const wait = (seconds: number): void => {
  at = new Date(at.getTime() + seconds * 1000);
};

describe("the back-off after wrong passwords", () => {
  it("lets five slips pass, then asks for 30 seconds, then for twice as long each time, at most an hour", async () => {
    for (let slip = 0; slip < ACCOUNT_FREE_TRIES; slip++) expect(await fail("anna", `address-${slip}`)).toBeNull();
    const waits: number[] = [];
    for (let round = 0; round < 10; round++) {
      const seconds = await fail("anna", `other-${round}`);
      if (seconds === null) throw new Error("the account was not blocked");
      waits.push(seconds);
      wait(seconds);
      expect(await fail("anna", `other-${round}`)).toBeNull();
    }
    expect(waits).toEqual([30, 60, 120, 240, 480, 960, 1920, 3600, 3600, 3600]);
  });

  it("counts parallel tries before any password is compared", async () => {
    const tries = Array.from({ length: 20 }, (_, index) => fail("anna", `address-${index}`));
    const allowed = (await Promise.all(tries)).filter((seconds) => seconds === null);
    expect(allowed).toHaveLength(ACCOUNT_FREE_TRIES);
  });

  it("counts one address over many accounts", async () => {
    for (let slip = 0; slip < ADDRESS_FREE_TRIES; slip++) expect(await fail(`person-${slip}`, "1.2.3.4")).toBeNull();
    expect(await fail("somebody-else", "1.2.3.4")).toBe(30);
    expect(await fail("somebody-else", "5.6.7.8")).toBeNull();
  });

  it("starts anew after a right password, for the account, and a day after the last try", async () => {
    for (let slip = 0; slip < ACCOUNT_FREE_TRIES; slip++) await fail("anna", "1.2.3.4");
    wait(30);
    const attempt = attempts.attemptOf("anna", "1.2.3.4");
    expect(await attempts.begin(attempt, at)).toBeNull();
    await attempts.succeed(attempt);
    expect(await fail("anna", "1.2.3.4")).toBeNull();
    for (let slip = 0; slip < ACCOUNT_FREE_TRIES - 1; slip++) await fail("anna", "5.6.7.8");
    expect(await fail("anna", "5.6.7.8")).toBe(30);
    wait(25 * 3600);
    expect(await fail("anna", "5.6.7.8")).toBeNull();
  });

  it("keeps neither address nor subject readable", () => {
    const { accountKey, addressKey } = attempts.attemptOf("anna", "1.2.3.4");
    expect(accountKey + addressKey).not.toMatch(/anna|1\.2\.3\.4/);
    expect(attempts.attemptOf("1.2.3.4", "anna").accountKey).not.toBe(addressKey);
  });
});
