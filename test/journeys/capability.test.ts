import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { mintCapability, type VaultCapability } from "../../shared/licensing/capability.js";
import { Precision } from "../../shared/licensing/precision.js";
import { Purpose } from "../../shared/licensing/purpose.js";
import type { LinkCall } from "../../shared/link.js";
import { embeddedSecrets, type Secrets } from "../../shared/secrets.js";
import { World } from "../harness/world.js";
import type { WorldPerson } from "../harness/world-person.js";

const VAULT = `query ($representations: [_Any!]!) {
  _entities(representations: $representations) { ... on Customer { data { fitness { steps { sum } } body { weight { mean } } } traits } } }`;

interface Opened {
  data: { fitness: { steps: unknown[] | null }; body: { weight: unknown[] | null } } | null;
  traits: string | null;
}

/** The key of a Customer is the permission; here it is attacked where it is opened. */
describe("the capability", () => {
  let world: World;
  let person: WorldPerson;
  let secrets: Secrets;
  beforeAll(async () => {
    world = await World.open();
    person = await world.person();
    secrets = await embeddedSecrets(world.environment.dataDir);
  }, 60_000);
  afterAll(() => world.close());

  const claims = (more: Partial<VaultCapability> = {}): VaultCapability => ({
    jti: "jti-1",
    operation: "operation-1",
    viewer: "brand:b1",
    person: person.id,
    brand: "b1",
    purpose: Purpose.PERSONALISED_OFFERS,
    mode: "DISCLOSE",
    traitsKey: randomBytes(32).toString("base64url"),
    expMs: world.now().getTime() + 10_000,
    licences: [{ id: "licence-1", price: 0, held: false }],
    terms: [
      { licence: "licence-1", field: "fitness.steps", precision: Precision.COARSE, historyFromMs: 0, state: "GRANTED" },
    ],
    ...more,
  });
  const mint = (more: Partial<VaultCapability> = {}): string => mintCapability(secrets.capabilityKeys, claims(more));
  const call = (more: Partial<LinkCall> = {}): LinkCall => ({
    viewer: { kind: "brand", brandId: "b1", clientId: "c1" },
    operationId: "operation-1",
    operationName: null,
    licensedFields: [],
    comparedFields: [],
    ...more,
  });

  const open = async (
    capabilities: unknown[],
    as: LinkCall = call(),
  ): Promise<{ opened: Opened[]; refused: string[] }> => {
    const representations = capabilities.map((capability) => ({ __typename: "Customer", capability }));
    const result = await world.confide.userProfile.link.execute({ query: VAULT, variables: { representations } }, as);
    const { data, errors } = JSON.parse(JSON.stringify(result)) as {
      data: { _entities: Opened[] };
      errors?: { extensions: { field: string; reason: string } }[];
    };
    return {
      opened: data._entities,
      refused: (errors ?? []).map(({ extensions }) => `${extensions.field} ${extensions.reason}`),
    };
  };

  it("opens the licensed field, and no other", async () => {
    const { opened, refused } = await open([mint()]);
    expect(opened[0]?.data?.fitness.steps).toEqual([]);
    expect(refused).toEqual(["body.weight NO_LICENCE"]);
  });

  const changed = (text: string, at: number): string =>
    text.slice(0, at) + (text[at] === "A" ? "B" : "A") + text.slice(at + 1);
  const bad: [string, () => unknown, LinkCall?][] = [
    [
      "forged with another key",
      () => mintCapability({ "user-profile": randomBytes(32), offers: randomBytes(32) }, claims()),
    ],
    ["expired", () => mint({ expMs: world.now().getTime() - 1 })],
    ["altered in its nonce", () => changed(mint(), 3)],
    ["altered in its claims", () => changed(mint(), 60)],
    ["cut short", () => mint().slice(0, 40)],
    ["given in halves the other way round", () => mint().split(".").reverse().join(".")],
    ["the half that offers opens, twice", () => [mint().split(".")[1], mint().split(".")[1]].join(".")],
    ["of another brand", () => mint({ viewer: "brand:b2" })],
    ["of another operation", () => mint({ operation: "operation-2" })],
    ["an empty text", () => ""],
    ["no text", () => null],
    ["an object", () => ({ person: "p" })],
    ["a text of a megabyte", () => "x".repeat(1_000_000)],
  ];
  it.each(bad)("withholds every field when it is %s", async (_name, capability) => {
    const { opened, refused } = await open([capability()]);
    expect(opened[0]?.data?.fitness.steps).toBeNull();
    expect(opened[0]?.traits).toBeNull();
    expect(refused.sort()).toEqual(["body.weight NO_LICENCE", "fitness.steps NO_LICENCE"]);
  });

  it("withholds every field from another principal and in another operation", async () => {
    const others = [
      call({ viewer: { kind: "brand", brandId: "b2", clientId: "c2" } }),
      call({ viewer: { kind: "person", personId: person.id, displayName: "", emailHash: "", scopes: ["read"] } }),
      call({ viewer: { kind: "nobody" } }),
      call({ operationId: "operation-3" }),
    ];
    for (const other of others) expect((await open([mint()], other)).refused).toHaveLength(2);
  });

  it("does not let one bad key change what its neighbours answer", async () => {
    const { opened, refused } = await open([mint(), "bad", mint({ jti: "jti-2" })]);
    expect(opened.map(({ data }) => data?.fitness.steps)).toEqual([[], null, []]);
    expect(refused).toHaveLength(4);
  });

  it("is never shown, named or replaced by a client", async () => {
    const brand = await world.brand();
    const licence = await person.licensing("fitness.steps", "COARSE", "P30D").to(brand);
    const ref = await brand.refOf(licence);
    const customer = `customer(ref: "${ref}", purpose: SERVICE_PERSONALISATION)`;
    const refused = [
      `{ ${customer} { capability } }`,
      `{ ${customer} { traits } }`,
      `{ ${customer} { capability: ref data { fitness { steps { sum } } } } }`,
      `query ($t: Boolean!) { ${customer} { capability: ref @include(if: $t) data { fitness { steps { sum } } } } }`,
      `{ ${customer} { traits: data { fitness { steps { sum } } } offerSlots(placement: "home") { position } } }`,
      `{ ${customer} { ...F } } fragment F on Customer { capability: ref data { fitness { steps { sum } } } }`,
      `{ ${customer} { __typename: ref } }`,
      `{ ${customer} { a__b: ref } }`,
      `query ($representations: ID!) { customer(ref: $representations, purpose: SERVICE_PERSONALISATION) { ref } }`,
      `{ me { id: displayName } }`,
      `{ _entities(representations: []) { __typename } }`,
      `{ _service { sdl } }`,
    ];
    for (const query of refused) {
      const answer = await brand.ask(query, { t: true, representations: ref });
      expect([query, answer.status, answer.errors?.[0]?.extensions["code"]]).toEqual([query, 400, "BAD_USER_INPUT"]);
      expect(answer.data).toBeUndefined();
    }
    const introspected = await brand.ask(`{ __type(name: "Customer") { fields { name } } }`);
    expect(introspected.text).not.toMatch(/capability|traits/);
  });
});
