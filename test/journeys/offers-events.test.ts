import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { ShownOffers, tell, tried, type PropositionEvent } from "../harness/shown-offers.js";
import { World } from "../harness/world.js";
import type { WorldBrand } from "../harness/world-brand.js";
import type { WorldPerson } from "../harness/world-person.js";

const MINUTE_MS = 60_000;
const LIFETIME_MS = 30 * MINUTE_MS;
const GRACE_MS = 5 * MINUTE_MS;
const HOUR_MS = 60 * MINUTE_MS;

/** What became of a proposition is told by who was shown it, once, and counts where a brand asked for a cap. */
describe("proposition events", () => {
  let world: World;
  let person: WorldPerson;
  let brand: WorldBrand;
  let shown: ShownOffers;
  beforeAll(async () => {
    world = await World.open();
    person = await world.person();
    brand = await world.brand();
    await brand.offer();
    shown = await ShownOffers.open(world, brand, person);
  }, 60_000);
  afterAll(() => world.close());

  const event = (propositionId: string, kind: PropositionEvent["kind"]): PropositionEvent => ({
    ...{ propositionId, kind, at: world.now() },
  });

  it("are taken once for each kind, a display before an interaction", async () => {
    const id = await shown.proposition();
    expect(await tell(brand.api, [event(id, "INTERACT")])).toEqual({ recorded: 0, ignored: 1 });
    const all = [event(id, "DISPLAY"), event(id, "DISPLAY"), event(id, "INTERACT")];
    expect(await tell(brand.api, all)).toEqual({ recorded: 2, ignored: 1 });
    const again = [event(id, "INTERACT"), event(id, "DISMISS"), event(id, "DISPLAY")];
    expect(await tell(brand.api, again)).toEqual({ recorded: 1, ignored: 2 });
    const early = await shown.proposition();
    const order = [event(early, "INTERACT"), event(early, "DISPLAY")];
    expect(await tell(brand.api, order)).toEqual({ recorded: 1, ignored: 1 });
  });

  it("are taken once when they are told many times at once", async () => {
    const id = await shown.proposition();
    const answers = await Promise.all(Array.from({ length: 10 }, () => tell(brand.api, [event(id, "DISPLAY")])));
    expect(answers.reduce((sum, { recorded }) => sum + recorded, 0)).toBe(1);
  });

  it("are nobody's but the audience's: not another brand's, not the person's", async () => {
    const id = await shown.proposition();
    const ignored = { recorded: 0, ignored: 1 };
    expect(await tell((await world.brand()).api, [event(id, "DISPLAY")])).toEqual(ignored);
    expect(await tell(person.api, [event(id, "DISPLAY")])).toEqual(ignored);
    expect(await tell((await world.person()).api, [event(id, "DISPLAY")])).toEqual(ignored);
    expect(await tell(brand.api, [event("unknown", "DISPLAY")])).toEqual(ignored);
    expect(await tell(brand.api, [event(id, "DISPLAY")])).toEqual({ recorded: 1, ignored: 0 });
  });

  it("are refused to who may not tell them, and above their number", async () => {
    const id = await shown.proposition();
    const codes = async (answer: ReturnType<typeof tried>): Promise<unknown[]> =>
      ((await answer).errors ?? []).map(({ extensions }) => extensions["code"]);
    expect(await codes(tried(await world.operator(), [event(id, "DISPLAY")]))).toEqual(["FORBIDDEN"]);
    const hundred = Array.from({ length: 100 }, () => event(id, "DISPLAY"));
    expect(await codes(tried(brand.api, [...hundred, event(id, "DISPLAY")]))).toEqual(["BAD_USER_INPUT"]);
    expect(await tell(brand.api, hundred)).toEqual({ recorded: 1, ignored: 99 });
    expect(await tell(brand.api, [])).toEqual({ recorded: 0, ignored: 0 });
  });

  it("are taken for a little while after the proposition has expired, and not later", async () => {
    const [kept, late] = [await shown.proposition(), await shown.proposition()];
    world.advance(LIFETIME_MS + GRACE_MS - MINUTE_MS);
    expect(await tell(brand.api, [event(kept, "DISPLAY")])).toEqual({ recorded: 1, ignored: 0 });
    world.advance(2 * MINUTE_MS);
    expect(await tell(brand.api, [event(late, "DISPLAY")])).toEqual({ recorded: 0, ignored: 1 });
  });

  it("of a page of customers are told in one call", async () => {
    const others = await Promise.all(
      Array.from({ length: 5 }, async () => ShownOffers.open(world, brand, await world.person())),
    );
    const ids = await Promise.all(others.map((other) => other.proposition()));
    const events = ids.flatMap((id) => [event(id, "DISPLAY"), event(id, "INTERACT")]);
    const both = await Promise.all([tell(brand.api, events), tell(brand.api, [...events].reverse())]);
    expect(both.reduce((sum, { recorded }) => sum + recorded, 0)).toBe(10);
  });
});

describe("a frequency cap", () => {
  let world: World;
  beforeAll(async () => {
    world = await World.open();
  }, 60_000);
  afterAll(() => world.close());

  it("counts what was displayed, not what was proposed, and lets the offer come again when its time has moved on", async () => {
    const brand = await world.brand();
    const capped = await brand.offer({ frequencyCap: { impressions: 2, per: "PT1H" }, rewardOnClaim: 1 });
    const plain = await brand.offer();
    const shown = await ShownOffers.open(world, brand, await world.person());
    for (let proposed = 0; proposed < 3; proposed += 1) {
      expect((await shown.slots())[0]?.proposition?.offer.id).toBe(capped);
    }
    expect(await shown.display(world.now())).toBe(capped);
    world.advance(20 * MINUTE_MS);
    expect(await shown.display(world.now())).toBe(capped);
    expect(await shown.display(world.now())).toBe(plain);
    world.advance(40 * MINUTE_MS + 1);
    expect(await shown.display(world.now())).toBe(capped);
    expect(await shown.display(world.now())).toBe(plain);
    world.advance(HOUR_MS);
    expect(await shown.display(world.now())).toBe(capped);
  });

  it("is each person's own", async () => {
    const brand = await world.brand();
    const capped = await brand.offer({ frequencyCap: { impressions: 1, per: "P1D" } });
    const [one, other] = [
      await ShownOffers.open(world, brand, await world.person()),
      await ShownOffers.open(world, brand, await world.person()),
    ];
    expect(await one.display(world.now())).toBe(capped);
    expect((await one.slots())[0]?.noOfferReason).toBe("NO_ELIGIBLE_OFFER");
    expect(await other.display(world.now())).toBe(capped);
  });

  it("takes no display as older than its proposition", async () => {
    const brand = await world.brand();
    await brand.offer({ frequencyCap: { impressions: 1, per: "PT1H" } });
    const shown = await ShownOffers.open(world, brand, await world.person());
    await shown.display(new Date(world.now().getTime() - 24 * HOUR_MS));
    expect(await shown.display(world.now())).toBeNull();
  });
});
