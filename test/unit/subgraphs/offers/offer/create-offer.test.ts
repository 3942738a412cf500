import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { BRAND, OTHER_BRAND, OffersWorld, offerInput, RUNS_TWICE } from "../offers-world.js";

let world: OffersWorld;
beforeAll(async () => {
  world = await OffersWorld.open();
});
afterAll(() => world.close());

const TOO_MANY = Array.from({ length: 11 }, () => RUNS_TWICE);
const criterion = (changes: object): object => ({ targeting: [{ ...RUNS_TWICE, ...changes }] });

const REFUSED: [string, object, string, string[]][] = [
  ["an empty title", { title: "  " }, "INVALID", ["title"]],
  ["a title over its bound", { title: "x".repeat(201) }, "INVALID", ["title"]],
  ["a body with a control character", { body: "bell \u0007" }, "INVALID", ["body"]],
  ["a body over its bound", { body: "x".repeat(2_001) }, "INVALID", ["body"]],
  ["words that fit no button", { callToAction: "x".repeat(61) }, "INVALID", ["callToAction"]],
  ["a picture that nobody sent", { imageUpload: "upload-1" }, "NOT_FOUND", ["imageUpload"]],
  ["a page without TLS", { landingUrl: "http://shop.example/" }, "INVALID", ["landingUrl"]],
  ["a host that only begins like localhost", { landingUrl: "http://localhost.example/" }, "INVALID", ["landingUrl"]],
  ["a URL that looks like another", { landingUrl: "https://bank.example@shop.example/" }, "INVALID", ["landingUrl"]],
  ["no placement", { placements: [] }, "INVALID", ["placements"]],
  ["a placement twice", { placements: ["home", "home"] }, "INVALID", ["placements"]],
  ["a placement that nobody shows", { placements: ["home", "moon"] }, "UNKNOWN_PLACEMENT", ["placements", "1"]],
  ["a trait that there is not", criterion({ trait: "shoeSize" }), "UNKNOWN_TRAIT", ["targeting", "0", "trait"]],
  ["a criterion that cannot be", criterion({ values: ["many"] }), "INVALID", ["targeting", "0", "values"]],
  ["an operator that does not fit", criterion({ operator: "IN" }), "INVALID", ["targeting", "0", "values"]],
  ["too many criteria", { targeting: TOO_MANY }, "INVALID", ["targeting"]],
  ["a negative budget", { budget: -1 }, "INVALID", ["budget"]],
  ["a budget that pays no claim", { budget: 10, rewardOnClaim: 11 }, "INVALID", ["budget"]],
  ["a negative reward", { rewardOnClaim: -1 }, "INVALID", ["rewardOnClaim"]],
  ["a cap of nothing", { frequencyCap: { impressions: 0, per: "P1D" } }, "INVALID", ["frequencyCap", "impressions"]],
  [
    "an end before the start",
    { startsAt: "2026-05-01T00:00:00Z", endsAt: "2026-04-01T00:00:00Z" },
    "INVALID",
    ["endsAt"],
  ],
  [
    "an end that has passed",
    { startsAt: "2026-01-01T00:00:00Z", endsAt: "2026-02-01T00:00:00Z" },
    "INVALID",
    ["endsAt"],
  ],
];

