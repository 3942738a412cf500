import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { DAY_MS } from "../../../../../shared/clock.js";
import { TrustLevel } from "../../../../../subgraphs/consent/brand/trust.js";
import { ConsentWorld, HEART_HOURLY, type Loose, STEPS_DAILY, type TestBrand } from "../consent-world.js";

let world: ConsentWorld;
let brand: TestBrand;
beforeAll(async () => {
  world = await ConsentWorld.open();
  brand = await world.brand();
}, 30_000);
afterAll(() => world.close());

type Person = ReturnType<ConsentWorld["person"]>;
const ACCEPT = { effect: "ACCEPT", finestAccepted: "COARSE", minimumReward: 20 };
const DECISIONS =
  "automaticDecisions(first: 50) { nodes { id effect at takesEffectAt undoneAt explanation exchange { id } rule { effect } licence { id status } } }";

const rules = (person: Person, list: object[]): Promise<Loose> =>
  world.mutate(person, "setStandingRules", { rules: list }, "standingRules { id effect minimumReward finestAccepted }");
const listed = async (person: Person): Promise<string[]> =>
  (await world.me(person, "exchanges(first: 100) { nodes { id } }")).exchanges.nodes.map(({ id }: Loose) => id);
const decisions = async (person: Person): Promise<Loose[]> =>
  (await world.me(person, DECISIONS)).automaticDecisions.nodes;
const about = async (person: Person, exchange: Loose): Promise<Loose> =>
  (await decisions(person)).find((one) => one.exchange.id === exchange.id);
const undo = (person: Person, decisionId: string): Promise<Loose> =>
  world.mutate(person, "undoAutomaticDecision", { decisionId }, "decision { undoneAt licence { status earned } }");
const passes = (ms: number): void => {
  world.now = new Date(world.now.getTime() + ms);
};

