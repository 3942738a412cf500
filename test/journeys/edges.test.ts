import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { World } from "../harness/world.js";
import type { WorldBrand } from "../harness/world-brand.js";
import type { WorldPerson } from "../harness/world-person.js";

/** What HTTP.md says of tokens, errors and bad input. */
describe("the gateway's edges", () => {
  let world: World;
  let person: WorldPerson;
  let brand: WorldBrand;
  beforeAll(async () => {
    world = await World.open();
    person = await world.person();
    brand = await world.brand();
  }, 60_000);
  afterAll(() => world.close());

  const post = (body: string, headers: Record<string, string> = {}): Promise<Response> =>
    fetch(`${world.url}/graphql`, {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body,
    });
  const query = (text: string): string => JSON.stringify({ query: text });

  it("is open to everybody for the catalogue and the traits", async () => {
    const response = await post(
      query("{ catalogue { path tier specialCategory precisions { precision gives } } traits { id formula sources } }"),
    );
    expect(response.status).toBe(200);
    const { data } = (await response.json()) as { data: { catalogue: { path: string }[]; traits: unknown[] } };
    expect(data.catalogue).toHaveLength(30);
    expect(data.traits.length).toBeGreaterThanOrEqual(6);
  });

  it.each([
    ["no token", {}],
    ["a token of nobody", { authorization: "Bearer nonsense" }],
    [
      "a personal token that was made up",
      { authorization: "Bearer confide_pat_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA" },
    ],
    ["another scheme", { authorization: "Basic YTpi" }],
    ["an unsigned JWT", { authorization: "Bearer eyJhbGciOiJub25lIiwidHlwIjoiYXQrand0In0.eyJzdWIiOiJ4In0." }],
  ])("answers 401 to %s", async (_name, headers) => {
    const response = await post(query("{ me { id } }"), headers);
    expect(response.status).toBe(401);
    expect(response.headers.get("www-authenticate")).toMatch(/^Bearer/);
    const { errors } = (await response.json()) as { errors: { extensions: Record<string, unknown> }[] };
    expect(errors.map(({ extensions }) => extensions["code"])).toEqual(["UNAUTHENTICATED"]);
    expect(errors[0]!.extensions["requestId"]).toEqual(expect.any(String));
  });

  it.each([
    ["a brand", "me", () => brand],
    ["a person", "brand", () => person],
    ["a person", 'customer(ref: "x", purpose: SERVICE_PERSONALISATION)', () => person],
  ] as const)("answers %s that asks %s with null and FORBIDDEN", async (_who, field, who) => {
    const answer = await who().ask(`{ ${field} { __typename } }`);
    expect(answer.status).toBe(200);
    expect(Object.values(answer.data!)).toEqual([null]);
    expect(answer.errors?.map(({ extensions }) => extensions["code"])).toEqual(["FORBIDDEN"]);
  });

  it("lets a token do what its scopes say", async () => {
    const reader = await world.person({ scopes: ["read"] });
    expect((await reader.ask("{ me { id } }")).errors).toBeUndefined();
    const accept = `mutation { acceptExchange(input: { exchangeId: "x", termsHash: "x", idempotencyKey: "x" }) { licence { id } } }`;
    expect((await reader.ask(accept)).errors?.[0]?.extensions["code"]).toBe("FORBIDDEN");
    const spender = await world.person({ scopes: ["spend"] });
    expect((await spender.ask("{ me { id } }")).errors?.[0]?.extensions["code"]).toBe("FORBIDDEN");
    // A mutation's payload is no way round.
    const importer = await world.person({ scopes: ["import"] });
    const zone = await importer.ask(
      `mutation { setMyTimeZone(input: { timeZone: "Europe/Vienna", idempotencyKey: "k" }) { userErrors { code } me { id data { body { weight { mean } } } timeZone } } }`,
    );
    expect(zone.data).toMatchObject({ setMyTimeZone: { userErrors: [], me: null } });
    expect(zone.errors?.map(({ extensions }) => extensions["code"])).toContain("FORBIDDEN");
    const consenter = await world.person({ scopes: ["consent"] });
    const region = await consenter.ask(
      `mutation { setMyCircumstances(input: { region: EU, idempotencyKey: "k" }) { me { id displayName data { body { weight { mean } } } wallet { available } } } }`,
    );
    expect(region.text).not.toMatch(/"weight"|"available"|"displayName":"/);
  });

  it.each([
    ["a broken body", "{", 400],
    ["no query", "{}", 400],
    ["a query that is none", query("{ me {"), 400],
    ["an unknown field", query("{ me { nonsense } }"), 400],
    ["a batch", JSON.stringify([{ query: "{ __typename }" }]), 400],
    ["more than a megabyte", query(`{ __typename }${" ".repeat(1_100_000)}`), 413],
    ["too many words", query(`{ ${"__typename ".repeat(3_000)} }`), 400],
    ["a bomb of fragments", query(fragmentBomb()), 400],
    ["a subscription", query("subscription { __typename }"), 400],
  ])("refuses %s in a sentence", async (_name, body, status) => {
    const response = await post(body, { authorization: `Bearer ${person.token}` });
    expect(response.status).toBe(status);
    const { errors } = (await response.json()) as { errors: { message: string; extensions: { code: string } }[] };
    expect(errors[0]!.extensions.code).toBe("BAD_USER_INPUT");
    expect(errors[0]!.message).not.toMatch(/\bat \S+:\d+/);
  });

  const START = "mutation ($input: StartImportInput!) { startImport(input: $input) { uploadUrl } }";
  const PERIOD =
    "query ($from: DateTime!) { me { id data { heart { rate(during: { from: $from, to: $from }) { mean } } } } }";
  it.each([
    ["an object of a variable", START, { input: { fileName: "my-secret-diary", bytes: "many" } }],
    ["a variable", START, { input: { fileName: "diary", bytes: "my-secret-diary" } }],
    ["a variable's key", START, { input: { fileName: "diary", bytes: 1, "my-secret-diary": 1 } }],
    ["a variable ID", "query ($id: ID!) { exchange(id: $id) { id } }", { id: { my: "my-secret-diary" } }],
    ["a variable DateTime", PERIOD, { from: "my-secret-diary" }],
    ["a literal DateTime", PERIOD.replace("($from: DateTime!)", "").replaceAll("$from", '"my-secret-diary"'), {}],
    ["a literal Int", '{ me { licences(first: "my-secret-diary") { nodes { id } } } }', {}],
    ["a literal enum", '{ me { previewAs(brandId: "x", purpose: "my-secret-diary") { ref } } }', {}],
    ["a stray string", '{ me { id("my-secret-diary") } }', {}],
  ])("repeats no value that was sent in an error: %s", async (_name, text, variables) => {
    const answer = await person.ask(text, variables);
    expect(answer.status).toBe(400);
    expect(new Set(answer.errors?.map(({ extensions }) => extensions["code"]))).toEqual(new Set(["BAD_USER_INPUT"]));
    expect(answer.text).not.toContain("my-secret-diary");
  });

  it.each([
    [
      "a name that is none of the operations'",
      { query: "query A { traits { id } }", operationName: "my-secret-diary" },
    ],
    ["no name for two operations", { query: "query A { traits { id } } query B { traits { id } }" }],
  ])("refuses %s as the client's mistake", async (_name, body) => {
    const response = await post(JSON.stringify(body));
    expect(response.status).toBe(400);
    const answer = await response.text();
    expect(answer).toContain('"BAD_USER_INPUT"');
    expect(answer).not.toContain("my-secret-diary");
  });

  it("takes good values of every scalar through", async () => {
    const exchange = await brand.publish({ terms: [{ field: "heart.rate", precision: "COARSE", history: "P30D" }] });
    expect(exchange.termsHash).toEqual(expect.any(String));
    const from = "2026-01-01T00:00:00+01:00";
    const own = await person.ask(PERIOD.replace("to: $from", 'to: "2026-02-01T00:00:00Z"'), { from });
    expect(own.errors).toBeUndefined();
    expect(own.data).toMatchObject({ me: { data: { heart: { rate: [] } } } });
  });

  it.each([
    ["Duration", { lasts: "a while" }],
    ["Duration", { retention: "P1Y" }],
    ["DateTime", { closesAt: "tomorrow" }],
  ])("refuses a bad %s before anything runs", async (type, more) => {
    const input = {
      title: "t",
      summary: "s",
      purpose: "SERVICE_PERSONALISATION",
      terms: [],
      lasts: "P90D",
      places: 1,
      retention: "P30D",
      storageCountries: ["DE"],
      idempotencyKey: "k",
      ...more,
    };
    const text = "mutation ($input: CreateExchangeInput!) { createExchange(input: $input) { exchange { id } } }";
    const answer = await brand.ask(text, { input });
    expect(answer.status).toBe(400);
    expect(answer.data).toBeUndefined();
    expect(answer.errors?.map(({ message }) => message)).toEqual([expect.stringContaining(`"${type}"`)]);
    const offer = "mutation ($url: URL!) { createOffer(input: { landingUrl: $url, title: \"t\", body: \"b\", callToAction: \"c\", placements: [\"home\"], budget: 1, idempotencyKey: \"k\" }) { offer { id } } }"; // prettier-ignore
    expect((await brand.ask(offer, { url: "javascript:alert(1)" })).status).toBe(400);
  });

  it("refuses a period that ends before it begins, and a precision that is not told", async () => {
    const own = (selection: string) => person.ask(`{ me { data { ${selection} } } }`);
    const backwards = await own(
      `heart { rate(during: { from: "2026-02-01T00:00:00Z", to: "2026-01-01T00:00:00Z" }) { mean } }`,
    );
    expect(backwards.errors?.[0]?.extensions["code"]).toBe("BAD_USER_INPUT");
    const noCell = await own("fitness { workouts(precision: BAND) { activity } }");
    expect(noCell.errors?.[0]?.extensions["code"]).toBe("BAD_USER_INPUT");
  });

  it("says that it lives, and serves its own explorer without another host", async () => {
    expect(await (await fetch(`${world.url}/healthz`)).json()).toEqual({ ok: true });
    expect((await fetch(`${world.url}/readyz`)).status).toBe(200);
    const page = await (await fetch(`${world.url}/explorer/`)).text();
    expect(page).toContain("explorer.js");
    expect(page).not.toMatch(/https?:\/\//);
    expect((await fetch(`${world.url}/nothing-here`)).status).toBe(404);
  });

  it("answers no other site's script", async () => {
    const response = await post(query("{ catalogue { path } }"), { origin: "https://elsewhere.example" });
    expect(response.headers.get("access-control-allow-origin")).toBeNull();
    const simple = await fetch(`${world.url}/graphql?query={catalogue{path}}`);
    expect(simple.status).toBe(405); // a GET that any page could send
    const plain = await post(query("{ catalogue { path } }"), { "content-type": "text/plain" });
    expect(plain.status).toBe(400);
    const { errors } = (await plain.json()) as { errors: { message: string; extensions: Record<string, unknown> }[] };
    expect(errors[0]!.message).toMatch(/^Send the query as application\/json/);
    expect(errors[0]!.extensions).toEqual({ code: "BAD_USER_INPUT", requestId: expect.any(String) });
  });

  it("tells its maker nothing", () => {
    expect(process.env["APOLLO_TELEMETRY_DISABLED"]).toBe("true");
  });
});

function fragmentBomb(): string {
  const levels = Array.from({ length: 20 }, (_, i) => `fragment F${i} on Person { ...F${i + 1} ...F${i + 1} }`);
  return `{ me { ...F0 } } ${levels.join(" ")} fragment F20 on Person { id }`;
}