describe("createOffer", () => {
  it.each(REFUSED)("refuses %s", async (_, changes, code, field) => {
    const answer = await world.mutate("createOffer", { ...offerInput(), ...changes });
    expect(answer).toMatchObject({ offer: null, userErrors: [{ code, field }] });
    expect(answer.userErrors[0].message).toMatch(/^[A-Z].*\.$/);
  });

  it("makes a DRAFT that nobody else sees, with all that it was given", async () => {
    const frequencyCap = { impressions: 3, per: "P7D" };
    const id = await world.draft({
      targeting: [RUNS_TWICE],
      frequencyCap,
      rewardOnClaim: 5,
      landingUrl: "http://127.0.0.1:8080/",
    });
    const query = `query ($r: [_Any!]!) { _entities(representations: $r) { ... on Offer {
      title image landingUrl rewardOnClaim brand { id } campaign {
        status fundingProblem targeting { trait operator values } placements budget spent
        frequencyCap { impressions per } startsAt endsAt isFallback } } } }`;
    const r = [{ __typename: "Offer", id }];
    const own = await world.ask(BRAND, query, { r });
    expect(own.data._entities[0]).toEqual({
      title: "A pair of shoes",
      image: null,
      landingUrl: "http://127.0.0.1:8080/",
      rewardOnClaim: 5,
      brand: { id: "brand-a" },
      campaign: {
        ...{ status: "DRAFT", fundingProblem: null, targeting: [RUNS_TWICE], placements: ["home"], budget: 1_000 },
        ...{ spent: 0, frequencyCap, startsAt: "2026-03-01T12:00:00.000Z", endsAt: null, isFallback: false },
      },
    });
    const other = await world.ask(OTHER_BRAND, query, { r });
    const unknown = await world.ask(OTHER_BRAND, query, { r: [{ __typename: "Offer", id: "no-such-offer" }] });
    expect(other.data._entities).toEqual([null]);
    expect(other).toEqual(unknown);
    const person = { kind: "person", personId: "p", displayName: "P", emailHash: "", scopes: [] } as const;
    expect((await world.ask(person, query, { r })).data._entities).toEqual([null]);
  });

  it("shows a published offer to people, without its campaign", async () => {
    const id = await world.liveOffer();
    const person = { kind: "person", personId: "p", displayName: "P", emailHash: "", scopes: [] } as const;
    const query =
      "query ($r: [_Any!]!) { _entities(representations: $r) { ... on Offer { title campaign { status } } } }";
    const { data } = await world.ask(person, query, { r: [{ __typename: "Offer", id }] });
    expect(data._entities).toEqual([{ title: "A pair of shoes", campaign: null }]);
  });

  it("answers a replay with the same offer and makes no second", async () => {
    const input = { ...offerInput(), idempotencyKey: "replayed" };
    const before = await world.count("offer");
    const first = await world.mutate("createOffer", input);
    const second = await world.mutate("createOffer", input);
    expect(second.offer.id).toBe(first.offer.id);
    expect(await world.count("offer")).toBe(before + 1);
    const changed = await world.mutate("createOffer", { ...input, title: "Other" });
    expect(changed).toMatchObject({ offer: null, userErrors: [{ code: "IDEMPOTENCY_MISMATCH" }] });
  });

  it("is not for people", async () => {
    const person = { kind: "person", personId: "p", displayName: "P", emailHash: "", scopes: ["consent"] } as const;
    const query = "mutation ($input: CreateOfferInput!) { createOffer(input: $input) { offer { id } } }";
    const input = { ...offerInput(), idempotencyKey: "person" };
    expect(await world.ask(person, query, { input })).toEqual({ data: { createOffer: null }, codes: ["FORBIDDEN"] });
  });
});

describe("BrandAccount.offers", () => {
  const query = `query ($r: [_Any!]!, $status: OfferStatus, $first: Int!, $after: String) {
    _entities(representations: $r) { ... on BrandAccount {
      offers(status: $status, first: $first, after: $after) { nodes { id } pageInfo { hasNextPage endCursor } } } } }`;
  const viewer = { kind: "brand", brandId: "brand-page", clientId: "client-page" } as const;
  const r = [{ __typename: "BrandAccount", id: "brand-page" }];

  it("pages through the brand's own offers, newest first, and only its own", async () => {
    const made: string[] = [];
    for (const title of ["one", "two", "three"]) {
      made.unshift(await world.draft({ title }, viewer));
      world.now = new Date(world.now.getTime() + 1_000);
    }
    const first = (await world.ask(viewer, query, { r, first: 2 })).data._entities[0].offers;
    expect(first.nodes.map(({ id }: { id: string }) => id)).toEqual(made.slice(0, 2));
    const after = first.pageInfo.endCursor as string;
    const rest = (await world.ask(viewer, query, { r, first: 2, after })).data._entities[0].offers;
    expect(rest).toMatchObject({ nodes: [{ id: made[2] }], pageInfo: { hasNextPage: false } });
    const ended = await world.ask(viewer, query, { r, first: 2, status: "ENDED" });
    expect(ended.data._entities[0].offers.nodes).toEqual([]);
    expect((await world.ask(viewer, query, { r, first: 2, status: "ENDED", after })).codes).toEqual(["BAD_USER_INPUT"]);
  });

  it("answers another brand as if there were no such account", async () => {
    const other = await world.ask(OTHER_BRAND, query, { r, first: 2 });
    expect(other).toEqual({ data: { _entities: [{ offers: null }] }, codes: ["HIDDEN"] });
  });
});
