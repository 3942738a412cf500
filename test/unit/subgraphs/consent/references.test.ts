import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import type { Viewer } from "../../../../shared/viewer.js";
import { LicenceStatus, SuspendedBy } from "../../../../subgraphs/consent/licence/licence-status.js";
import { Licence } from "../../../../subgraphs/consent/licence/licence.js";
import { ConsentWorld, type Loose, OPERATOR, STEPS_DAILY, type TestBrand } from "./consent-world.js";

let world: ConsentWorld;
let brand: TestBrand;
let other: TestBrand;
let ada: ReturnType<ConsentWorld["person"]>;
let licenceId: string;
let draftId: string;

beforeAll(async () => {
  world = await ConsentWorld.open();
  [brand, other] = [await world.brand(), await world.brand()];
  ada = world.person();
  licenceId = (await world.accept(ada, await world.exchange(brand))).licence.id;
  draftId = (await world.createExchange(brand)).exchange.id;
});
afterAll(() => world.close());

async function entity(viewer: Viewer, type: string, key: object, fields: string): Promise<Loose> {
  const query = `query Q($r: [_Any!]!) { _entities(representations: $r) { ... on ${type} { ${fields} } } }`;
  const { data, errors } = await world.ask(viewer, query, { r: [{ __typename: type, ...key }] });
  return { entity: data?._entities?.[0] ?? null, codes: errors.map(({ code }) => code) };
}

describe("an id is no permission", () => {
  const HIDDEN = { entity: null, codes: ["HIDDEN"] };
  const who = (): Record<string, Viewer> => ({
    themselves: ada,
    brand: brand.viewer,
    member: { kind: "brandMember", brandId: brand.id, personId: "someone" },
    other: other.viewer,
    stranger: world.person(),
    operator: OPERATOR,
    nobody: { kind: "nobody" },
  });

  it.each<[string, () => object, string, string[]]>([
    ["Licence", () => ({ id: licenceId }), "id status", ["themselves", "brand", "member"]],
    ["ValueExchange", () => ({ id: draftId }), "id title", ["brand", "member", "operator"]],
    ["BrandAccount", () => ({ id: brand.id }), "id escrow", ["brand", "member", "operator"]],
    ["Person", () => ({ id: ada.personId }), "id sharingPaused", ["themselves"]],
  ])("%s is there only for whom it is", async (type, key, fields, allowed) => {
    for (const [name, viewer] of Object.entries(who())) {
      const found = await entity(viewer, type, key(), fields);
      const unknown = await entity(viewer, type, { id: "unknown" }, fields);
      expect(unknown).toEqual(HIDDEN);
      if (allowed.includes(name)) expect({ name, codes: found.codes }).toEqual({ name, codes: [] });
      else expect({ name, ...found }).toEqual({ name, ...HIDDEN });
    }
  });

  it("takes no number for an id", async () => {
    expect(await entity(OPERATOR, "BrandAccount", { id: 0 }, "id escrow")).toEqual(HIDDEN);
  });

  it("shows a brand to everybody, its account to itself and an operator", async () => {
    const fields = "name account { id }";
    const seen = async (viewer: Viewer): Promise<Loose> =>
      (await entity(viewer, "Brand", { id: brand.id }, fields)).entity.account;
    expect(await seen(ada)).toBeNull();
    expect(await seen(other.viewer)).toBeNull();
    expect(await seen(brand.viewer)).toEqual({ id: brand.id });
    expect(await seen(OPERATOR)).toEqual({ id: brand.id });
  });

  it("tells the reference to the brand and a suspension by the person to the person alone", async () => {
    const change = { status: LicenceStatus.SUSPENDED, suspendedBy: SuspendedBy.PERSON };
    await world.room.database.write((manager) =>
      manager.update(Licence, { personId: ada.personId, id: licenceId }, change),
    );
    const fields = "status suspendedBy customerRef terms { field precision }";
    const terms = [{ field: STEPS_DAILY.field, precision: STEPS_DAILY.precision }];
    expect((await entity(ada, "Licence", { id: licenceId }, fields)).entity).toEqual({
      status: "SUSPENDED",
      suspendedBy: "PERSON",
      customerRef: null,
      terms,
    });
    expect((await entity(brand.viewer, "Licence", { id: licenceId }, fields)).entity).toEqual({
      status: "ACTIVE",
      suspendedBy: null,
      customerRef: expect.stringMatching(/^[\w-]{22}$/),
      terms,
    });
  });
});

describe("root fields", () => {
  it.each<[string, () => Viewer]>([
    ["{ customers(purpose: PERSONALISED_OFFERS) { nodes { ref } } }", () => ada],
    [
      "{ customers(purpose: PERSONALISED_OFFERS) { nodes { ref } } }",
      () => ({ kind: "brandMember", brandId: brand.id, personId: "x" }),
    ],
    ["{ brand { id } }", () => OPERATOR],
    [
      'mutation { fundEscrow(input: { brandId: "b", points: 1, idempotencyKey: "k" }) { userErrors { code } } }',
      () => brand.viewer,
    ],
    [
      'mutation { withdrawLicence(input: { licenceId: "l", idempotencyKey: "k" }) { userErrors { code } } }',
      () => ({ ...ada, scopes: ["read"] }),
    ],
  ])("%s is forbidden to who may not call it", async (query, viewer) => {
    expect((await world.ask(viewer(), query)).errors).toMatchObject([{ code: "FORBIDDEN" }]);
  });
});

describe("what somebody says of themselves", () => {
  it("is strict until said, changes what is named, and is sealed", async () => {
    const grace = world.stranger();
    const read = async (): Promise<Loose> =>
      (await entity(grace, "Person", { id: grace.personId }, "region isAdult sharingPaused")).entity;
    expect(await read()).toEqual({ region: null, isAdult: false, sharingPaused: false });
    await world.mutate(grace, "setMyCircumstances", { region: "US_OTHER" }, "me { id }");
    await world.mutate(grace, "setMyCircumstances", { isAdult: true }, "me { id }");
    expect(await read()).toEqual({ region: "US_OTHER", isAdult: true, sharingPaused: false });
    await world.mutate(grace, "setMyCircumstances", { region: null }, "me { id }");
    expect(await read()).toEqual({ region: null, isAdult: true, sharingPaused: false });
    const [row] = await world.room.database.read((manager) =>
      manager.query<{ sealed: Buffer }[]>("SELECT sealed FROM circumstances WHERE personId = ?", [grace.personId]),
    );
    expect(row?.sealed.toString("latin1")).not.toContain("isAdult");
  });
});

describe("what a field has typically paid", () => {
  it("is unknown under ten exchanges, then the middle half of the prices", async () => {
    const reward = async (): Promise<Loose> =>
      (await entity(ada, "IntimateField", { path: "sleep.duration" }, "typicalReward { low high exchanges }")).entity
        .typicalReward;
    for (let points = 1; points <= 9; points += 1) {
      await world.exchange(brand, { terms: [{ field: "sleep.duration", precision: "FINE", history: "P30D", points }] });
    }
    expect(await reward()).toBeNull();
    await world.exchange(brand, {
      terms: [{ field: "sleep.duration", precision: "FINE", history: "P30D", points: 10 }],
    });
    expect(await reward()).toEqual({ low: 3, high: 8, exchanges: 10 });
  });
});
