import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { TokenRefused } from "../../../../identity/tokens/personal-access-tokens.js";
import { DAY_MS } from "../../../../shared/clock.js";
import type { PersonScope } from "../../../../shared/viewer.js";
import { storedBytes } from "../../../harness/databases.js";
import { startIdentity, type IdentityServer } from "../../../harness/identity.js";

let at = new Date();
let server: IdentityServer;
let personId: string;
beforeAll(async () => {
  server = await startIdentity({ clock: () => at });
  const account = { displayName: "A walker", email: "walker@example.com", password: "four quiet river stones" };
  ({ personId } = await server.identity.createAccount(account));
});
afterAll(() => server.close());

const make = (scopes: readonly PersonScope[], label = "a script"): Promise<{ token: string; expiresAt: Date }> =>
  server.identity.createPersonalAccessToken({ personId, scopes, label });

describe("a personal access token", () => {
  it("speaks for the person, within its scopes", async () => {
    const { token } = await make(["spend", "read"]);
    expect(token).toMatch(/^confide_pat_[\w-]{43}$/);
    expect(await server.identity.viewerOf(token)).toEqual({
      kind: "person",
      personId,
      displayName: "A walker",
      emailHash: expect.stringMatching(/^[\w-]{43}$/) as unknown,
      scopes: ["read", "spend"],
    });
  });

  it("ends after 90 days", async () => {
    const { token, expiresAt } = await make(["read"]);
    expect(expiresAt.getTime() - at.getTime()).toBe(90 * DAY_MS);
    const begin = at;
    at = new Date(expiresAt.getTime() - 1);
    expect(await server.identity.viewerOf(token)).not.toBeNull();
    at = expiresAt;
    expect(await server.identity.viewerOf(token)).toBeNull();
    at = begin;
  });

  it.each<[string, string[], string]>([
    ["no scope", [], "a script"],
    ["an unknown scope", ["read", "erase"], "a script"],
    ["no label", ["read"], "  "],
    ["a label that is too long", ["read"], "x".repeat(81)],
  ])("is not made with %s", async (_name, scopes, label) => {
    await expect(make(scopes as PersonScope[], label)).rejects.toThrow(TokenRefused);
  });

  it("is not made for somebody who is not there", async () => {
    const input = { personId: "nobody", scopes: ["read"] as const, label: "a script" };
    await expect(server.identity.createPersonalAccessToken(input)).rejects.toThrow(TokenRefused);
  });

  it("stands nowhere in the files, and neither do label, name and address", async () => {
    const { token } = await make(["read"], "my secret label");
    const kept = await storedBytes(server.databases);
    for (const text of [token, token.slice("confide_pat_".length), "my secret label", "A walker", "walker@example"]) {
      expect(kept.includes(text)).toBe(false);
    }
  });
});
