import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { systemRandom } from "../../../../../shared/identifier.js";
import { mintCapability } from "../../../../../shared/licensing/capability.js";
import { Purpose } from "../../../../../shared/licensing/purpose.js";
import { sealTraits } from "../../../../../shared/licensing/traits-seal.js";
import { brokenTable } from "../../../../harness/databases.js";
import { BRAND, OTHER_BRAND, OffersWorld, RESTS_SLOWLY, RUNS_TWICE, trait, type Loose } from "../offers-world.js";

let world: OffersWorld;
beforeEach(async () => {
  world = await OffersWorld.open();
});
afterEach(() => world.close());

const RUNNER = { runsPerWeek: trait({ low: 3, high: 3 }) };
const HEART = { field: "heart.restingRate", licence: "licence-2", precision: "BAND" };

const titles = (slots: Loose): (string | null)[] =>
  slots.map((slot: Loose) => (slot.proposition ? (slot.proposition.offer.title as string) : null));

describe("offerSlots", () => {
  it("shows the calling brand's own live offers, chosen by licensed traits, and says why", async () => {
    const runner = await world.liveOffer({ title: "runner", targeting: [RUNS_TWICE], rewardOnClaim: 10 });
    await world.liveOffer({ title: "everybody", isFallback: true });
    await world.liveOffer({ title: "others", targeting: [RUNS_TWICE] }, OTHER_BRAND);
    await world.draft({ title: "draft", targeting: [RUNS_TWICE] });
    await world.setStatus(await world.liveOffer({ title: "paused", targeting: [RUNS_TWICE] }), "PAUSED");
    const { slots, codes } = await world.slots(world.claims(), { traits: RUNNER, count: 3 });
    expect(codes).toEqual([]);
    expect(titles(slots)).toEqual(["runner", "everybody", null]);
    expect(slots[0]).toMatchObject({
      position: 1,
      noOfferReason: null,
      proposition: {
        because: ["runsPerWeek"],
        expiresAt: "2026-03-01T12:30:00.000Z",
        offer: { id: runner, brand: { id: "brand-a" }, campaign: { status: "LIVE" } },
      },
    });
    expect(slots[1].proposition.because).toEqual([]);
    expect(slots[2]).toEqual({ position: 3, proposition: null, noOfferReason: "NO_ELIGIBLE_OFFER" });
  });

  it("shows nobody a targeted offer whose trait is not licensed", async () => {
    await world.liveOffer({ title: "runner", targeting: [RUNS_TWICE] });
    await world.liveOffer({ title: "everybody", isFallback: true });
    const { slots } = await world.slots(world.claims(), { traits: {} });
    expect(titles(slots)).toEqual(["everybody"]);
  });

  it("knows no trait for a purpose that is not offers, whatever is sealed", async () => {
    await world.liveOffer({ title: "runner", targeting: [RUNS_TWICE] });
    await world.liveOffer({ title: "plain" });
    const claims = world.claims({ purpose: Purpose.SERVICE_PERSONALISATION });
    expect(titles((await world.slots(claims, { traits: RUNNER })).slots)).toEqual(["plain"]);
    expect(await world.told("decided")).toEqual([]);
  });

  it("names a placement that nobody shows", async () => {
    await world.liveOffer();
    for (const placement of ["moon", "HOME", ""]) {
      const { slots } = await world.slots(world.claims(), { placement, count: 2 });
      expect(slots).toEqual([
        { position: 1, proposition: null, noOfferReason: "UNKNOWN_PLACEMENT" },
        { position: 2, proposition: null, noOfferReason: "UNKNOWN_PLACEMENT" },
      ]);
    }
  });

  it.each([0, -1, 11])("refuses a count of %d", async (count) => {
    const answer = await world.slots(world.claims(), { count });
    expect(answer).toEqual({ slots: null, codes: ["BAD_USER_INPUT"] });
  });

  it("is null in a preview, which records nothing", async () => {
    await world.liveOffer();
    expect(await world.slots(world.claims({ mode: "PREVIEW" }))).toEqual({ slots: null, codes: [] });
    expect(await world.count("proposition")).toBe(0);
  });

  it("is UNAVAILABLE without the traits that user-profile always seals", async () => {
    await world.liveOffer();
    const answer = await world.slots(world.claims(), { change: { traits: null } });
    expect(answer).toEqual({ slots: null, codes: ["UNAVAILABLE"] });
    expect(await world.count("proposition")).toBe(0);
  });
});

