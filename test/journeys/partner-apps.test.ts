import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { SignJWT } from "jose";
import { appleHealthExport, RUNNER } from "../../demo/sample-exports.js";
import { Api, World, type Answer } from "../harness/world.js";
import type { WorldBrand } from "../harness/world-brand.js";
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
      .setIssuer((change["iss"] as string | undefined) ?? partner.publishableKey)
      .setAudience((change["aud"] as string | undefined) ?? world.url)
      .setExpirationTime((change["exp"] as number | undefined) ?? "4 minutes")
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

  describe("shows offers", () => {
    let ada: WorldPerson;
    let sport: WorldBrand;
    let rival: WorldBrand;
    const SLOTS =
      'offerSlots(placement: "home", count: 4) { position noOfferReason proposition { id because offer { title } } }';
    type Slots = { position: number; noOfferReason: string | null; proposition: { id: string; because: string[] | null; offer: { title: string } } | null }[]; // prettier-ignore
    const slotsOf = async (visitor: Api): Promise<Slots> =>
      (await visitor.query<{ visitor: { offerSlots: Slots } }>(`query Slots { visitor { ${SLOTS} } }`)).visitor
        .offerSlots;
    const titles = (slots: Slots): (string | undefined)[] => slots.map(({ proposition }) => proposition?.offer.title);

    beforeAll(async () => {
      ada = await world.person();
      await ada.importText(appleHealthExport({ seed: 5, now: world.now(), days: 40, profile: RUNNER }));
      [sport, rival] = [await world.brand(), await world.brand()];
      await ada.licensing("fitness.workouts", "FINE", "P60D").to(sport, "PERSONALISED_OFFERS");
      await ada.licensing("fitness.steps", "COARSE", "P60D").to(rival, "PERSONALISED_OFFERS");
      const targeting = [{ trait: "runsPerWeek", operator: "AT_LEAST", values: ["2"] }];
      await sport.offer({ title: "For runners", targeting, rewardOnClaim: 1 });
      await rival.offer({ title: "For the rival's runners", targeting, rewardOnClaim: 9 });
      await rival.offer({ title: "For everybody", rewardOnClaim: 5 });
      await sport.offer({ title: "If nothing else", isFallback: true });
      await link(ada, await assertion("runner"));
    }, 60_000);

    it("of all brands, each judged by what is licensed to that brand alone, and never says why", async () => {
      const slots = await slotsOf(await visitorOf("runner"));
      expect(titles(slots)).toEqual(["For runners", "For everybody", "If nothing else", undefined]);
      expect(slots.map(({ proposition }) => proposition?.because ?? null)).toEqual([null, null, null, null]);
      await world.confide.settle();
      const { me } = await ada.api.query<{ me: { disclosures: { nodes: { kind: string; brand: { id: string } }[] } } }>(
        "{ me { disclosures(first: 5) { nodes { kind points brand { id } operationName fields { field } } } } }",
      );
      expect(me.disclosures.nodes).toEqual([
        {
          kind: "DECISION",
          points: 0,
          brand: { id: sport.id },
          operationName: "Slots",
          fields: [{ field: "fitness.workouts" }],
        },
      ]);
    });

    it("that tell the person themselves why, on Confide's own screen", async () => {
      const { me } = await ada.api.query<{ me: { asVisitor: { offerSlots: Slots } } }>(
        `{ me { asVisitor { ${SLOTS} } } }`,
      );
      expect(me.asVisitor.offerSlots[0]?.proposition).toMatchObject({
        because: ["runsPerWeek"],
        offer: { title: "For runners" },
      });
    });

    it("that are the same generic ones for who is not linked and for who asks not to be known", async () => {
      const generic = ["For everybody", "If nothing else", undefined, undefined];
      expect(titles(await slotsOf(await visitorOf("nobody-we-know")))).toEqual(generic);
      expect(titles(await slotsOf(await visitorOf("runner", { "sec-gpc": "1" })))).toEqual(generic);
      const visitor = await visitorOf("runner");
      const response = await fetch(`${world.url}/graphql`, {
        method: "POST",
        headers: { "content-type": "application/json", authorization: `Bearer ${visitor.bearer}`, "sec-gpc": "1" },
        body: JSON.stringify({ query: `{ visitor { ${SLOTS} } }` }),
      });
      const { data } = (await response.json()) as { data: { visitor: { offerSlots: Slots } } };
      expect(titles(data.visitor.offerSlots)).toEqual(generic);
    });

    it("and tells of its own propositions only", async () => {
      const [visitor, other] = [await visitorOf("runner"), await visitorOf("somebody-else")];
      const [slot] = await slotsOf(visitor);
      const record = (by: Api): Promise<{ recorded: number; ignored: number }> =>
        by
          .query<{ recordPropositionEvents: { recorded: number; ignored: number } }>(
            "mutation ($events: [PropositionEventInput!]!) { recordPropositionEvents(input: { events: $events }) { recorded ignored } }",
            { events: [{ propositionId: slot?.proposition?.id, kind: "DISPLAY", at: new Date().toISOString() }] },
          )
          .then((data) => data.recordPropositionEvents);
      expect(await record(other)).toEqual({ recorded: 0, ignored: 1 });
      expect(await record(visitor)).toEqual({ recorded: 1, ignored: 0 });
      expect(await record(visitor)).toEqual({ recorded: 0, ignored: 1 });
    });

    it("and nothing of a brand that is suspended, from the moment that it is", async () => {
      const operator = await world.operator();
      const suspend = async (suspended: boolean): Promise<void> => {
        const input = { brandId: rival.id, suspended, reason: "Sold data on.", idempotencyKey: world.key() };
        await operator.mutate("suspendBrand", input, "brand { id }");
        await world.confide.settle();
      };
      const visitor = await visitorOf("runner");
      await suspend(true);
      expect(titles(await slotsOf(visitor))).toEqual(["For runners", "If nothing else", undefined, undefined]);
      await suspend(false);
      expect(titles(await slotsOf(visitor))).toContain("For everybody");
    });

    it("with a placement of its own, and none where the placement is nobody's", async () => {
      const visitor = await visitorOf("runner");
      const at = async (placement: string): Promise<unknown> =>
        (await visitor.query<{ visitor: { offerSlots: Slots } }>(`{ visitor { offerSlots(placement: "${placement}") { noOfferReason } } }`)).visitor.offerSlots; // prettier-ignore
      expect(await at("front-page")).toEqual([{ noOfferReason: "NO_ELIGIBLE_OFFER" }]);
      expect(await at("back-page")).toEqual([{ noOfferReason: "UNKNOWN_PLACEMENT" }]);
      const { me } = await ada.api.query<{ me: { partnerApps: unknown[] } }>(
        "{ me { partnerApps { id placements { id } } } }",
      );
      expect(me.partnerApps).toEqual([{ id: partner.id, placements: [{ id: "front-page" }] }]);
    });
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
