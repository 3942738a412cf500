import { systemRandom } from "../../../../shared/identifier.js";
import { RoomSeal } from "../../../../shared/room-seal.js";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { Clients } from "../../../../identity/clients/clients.js";
import { OidcPayloadRow } from "../../../../identity/provider/oidc-payload.js";
import { OidcStorage } from "../../../../identity/provider/oidc-storage.js";
import { storage } from "../../../../identity/storage.js";
import type { Database } from "../../../../shared/database.js";
import { storedBytes, ThrowawayDatabase } from "../../../harness/databases.js";

let throwaway: ThrowawayDatabase;
let database: Database;
let oidc: OidcStorage;
let at: Date;
beforeEach(async () => {
  throwaway = await ThrowawayDatabase.open(storage);
  database = throwaway.database;
  at = new Date("2026-05-04T10:00:00Z");
  const usedTwice = (): Error => new Error("used twice");
  oidc = new OidcStorage(
    database,
    Buffer.alloc(32, 7),
    new Clients(database, new RoomSeal([{ version: 1, key: systemRandom(32) }])),
    () => at,
    usedTwice,
  );
});
afterEach(() => throwaway.close());

const rows = (): Promise<number> => database.read((manager) => manager.count(OidcPayloadRow));

describe("what the provider keeps", () => {
  it("is found by id until it expires, per model", async () => {
    const sessions = oidc.adapterOf("Session");
    await sessions.upsert("the-id", { uid: "the-uid", accountId: "anna" }, 60);
    expect(await sessions.find("the-id")).toEqual({ uid: "the-uid", accountId: "anna" });
    expect(await sessions.findByUid("the-uid")).toEqual({ uid: "the-uid", accountId: "anna" });
    expect(await oidc.adapterOf("Interaction").find("the-id")).toBeUndefined();
    at = new Date(at.getTime() + 60_000);
    expect(await sessions.find("the-id")).toBeUndefined();
    expect(await sessions.findByUid("the-uid")).toBeUndefined();
  });

  it("is purged once expired", async () => {
    await oidc.adapterOf("Session").upsert("old", { uid: "1" }, 60);
    await oidc.adapterOf("Session").upsert("new", { uid: "2" }, 600);
    at = new Date(at.getTime() + 61_000);
    await oidc.purge(at);
    expect(await rows()).toBe(1);
  });

  it("is used once, even by two at the same time", async () => {
    const codes = oidc.adapterOf("AuthorizationCode");
    await codes.upsert("code", { grantId: "g" }, 60);
    const both = await Promise.allSettled([codes.consume("code"), codes.consume("code")]);
    expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(await codes.find("code")).toMatchObject({ consumed: at.getTime() / 1000 });
  });

  it("goes with its grant, or with everything of one account", async () => {
    const tokens = oidc.adapterOf("RefreshToken");
    await tokens.upsert("a", { grantId: "g1", accountId: "anna" }, 60);
    await tokens.upsert("b", { grantId: "g2", accountId: "anna" }, 60);
    await tokens.upsert("c", { grantId: "g3", accountId: "ben" }, 60);
    await tokens.revokeByGrantId("g1");
    expect([await tokens.find("a"), await tokens.find("b")]).toEqual([undefined, { grantId: "g2", accountId: "anna" }]);
    await oidc.endAll("anna");
    expect([await tokens.find("b"), await tokens.find("c")]).toEqual([undefined, { grantId: "g3", accountId: "ben" }]);
  });

  it("holds no id and no payload that could be read or moved", async () => {
    await oidc.adapterOf("RefreshToken").upsert("the-refresh-token", { jti: "the-refresh-token" }, 60);
    expect((await storedBytes(throwaway.place)).includes("the-refresh-token")).toBe(false);
    await database.write((manager) => manager.update(OidcPayloadRow, { model: "RefreshToken" }, { model: "Session" }));
    expect(await oidc.adapterOf("Session").find("the-refresh-token")).toBeUndefined();
  });
});