describe("a capability that does not open", () => {
  const nothing = { slots: null, codes: [] };
  beforeEach(async () => {
    await world.liveOffer({ title: "everybody" });
  });

  it("would have opened", async () => {
    expect(titles((await world.slots(world.claims())).slots)).toEqual(["everybody"]);
  });

  it("fills no slot when it is forged", async () => {
    const claims = world.claims();
    const keys = { "user-profile": systemRandom(32), offers: systemRandom(32) };
    const forged = mintCapability(keys, { ...claims, licences: [], terms: [] });
    expect(await world.slots(claims, { change: { capability: forged } })).toEqual(nothing);
    expect(await world.slots(claims, { change: { capability: "a.b" } })).toEqual(nothing);
    expect(await world.slots(claims, { change: { capability: null } })).toEqual(nothing);
  });

  it("fills no slot when a byte of it was altered", async () => {
    const claims = world.claims();
    const [vault = "", offers = ""] = world.capability(claims).split(".");
    const at = Math.floor(offers.length / 2);
    const altered = `${vault}.${offers.slice(0, at)}${offers[at] === "A" ? "B" : "A"}${offers.slice(at + 1)}`;
    expect(await world.slots(claims, { change: { capability: altered } })).toEqual(nothing);
    // The vault's half is no key here, and this half none there.
    expect(await world.slots(claims, { change: { capability: `${vault}.${vault}` } })).toEqual(nothing);
  });

  it("fills no slot when it has expired", async () => {
    const claims = world.claims();
    world.now = new Date(claims.expMs);
    expect(await world.slots(claims)).toEqual(nothing);
  });

  it("fills no slot for another viewer or another operation", async () => {
    expect(await world.slots(world.claims(), { viewer: OTHER_BRAND })).toEqual(nothing);
    expect(await world.slots(world.claims(), { operation: "another-operation" })).toEqual(nothing);
  });

  it("leaves the other customers of its batch as they are", async () => {
    const operation = "batch-operation";
    const good = world.representation(world.claims({ operation }));
    const query = `query ($r: [_Any!]!) { _entities(representations: $r) { ... on Customer {
      offerSlots(placement: "home") { proposition { offer { title } } } } } }`;
    const { data, codes } = await world.ask(BRAND, query, { r: [{ ...good, capability: "bad" }, good] }, operation);
    expect(codes).toEqual([]);
    expect(data._entities[0].offerSlots).toBeNull();
    expect(titles(data._entities[1].offerSlots)).toEqual(["everybody"]);
  });
});

describe("traits that were not sealed for this capability", () => {
  beforeEach(async () => {
    await world.liveOffer({ title: "runner", targeting: [RUNS_TWICE] });
    await world.liveOffer({ title: "everybody", isFallback: true });
  });

  it("choose nothing when they were altered, another customer's, or plain", async () => {
    const claims = world.claims();
    const sealed = sealTraits(claims.traitsKey, claims.jti, RUNNER);
    const other = world.claims();
    const wrong = [
      `${sealed.slice(0, -2)}${sealed.endsWith("A") ? "BB" : "AA"}`,
      sealTraits(claims.traitsKey, other.jti, RUNNER),
      sealTraits(other.traitsKey, claims.jti, RUNNER),
      JSON.stringify(RUNNER),
      "",
    ];
    for (const traits of wrong) {
      expect(titles((await world.slots(claims, { change: { traits } })).slots)).toEqual(["everybody"]);
    }
    expect(titles((await world.slots(claims, { change: { traits: sealed } })).slots)).toEqual(["runner"]);
  });
});