describe("standing rules", () => {
  it.each<[string, object, string[]]>([
    ["accepts without a reward", { effect: "ACCEPT", finestAccepted: "COARSE" }, ["rules", "0", "minimumReward"]],
    ["accepts without a precision", { effect: "ACCEPT", minimumReward: 1 }, ["rules", "0", "finestAccepted"]],
    ["accepts a special category", { ...ACCEPT, fields: ["diet.energy"] }, ["rules", "0", "fields", "0"]],
    ["accepts the INTIMATE tier", { ...ACCEPT, fields: ["location.visits"] }, ["rules", "0", "fields", "0"]],
    ["names no field", { effect: "DECLINE", fields: [] }, ["rules", "0", "fields"]],
    ["names an unknown field", { effect: "DECLINE", fields: ["heart.beat"] }, ["rules", "0", "fields", "0"]],
  ])("cannot be one that %s", async (_name, rule, field) => {
    expect((await rules(world.person(), [rule])).userErrors).toMatchObject([{ field }]);
  });

  it("decline at once, with an explanation, and undoing shows the exchange again", async () => {
    const ada = world.person();
    const heart = await world.exchange(brand, { terms: [HEART_HOURLY] });
    await rules(ada, [{ effect: "DECLINE", fields: ["heart.rate"] }]);
    expect(await listed(ada)).not.toContain(heart.id);
    const decision = await about(ada, heart);
    expect(decision).toMatchObject({ effect: "DECLINE", takesEffectAt: decision.at, undoneAt: null, licence: null });
    expect(decision.explanation).toContain("heart.rate");
    await undo(ada, decision.id);
    expect(await listed(ada)).toContain(heart.id);
    expect(await listed(ada)).toContain(heart.id); // not decided again
    expect((await undo(ada, decision.id)).userErrors).toMatchObject([{ code: "ALREADY_ENDED" }]);
  });

  it("accept a day after the notice, and undoing before that grants nothing", async () => {
    const [ada, bea] = [world.person(), world.person()];
    const own = await world.brand();
    const steps = await world.exchange(own, { terms: [STEPS_DAILY] });
    for (const person of [ada, bea]) {
      await rules(person, [
        { ...ACCEPT, purposes: ["PERSONALISED_OFFERS"], fields: ["fitness.steps"], minimumReward: 30 },
      ]);
      await listed(person);
    }
    const decision = await about(ada, steps);
    expect(Date.parse(decision.takesEffectAt) - Date.parse(decision.at)).toBe(DAY_MS);
    await undo(bea, (await about(bea, steps)).id);
    passes(DAY_MS - 1);
    await world.room.goRound();
    expect((await about(ada, steps)).licence).toBeNull();
    passes(1);
    await world.room.goRound();
    expect((await about(ada, steps)).licence).toMatchObject({ status: "ACTIVE" });
    expect((await about(bea, steps)).licence).toBeNull();
    expect((await undo(ada, decision.id)).decision.licence).toEqual({ status: "WITHDRAWN", earned: 30 });
  });

  it("accept for trusted brands only, no finer and for no less than they say, and never what is most intimate", async () => {
    const ada = world.person();
    const verified = await world.brand(TrustLevel.VERIFIED);
    const own = await world.brand();
    const refused = [
      await world.exchange(verified, { terms: [STEPS_DAILY] }),
      await world.exchange(own, { terms: [{ ...STEPS_DAILY, precision: "FINE" }] }),
      await world.exchange(own, { terms: [{ ...STEPS_DAILY, points: 19 }] }),
      await world.exchange(own, { terms: [STEPS_DAILY, { ...HEART_HOURLY, precision: "COARSE" }] }),
    ];
    const fits = await world.exchange(own, { terms: [{ ...STEPS_DAILY, points: 20 }], title: "It fits" });
    await rules(ada, [{ ...ACCEPT, industries: ["Sports goods"] }]);
    await listed(ada);
    const decided = (await decisions(ada)).map((one) => one.exchange.id);
    expect(decided).toContain(fits.id);
    for (const { id } of refused) expect(decided).not.toContain(id);
  });

  it("let DECLINE win, and accept at most three in a week", async () => {
    const ada = world.person();
    const own = await world.brand();
    const wishes = await Promise.all([1, 2, 3, 4, 5].map(() => world.exchange(own, { terms: [STEPS_DAILY] })));
    await rules(ada, [{ ...ACCEPT, fields: ["fitness.steps"] }]);
    await listed(ada);
    const accepted = (all: Loose[]): Loose[] => all.filter(({ effect }) => effect === "ACCEPT");
    expect(accepted(await decisions(ada))).toHaveLength(3);
    passes(3 * DAY_MS);
    await listed(ada);
    expect(accepted(await decisions(ada))).toHaveLength(3);
    passes(4 * DAY_MS);
    await listed(ada);
    expect(accepted(await decisions(ada)).length).toBeGreaterThan(3);
    const bea = world.person();
    await rules(bea, [
      { ...ACCEPT, fields: ["fitness.steps"] },
      { effect: "DECLINE", minimumReward: 1_000 },
    ]);
    const shown = await listed(bea);
    for (const { id } of wishes) expect(shown).not.toContain(id);
    expect(accepted(await decisions(bea))).toEqual([]);
  });

  it("grant no more than the person could: what is no longer possible is undone, with the reason", async () => {
    const ada = world.person();
    const own = await world.brand();
    const steps = await world.exchange(own, { terms: [STEPS_DAILY] });
    await rules(ada, [{ ...ACCEPT, fields: ["fitness.steps"] }]);
    await listed(ada);
    await world.mutate(ada, "pauseSharing", { paused: true }, "sharingPaused");
    passes(DAY_MS);
    await world.room.goRound();
    const decision = await about(ada, steps);
    expect(decision).toMatchObject({ licence: null, undoneAt: world.now.toISOString() });
    expect(decision.explanation).toContain("Sharing is paused");
  });

  it("are looked at once a day for who does not look in, and are sealed", async () => {
    const ada = world.person();
    const own = await world.brand();
    await rules(ada, [{ effect: "DECLINE", industries: ["Sports goods"] }]);
    await listed(ada);
    const heart = await world.exchange(own, { terms: [HEART_HOURLY] });
    await world.room.goRound();
    expect(await about(ada, heart)).toBeUndefined();
    passes(DAY_MS);
    await world.room.goRound();
    expect(await about(ada, heart)).toMatchObject({ effect: "DECLINE" });
    const rows = await world.room.database.read((manager) => manager.query("SELECT sealed FROM standing_rules"));
    expect(rows.some(({ sealed }: { sealed: Buffer }) => Buffer.from(sealed).includes("Sports"))).toBe(false);
  });
});
