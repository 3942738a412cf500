import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { SignJWT } from "jose";
import { Api, World, type Answer } from "../harness/world.js";
import type { WorldPerson } from "../harness/world-person.js";

const JWT_BEARER = "urn:ietf:params:oauth:grant-type:jwt-bearer";
const ORIGIN = "http://127.0.0.1:4001";

interface Partner {
  id: string;
  publishableKey: string;
  secretKey: string;
}

/** A partner app, its users' tokens, and the link that a person makes once. */
describe("a partner app", () => {
  let world: World;
  let partner: Partner;
  beforeAll(async () => {
    world = await World.open();
    partner = await register();
  }, 60_000);
  afterAll(() => world.close());

  async function register(): Promise<Partner> {
    const operator = await world.operator();
    const input = {
      name: "The Morning Paper",
      origins: [ORIGIN],
      placements: ["front-page"],
      idempotencyKey: world.key(),
    };
    const made = await operator.mutate<{ partnerApp: { id: string; origins: string[] }; publishableKey: string; secretKey: string }>("registerPartnerApp", input, "partnerApp { id name origins } publishableKey secretKey"); // prettier-ignore
    expect(made.partnerApp.origins).toEqual([ORIGIN]);
    await world.confide.settle();
    return { id: made.partnerApp.id, publishableKey: made.publishableKey, secretKey: made.secretKey };
  }

  const assertion = (sub: string, change: Record<string, unknown> = {}, key = partner.secretKey): Promise<string> =>
    new SignJWT({ sub, origin: ORIGIN, jti: randomUUID(), label: "m.quill", ...change })
      .setProtectedHeader({ alg: "HS256" })
      .setIssuer((change["iss"] as string) ?? partner.publishableKey)
      .setAudience((change["aud"] as string) ?? world.url)
      .setExpirationTime((change["exp"] as number) ?? "4 minutes")
      .sign(Buffer.from(key));

  async function token(signed: string, headers: Record<string, string> = {}, of = partner): Promise<Response> {
    const body = new URLSearchParams({ grant_type: JWT_BEARER, client_id: of.publishableKey, assertion: signed });
    return fetch(`${world.url}/oauth/token`, { method: "POST", body, headers });
  }
  const visitorOf = async (sub: string, headers: Record<string, string> = {}): Promise<Api> => {
    const answer = await token(await assertion(sub), headers);
    expect(answer.status).toBe(200);
    const { access_token: accessToken, ...rest } = (await answer.json()) as Record<string, unknown>;
    expect(rest).toEqual({ expires_in: 600, token_type: "Bearer" });
    return new Api(world.url, String(accessToken));
  };
  const link = (
    person: WorldPerson,
    signed: string,
  ): Promise<{ partnerApps: { id: string; linkedAt: string }[] | null; userErrors: { code: string }[] }> =>
    person.api
      .ask(
        "mutation ($input: LinkPartnerAppInput!) { linkPartnerApp(input: $input) { partnerApps { id name linkedAt } userErrors { code field } } }",
        { input: { assertion: signed, idempotencyKey: world.key() } },
      )
      .then(({ data }) => (data as never as { linkPartnerApp: never }).linkPartnerApp);

  it("gets a token for a user that its server vouches for, once for each assertion", async () => {
    const signed = await assertion("user-1");
    expect((await token(signed)).status).toBe(200);
    const again = await token(signed);
    expect([again.status, ((await again.json()) as { error: string }).error]).toEqual([400, "invalid_grant"]);
  });

  it("gets none for what is not exactly that", async () => {
    const other = await register();
    const hour = Math.floor(Date.now() / 1000) + 3_600;
    for (const signed of [
      await assertion("u", {}, "another secret"),
      await assertion("u", { iss: other.publishableKey }),
      await assertion("u", { aud: "https://elsewhere.example" }),
      await assertion("u", { exp: hour }),
      await assertion("u", { exp: hour - 7_200 }),
      await assertion("u", { origin: "https://evil.example" }),
      await assertion("u", { jti: "" }),
      await assertion(""),
      `${Buffer.from('{"alg":"none"}').toString("base64url")}.${Buffer.from("{}").toString("base64url")}.`,
      "not a token",
      "x".repeat(10_000),
    ]) {
      expect((await token(signed)).status).toBe(400);
    }
    expect((await token(await assertion("u"), {}, { ...partner, publishableKey: "pk_nobody" })).status).toBe(401);
    const basic = `Basic ${Buffer.from(`${partner.publishableKey}:${partner.secretKey}`).toString("base64")}`;
    const body = new URLSearchParams({ grant_type: "client_credentials" });
    const asBrand = await fetch(`${world.url}/oauth/token`, {
      method: "POST",
      body,
      headers: { authorization: basic },
    });
    expect(asBrand.status).toBe(401);
  });

  it("may ask for its visitor and nothing else", async () => {
    const visitor = await visitorOf("user-2");
    expect((await visitor.ask("{ visitor { __typename } }")).data).toEqual({ visitor: { __typename: "Visitor" } });
    for (const query of [
      "{ me { id } }",
      "{ brand { id } }",
      '{ customer(ref: "x", purpose: PERSONALISED_OFFERS) { ref } }',
      '{ exchange(id: "x") { id } }',
    ]) {
      expect((await visitor.ask(query)).errors?.map(({ extensions }) => extensions["code"])).toEqual(["FORBIDDEN"]);
    }
    for (const hidden of ["capability", "traits"]) {
      expect((await visitor.ask(`{ visitor { ${hidden} } }`)).status).toBe(400);
    }
  });

  it("is linked once, on a page that says whom and what; a second person cannot take the same user", async () => {
    const [ada, bea] = [await world.person(), await world.person()];
    const signed = await assertion("user-3");
    const asked = await ada.api.query<{ me: { linkRequest: unknown } }>(
      `{ me { linkRequest(assertion: "${signed}") { partnerApp { id name } origin label } } }`,
    );
    const partnerApp = { id: partner.id, name: "The Morning Paper" };
    expect(asked.me.linkRequest).toEqual({ partnerApp, origin: ORIGIN, label: "m.quill" });
    const wrong = await ada.api.query<{ me: { linkRequest: unknown } }>(
      `{ me { linkRequest(assertion: "x.y.z") { origin } } }`,
    );
    expect(wrong.me.linkRequest).toBeNull();
    expect((await link(ada, signed)).partnerApps).toMatchObject([{ id: partner.id, linkedAt: expect.any(String) }]);
    expect((await link(bea, await assertion("user-3"))).userErrors).toEqual([
      { code: "INVALID", field: ["assertion"] },
    ]);
    // Another user of the same partner takes the first one's place.
    expect((await link(ada, await assertion("user-4"))).partnerApps).toHaveLength(1);
    expect((await link(bea, await assertion("user-3"))).userErrors).toEqual([]);
    expect((await link(bea, "x.y.z")).userErrors).toMatchObject([{ code: "INVALID" }]);
  });

  it("is unlinked, and forgotten with the person's erasure", async () => {
    const ada = await world.person();
    await link(ada, await assertion("user-5"));
    const unlink = (): Promise<Answer> =>
      ada.api.ask(
        "mutation ($input: UnlinkPartnerAppInput!) { unlinkPartnerApp(input: $input) { partnerApps { id } userErrors { code } } }",
        { input: { partnerAppId: partner.id, idempotencyKey: world.key() } },
      );
    expect((await unlink()).data).toEqual({ unlinkPartnerApp: { partnerApps: [], userErrors: [] } });
    expect((await unlink()).data).toEqual({
      unlinkPartnerApp: { partnerApps: null, userErrors: [{ code: "NOT_FOUND" }] },
    });
    await link(ada, await assertion("user-5"));
    const rows = (): Promise<number> =>
      world.confide.consent.database.read(async (manager) => {
        const [row] = await manager.query("SELECT COUNT(*) AS n FROM partner_subject WHERE personId = ?", [ada.id]);
        return Number(row.n);
      });
    expect(await rows()).toBe(1);
    const session = await ada.signIn();
    await session.mutate("eraseMyData", { confirm: ada.email, idempotencyKey: world.key() }, "erasure { id }");
    await world.confide.settle();
    expect(await rows()).toBe(0);
  });
});
