import { describe, expect, it } from "@jest/globals";
import { MINUTE_MS } from "../../../shared/clock.js";
import { mayCall } from "../../../shared/root-access.js";
import { PERSON_SCOPES, type PersonScope, type Viewer } from "../../../shared/viewer.js";

const now = new Date("2026-06-01T12:00:00Z");
const person = (scopes: readonly PersonScope[], signedInMinutesAgo?: number): Viewer => ({
  kind: "person",
  personId: "p",
  displayName: "P",
  emailHash: "",
  scopes,
  ...(signedInMinutesAgo !== undefined && { signedInAtMs: now.getTime() - signedInMinutesAgo * MINUTE_MS }),
});

describe("what a person's token may call", () => {
  it.each<[string, PersonScope]>([
    ["me", "read"],
    ["exchange", "read"],
    ["exportMyData", "read"],
    ["recordPropositionEvents", "read"],
    ["startImport", "import"],
    ["deleteData", "import"],
    ["acceptExchange", "consent"],
    ["setStandingRules", "consent"],
    ["muteBrand", "consent"],
    ["fileComplaint", "consent"],
    ["linkPartnerApp", "consent"],
    ["redeemPoints", "spend"],
    ["claimOffer", "spend"],
  ])("%s with the scope %s alone", (field, scope) => {
    const others = PERSON_SCOPES.filter((other) => other !== scope);
    expect(mayCall(field, person([scope]), now)).toBe(true);
    expect(mayCall(field, person(others), now)).toBe(false);
  });

  it("eraseMyData for five minutes after signing in, and never with a personal access token", () => {
    expect(mayCall("eraseMyData", person(PERSON_SCOPES, 4.9), now)).toBe(true);
    expect(mayCall("eraseMyData", person(PERSON_SCOPES, 5), now)).toBe(false);
    expect(mayCall("eraseMyData", person(PERSON_SCOPES), now)).toBe(false);
  });

  it("nothing that no list names", () => {
    expect(mayCall("somethingElse", person(PERSON_SCOPES, 0), now)).toBe(false);
  });
});
