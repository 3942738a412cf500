import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { Api, World, type Answer } from "../harness/world.js";
import type { WorldBrand } from "../harness/world-brand.js";
import type { WorldPerson } from "../harness/world-person.js";

/** What is promised and not built says so in one sentence, to those who may ask it, and costs nothing beside it. */
describe("what is not built yet", () => {
  let world: World;
  let person: WorldPerson;
  let brand: WorldBrand;
  let operator: Api;
  let nobody: Api;
  beforeAll(async () => {
    world = await World.open();
    person = await world.person();
    brand = await world.brand();
    operator = await world.operator();
    nobody = new Api(world.url, null);
  }, 60_000);
  afterAll(() => world.close());

  const NOT_BUILT = {
    message: "This is not built yet.",
    extensions: { code: "NOT_IMPLEMENTED", requestId: expect.any(String) },
  };
  const expectNotBuilt = (answer: Answer, data: object, path: string[]): void => {
    expect(answer.status).toBe(200);
    expect(answer.data).toEqual(data);
    expect(answer.errors).toEqual([{ ...NOT_BUILT, path }]);
    expect(Object.keys(answer.extensions!)).toEqual(["cost"]);
  };

  it.each([
    "standingRules { id effect }",
    "automaticDecisions(first: 5) { nodes { id } pageInfo { hasNextPage } }",
    "complaints { id }",
    "mutedBrands { id name }",
    "partnerApps { id placements { id } }",
    'linkRequest(assertion: "x") { origin }',
    'asVisitor { offerSlots(placement: "home") { position } }',
  ])("costs a person nothing else: me { %s }", async (selection) => {
    const [field = ""] = selection.split(/\W/);
    const answer = await person.ask(`{ me { id timeZone ${selection} wallet { available vouchers { id } } } }`);
    const rest = { id: person.id, timeZone: expect.any(String), wallet: { available: 0, vouchers: [] } };
    expectNotBuilt(answer, { me: { ...rest, [field]: null } }, ["me", field]);
  });

  it.each([
    ["redeemPoints", '{ voucherId: "x", idempotencyKey: "k" }', "code"],
    ["muteBrand", '{ brandId: "x", muted: true, idempotencyKey: "k" }', "mutedBrands { id }"],
  ])("is refused to a person who changes something: %s", async (mutation, input, selection) => {
    const answer = await person.ask(`mutation { ${mutation}(input: ${input}) { ${selection} } }`);
    expectNotBuilt(answer, { [mutation]: null }, [mutation]);
  });

  it("costs a brand nothing of its account, where the contract lets it", async () => {
    const account = (selection: string): Promise<Answer> => brand.ask(`{ brand { id account { id ${selection} } } }`);
    const webhook = await account("webhook { url deliveries { nodes { id } } }");
    const kept = { brand: { id: brand.id, account: { id: brand.id, webhook: null } } };
    expectNotBuilt(webhook, kept, ["brand", "account", "webhook"]);
    const challenge = await account("domainChallenge");
    expectNotBuilt(challenge, { brand: { id: brand.id, account: null } }, ["brand", "account", "domainChallenge"]);
  });

  it("lists no complaint of a brand, since nobody can complain", async () => {
    const page = (arguments_: string): Promise<Answer> =>
      brand.ask(`{ brand { account { complaints(${arguments_}) { nodes { id } pageInfo { hasNextPage } } } } }`);
    const complaints = { nodes: [], pageInfo: { hasNextPage: false } };
    expect(await page("status: OPEN, first: 5")).toMatchObject({ data: { brand: { account: { complaints } } } });
    for (const wrong of ["first: 0", 'after: "x"']) {
      expect((await page(wrong)).errors?.map(({ extensions }) => extensions["code"])).toEqual(["BAD_USER_INPUT"]);
    }
  });

  it("does not say that an exchange needs no authorisation, nor hides the exchange", async () => {
    const { id } = await brand.publish({ terms: [{ field: "heart.rate", precision: "COARSE", history: "P30D" }] });
    const answer = await person.ask('query ($id: ID!) { exchange(id: $id) { id authorisationText(language: "de") } }', {
      id,
    });
    expectNotBuilt(answer, { exchange: { id, authorisationText: null } }, ["exchange", "authorisationText"]);
  });

  it("is refused to an operator, who may ask it", async () => {
    expectNotBuilt(await operator.ask("{ complaints { nodes { id } } }"), { complaints: null }, ["complaints"]);
    const suspend = `mutation { suspendBrand(input: { brandId: "${brand.id}", suspended: true, reason: "r", idempotencyKey: "k" }) { brand { id } } }`;
    expectNotBuilt(await operator.ask(suspend), { suspendBrand: null }, ["suspendBrand"]);
  });

  const ERASE = 'mutation { eraseMyData(input: { confirm: "x", idempotencyKey: "k" }) { erasure { id } } }';
  it.each([
    ["a person", "{ complaints { nodes { id } } }", () => person.api],
    ["a person", "{ visitor { __typename } }", () => person.api],
    ["a personal access token", ERASE, () => person.api],
    [
      "a brand",
      'mutation { claimOffer(input: { propositionId: "x", idempotencyKey: "k" }) { points } }',
      () => brand.api,
    ],
    ["a brand", "{ complaints { nodes { id } } }", () => brand.api],
    ["an operator", 'mutation { verifyDomain(input: { idempotencyKey: "k" }) { brand { id } } }', () => operator],
  ])("is FORBIDDEN to %s that may not ask it: %s", async (_who, query, who) => {
    const answer = await who().ask(query);
    expect(answer.status).toBe(200);
    expect(Object.values(answer.data!)).toEqual([null]);
    expect(answer.errors?.map(({ extensions }) => extensions["code"])).toEqual(["FORBIDDEN"]);
  });

  it("is FORBIDDEN to a token without the scope, and 401 to none", async () => {
    const importer = await world.person({ scopes: ["import"] });
    const exported = await importer.ask('mutation { exportMyData(input: { idempotencyKey: "k" }) { downloadUrl } }');
    expect(exported.errors?.map(({ extensions }) => extensions["code"])).toEqual(["FORBIDDEN"]);
    expect((await nobody.ask(ERASE)).status).toBe(401);
  });
});