describe("what a choice leaves behind", () => {
  it("is a sealed proposition and one DECISION per licence used", async () => {
    await world.liveOffer({ title: "both", targeting: [RUNS_TWICE, RESTS_SLOWLY] });
    const claims = world.claims();
    const traits = { ...RUNNER, restingHeartRate: trait({ low: 50, high: 60 }, HEART), stepsPerDay: trait(null) };
    const { slots } = await world.slots(claims, { traits });
    expect(slots[0].proposition.because).toEqual(["runsPerWeek", "restingHeartRate"]);
    const period = { from: "2026-02-01T00:00:00.000Z", to: "2026-03-01T12:00:00.000Z" };
    const shared = {
      ...{ operation: claims.operation, person: "person-1", brand: "brand-a", purpose: "PERSONALISED_OFFERS" },
      ...{ at: world.now.toISOString(), operationName: "Test" },
    };
    expect(await world.told("decided")).toEqual([
      { ...shared, licence: "licence-1", fields: [{ field: "fitness.workouts", precision: "COARSE", ...period }] },
      { ...shared, licence: "licence-2", fields: [{ field: "heart.restingRate", precision: "BAND", ...period }] },
    ]);
    expect(world.sent.filter(({ event }) => event.type === "decided").map(({ recipient }) => recipient)).toEqual([
      "user-profile",
      "user-profile",
    ]);
    const [row] = await world.room.database.read((manager) => manager.query<Loose[]>("SELECT * FROM proposition"));
    expect(row).toMatchObject({ personId: "person-1", id: slots[0].proposition.id, operation: claims.operation });
    const kept = Object.values(row as object)
      .map(String)
      .join("\n");
    expect(kept).not.toContain("runsPerWeek");
    expect(kept).not.toContain(slots[0].proposition.offer.id);
  });

  it("is no DECISION when no trait chose the offer", async () => {
    await world.liveOffer({ title: "plain" });
    await world.slots(world.claims(), { traits: RUNNER });
    expect(await world.count("proposition")).toBe(1);
    expect(await world.told("decided")).toEqual([]);
  });

  it("is nothing when there is no offer", async () => {
    await world.slots(world.claims(), { traits: RUNNER });
    expect(await world.count("proposition")).toBe(0);
    expect(await world.count("outbox")).toBe(0);
  });

  it("is one DECISION per licence however often an operation asks", async () => {
    await world.liveOffer({ title: "runner", targeting: [RUNS_TWICE] });
    const operation = "aliased-operation";
    const query = `query ($r: [_Any!]!) { _entities(representations: $r) { ... on Customer {
      one: offerSlots(placement: "home") { proposition { id } }
      two: offerSlots(placement: "home") { proposition { id } } } } }`;
    const r = [world.representation(world.claims({ operation }), RUNNER)];
    await world.ask(BRAND, query, { r }, operation);
    expect(await world.told("decided")).toHaveLength(1);
    // An aliased root is a fetch of its own, with a capability of its own.
    await world.slots(world.claims({ operation }), { traits: RUNNER });
    expect(await world.told("decided")).toHaveLength(1);
    await world.slots(world.claims(), { traits: RUNNER });
    expect(await world.told("decided")).toHaveLength(2);
  });

  it("names a further field of the same licence when a later fetch uses it", async () => {
    await world.liveOffer({ title: "runner", targeting: [RUNS_TWICE] });
    await world.liveOffer({ title: "rests", targeting: [RESTS_SLOWLY], placements: ["sidebar"] });
    const restingHeartRate = trait({ low: 50, high: 60 }, { ...HEART, licence: "licence-1" });
    const traits = { ...RUNNER, restingHeartRate };
    const operation = "two-places";
    await world.slots(world.claims({ operation }), { traits });
    await world.slots(world.claims({ operation }), { traits, placement: "sidebar" });
    const fields = (await world.told("decided")).map((event) => event.fields.map(({ field }: Loose) => field));
    expect(fields).toEqual([["fitness.workouts"], ["heart.restingRate"]]);
  });

  it.each(["proposition", "outbox"])("keeps everything back when %s cannot be written", async (table) => {
    await world.liveOffer({ title: "runner", targeting: [RUNS_TWICE] });
    await world.told("funding-asked");
    const { breaks, mends } = brokenTable(table);
    await world.room.database.write((manager) => manager.query(breaks));
    const answer = await world.slots(world.claims(), { traits: RUNNER });
    expect(answer).toEqual({ slots: null, codes: ["UNAVAILABLE"] });
    expect(await world.count("proposition")).toBe(0);
    expect(await world.told("decided")).toEqual([]);
    await world.room.database.write((manager) => manager.query(mends));
    expect(titles((await world.slots(world.claims(), { traits: RUNNER })).slots)).toEqual(["runner"]);
  });
});
