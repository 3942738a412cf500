import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { DAY_MS } from "../../../../../shared/clock.js";
import { Purpose } from "../../../../../shared/graphql-enums.js";
import { authorisationOf, LAW_TABLE, lawsMet, prohibitionOf } from "../../../../../subgraphs/consent/law/law-table.js";
import { Region } from "../../../../../subgraphs/consent/person/circumstances.js";
import { ConsentWorld, HEART_HOURLY, STEPS_DAILY, type TestBrand } from "../consent-world.js";

const OFFERS = Purpose.PERSONALISED_OFFERS;
const SERVICE = Purpose.SERVICE_PERSONALISATION;

/** region, adult, purpose, special category -> what the law says. The whole of it, written out. */
const CASES: readonly [Region | null, boolean, Purpose, boolean, "ALLOWED" | "PROHIBITED" | "AUTHORISATION"][] = [
  [Region.EU, true, OFFERS, true, "PROHIBITED"],
  [Region.EU, true, OFFERS, false, "ALLOWED"],
  [Region.EU, true, SERVICE, true, "ALLOWED"],
  [Region.EU, false, OFFERS, false, "PROHIBITED"],
  [Region.EU, false, SERVICE, true, "ALLOWED"],
  [Region.UK, true, OFFERS, true, "PROHIBITED"],
  [Region.UK, true, OFFERS, false, "ALLOWED"],
  [Region.UK, true, SERVICE, true, "ALLOWED"],
  [Region.UK, false, OFFERS, false, "PROHIBITED"],
  [Region.US_WASHINGTON, true, OFFERS, true, "AUTHORISATION"],
  [Region.US_WASHINGTON, true, OFFERS, false, "ALLOWED"],
  [Region.US_WASHINGTON, true, SERVICE, true, "AUTHORISATION"],
  [Region.US_WASHINGTON, true, SERVICE, false, "ALLOWED"],
  [Region.US_WASHINGTON, false, OFFERS, false, "PROHIBITED"],
  [Region.US_OTHER, true, OFFERS, true, "ALLOWED"],
  [Region.US_OTHER, false, OFFERS, false, "PROHIBITED"],
  [Region.US_OTHER, false, SERVICE, true, "ALLOWED"],
  [Region.OTHER, true, OFFERS, true, "ALLOWED"],
  [Region.OTHER, false, OFFERS, false, "PROHIBITED"],
  [null, true, OFFERS, true, "PROHIBITED"],
  [null, true, OFFERS, false, "ALLOWED"],
  [null, true, SERVICE, true, "AUTHORISATION"],
  [null, true, SERVICE, false, "ALLOWED"],
  [null, false, OFFERS, false, "PROHIBITED"],
];

describe("the table of laws", () => {
  it.each(CASES)("region %s, adult %s, %s, special category %s: %s", (region, isAdult, purpose, isSpecial, says) => {
    const question = { region, isAdult, purpose, isSpecial };
    const allowed = authorisationOf(question) ? "AUTHORISATION" : "ALLOWED";
    expect(prohibitionOf(question) ? "PROHIBITED" : allowed).toBe(says);
  });

  it("names its source in every row, and has no row that no case meets", () => {
    expect(LAW_TABLE.filter(({ source }) => source.length < 20)).toEqual([]);
    const met = CASES.flatMap(([region, isAdult, purpose, isSpecial]) =>
      lawsMet({ region, isAdult, purpose, isSpecial }),
    );
    expect(LAW_TABLE.filter((row) => !met.includes(row))).toEqual([]);
  });

  it("is the strictest of all rows for who has not said where they are", () => {
    for (const [, isAdult, purpose, isSpecial] of CASES) {
      const own = Object.values(Region).flatMap((region) => lawsMet({ region, isAdult, purpose, isSpecial }));
      expect(lawsMet({ region: null, isAdult, purpose, isSpecial }).length).toBe(own.length);
    }
  });
});

describe("the law at the grant", () => {
  let world: ConsentWorld;
  let brand: TestBrand;
  beforeAll(async () => {
    world = await ConsentWorld.open();
    brand = await world.brand();
  }, 30_000);
  afterAll(() => world.close());

  const is = async (person: ReturnType<ConsentWorld["person"]>, region: string | null, isAdult: boolean) => {
    await world.mutate(person, "setMyCircumstances", { region, isAdult }, "me { id }");
  };
  const standing = async (person: ReturnType<ConsentWorld["person"]>) =>
    (await world.me(person, "licences { nodes { status suspendedBy } }")).licences.nodes;
  const listed = async (person: ReturnType<ConsentWorld["person"]>) =>
    (await world.me(person, "exchanges(first: 100) { nodes { id } }")).exchanges.nodes.map(
      ({ id }: { id: string }) => id,
    );

  it("refuses, and does not list, offers from special categories in the EU and the UK", async () => {
    const heart = await world.exchange(brand, { terms: [HEART_HOURLY] });
    for (const region of ["EU", "UK"]) {
      const person = world.stranger();
      await is(person, region, true);
      expect(await listed(person)).not.toContain(heart.id);
      const { licence, userErrors } = await world.accept(person, heart);
      expect([licence, userErrors]).toMatchObject([null, [{ code: "JURISDICTION_PROHIBITED" }]]);
    }
    const elsewhere = world.stranger();
    await is(elsewhere, "US_OTHER", true);
    expect(await listed(elsewhere)).toContain(heart.id);
    expect((await world.accept(elsewhere, heart)).userErrors).toEqual([]);
  });

  it("judges what is ticked, too", async () => {
    const exchange = await world.exchange(brand, { terms: [STEPS_DAILY], optionalTerms: [HEART_HOURLY] });
    const person = world.stranger();
    await is(person, "EU", true);
    expect(await listed(person)).toContain(exchange.id);
    const optionalTerms = [exchange.optionalTerms[0].id];
    const ticked = await world.accept(person, exchange, { optionalTerms });
    expect(ticked.userErrors).toMatchObject([{ code: "JURISDICTION_PROHIBITED" }]);
    expect((await world.accept(person, exchange)).userErrors).toEqual([]);
  });

  it("makes no personalised offers to minors, nor to who has not said that they are none", async () => {
    const exchange = await world.exchange(brand, { terms: [STEPS_DAILY] });
    const stranger = world.stranger();
    expect(await listed(stranger)).not.toContain(exchange.id);
    expect((await world.accept(stranger, exchange)).userErrors).toMatchObject([{ code: "JURISDICTION_PROHIBITED" }]);
    const child = world.stranger();
    await is(child, "US_OTHER", false);
    expect((await world.accept(child, exchange)).userErrors).toMatchObject([{ code: "JURISDICTION_PROHIBITED" }]);
  });

  it("asks for the separate text in Washington, keeps it in the receipt, and lasts a year at most", async () => {
    const wish = { purpose: "SERVICE_PERSONALISATION", terms: [HEART_HOURLY], lasts: "P500D" };
    const exchange = await world.exchange(brand, wish);
    const person = world.stranger();
    await is(person, "US_WASHINGTON", true);
    const asked = "query Q($id: ID!) { exchange(id: $id) { authorisationText } }";
    const text = async (viewer: ReturnType<ConsentWorld["person"]>) =>
      (await world.ask(viewer, asked, { id: exchange.id })).data.exchange.authorisationText;
    const shown = await text(person);
    for (const part of "abcdefghi") expect(shown).toContain(`(${part}) `);
    expect(shown).toContain("heart.rate");
    expect(await text(world.person())).toBeNull();
    expect((await world.accept(person, exchange)).userErrors).toMatchObject([{ code: "AUTHORISATION_REQUIRED" }]);
    const { licence } = await world.accept(person, exchange, { authorised: true });
    const record = JSON.parse(Buffer.from(licence.receipt.split(".")[1], "base64url").toString());
    expect(record.authorisation).toMatchObject({ text: shown, agreedAt: world.now.toISOString() });
    expect(record.events[0].validityDuration).toBe("P365D");
    const [mine] = (await world.me(person, "licences { nodes { grantedAt expiresAt } }")).licences.nodes;
    expect(Date.parse(mine.expiresAt) - Date.parse(mine.grantedAt)).toBe(365 * DAY_MS);
  });

  it("suspends what is no longer lawful when somebody moves, and lets it go on when it is again", async () => {
    const person = world.stranger();
    await is(person, "US_OTHER", true);
    const heart = await world.exchange(brand, { terms: [HEART_HOURLY] });
    await world.accept(person, heart);
    await is(person, "EU", true);
    expect(await standing(person)).toEqual([{ status: "SUSPENDED", suspendedBy: "LAW" }]);
    await world.mutate(person, "pauseSharing", { paused: true }, "sharingPaused");
    await is(person, "OTHER", true);
    expect(await standing(person)).toEqual([{ status: "SUSPENDED", suspendedBy: "PERSON" }]);
    await is(person, "UK", true);
    await world.mutate(person, "pauseSharing", { paused: false }, "sharingPaused");
    expect(await standing(person)).toEqual([{ status: "SUSPENDED", suspendedBy: "LAW" }]);
    await is(person, "US_OTHER", true);
    expect(await standing(person)).toEqual([{ status: "ACTIVE", suspendedBy: null }]);
    await is(person, "US_WASHINGTON", true);
    expect(await standing(person)).toEqual([{ status: "SUSPENDED", suspendedBy: "LAW" }]);
  });
});
