import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { auditRooms } from "../../topology/audit.js";
import { atOnce, tally } from "../harness/at-once.js";
import { ShownOffers } from "../harness/shown-offers.js";
import { World } from "../harness/world.js";
import type { WorldBrand } from "../harness/world-brand.js";
import type { WorldPerson } from "../harness/world-person.js";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

interface Claimed {
  proposition: { id: string; because: string[]; offer: { id: string } } | null;
  points: number;
  userErrors: { code: string; field: string[] }[];
}

/** Taking an offer up pays once, from what was funded, and never more than that. */
describe("claiming an offer", () => {
  let world: World;
  let brand: WorldBrand;
  let person: WorldPerson;
  let shown: ShownOffers;
  beforeAll(async () => {
    world = await World.open();
    brand = await world.brand();
    person = await world.person();
    shown = await ShownOffers.open(world, brand, person);
  }, 60_000);
  afterAll(async () => {
    await world.confide.settle();
    expect(await auditRooms(world.environment)).toEqual([]);
    await world.close();
  });

  const claim = async (who: WorldPerson, propositionId: string, key = world.key()): Promise<Claimed> => {
    const { data, errors } = await who.ask(
      `mutation ($input: ClaimOfferInput!) { claimOffer(input: $input) {
        proposition { id because offer { id } } points userErrors { code field } } }`,
      { input: { propositionId, idempotencyKey: key } },
    );
    if (errors) throw new Error(JSON.stringify(errors));
    return (data as never as { claimOffer: Claimed }).claimOffer;
  };
  const codeOf = ({ points, proposition, userErrors }: Claimed): string =>
    userErrors[0]?.code ?? `${proposition?.offer.id ? "claimed" : "nothing"} ${points}`;
  const campaign = async (id: string, whose = brand): Promise<{ status: string; spent: number }> => {
    const { brand: found } = await whose.api.query<{
      brand: { account: { offers: { nodes: { id: string; campaign: { status: string; spent: number } }[] } } };
    }>("{ brand { account { offers(first: 100) { nodes { id campaign { status spent } } } } } }");
    return found.account.offers.nodes.find((node) => node.id === id)!.campaign;
  };
  const setStatus = (offerId: string, status: string, whose = brand): Promise<unknown> =>
    whose.api.mutate("setOfferStatus", { offerId, status, idempotencyKey: world.key() }, "offer { id }");
  /** A brand with one offer, and a customer of it. */
  const shop = async (offer: object, who = person): Promise<{ own: WorldBrand; offerId: string; at: ShownOffers }> => {
    const own = await world.brand();
    const offerId = await own.offer({ ...offer });
    return { own, offerId, at: await ShownOffers.open(world, own, who) };
  };

  it("pays its reward out of the offer's budget, and says so in the wallet", async () => {
    const offerId = await brand.offer({ rewardOnClaim: 7, budget: 20 });
    const { escrow } = await brand.escrow();
    const id = await shown.proposition();
    const key = world.key();
    const claimed = await claim(person, id, key);
    expect(claimed).toEqual({ proposition: { id, because: [], offer: { id: offerId } }, points: 7, userErrors: [] });
    await world.confide.settle();
    expect(await person.wallet()).toEqual({ available: 7, pending: 0 });
    const { data } = await person.ask("{ me { wallet { entries { nodes { points kind memo brand { id } } } } } }");
    expect(data).toEqual({
      me: {
        wallet: {
          entries: {
            nodes: [{ points: 7, kind: "OFFER_CLAIM", memo: "For taking up an offer", brand: { id: brand.id } }],
          },
        },
      },
    });
    expect(await campaign(offerId)).toEqual({ status: "LIVE", spent: 7 });
    expect(await claim(person, id, key)).toEqual(claimed);
    expect(codeOf(await claim(person, id))).toBe("ALREADY_CLAIMED");
    expect(codeOf(await claim(person, await shown.proposition()))).toBe("ALREADY_CLAIMED");
    await setStatus(offerId, "ENDED");
    await world.confide.settle();
    expect(await brand.escrow()).toEqual({ escrow: escrow + 13, held: 0 });
  });

  it("leaves what it paid where it is when its person is erased before it is paid out", async () => {
    const leaver = await world.person();
    const { at, own, offerId } = await shop({ rewardOnClaim: 4 }, leaver);
    expect(codeOf(await claim(leaver, await at.proposition()))).toBe("claimed 4");
    const session = await leaver.signIn();
    await session.mutate("eraseMyData", { confirm: leaver.email, idempotencyKey: world.key() }, "erasure { id }");
    await world.confide.settle();
    expect(await campaign(offerId, own)).toEqual({ status: "LIVE", spent: 4 });
    expect(await auditRooms(world.environment)).toEqual([]);
  });

  it("is for whom it was shown to: anybody else's is not there", async () => {
    const { at, offerId } = await shop({ rewardOnClaim: 1 });
    const id = await at.proposition();
    const other = await world.person();
    expect(await claim(other, id)).toEqual({
      proposition: null,
      points: 0,
      userErrors: [{ code: "NOT_FOUND", field: ["propositionId"] }],
    });
    expect(codeOf(await claim(other, "unknown"))).toBe("NOT_FOUND");
    const asked = `query ($id: ID!) { me { proposition(id: $id) { id because offer { id } } } }`;
    expect((await other.ask(asked, { id })).data).toEqual({ me: { proposition: null } });
    expect((await other.ask(asked, { id })).text).toBe((await other.ask(asked, { id: "unknown" })).text);
    expect((await person.ask(asked, { id })).data).toEqual({
      me: { proposition: { id, because: [], offer: { id: offerId } } },
    });
    const reader = await world.person({ scopes: ["read"] });
    const answer = await reader.ask(
      `mutation { claimOffer(input: { propositionId: "${id}", idempotencyKey: "k" }) { points } }`,
    );
    expect(answer.errors?.map(({ extensions }) => extensions["code"])).toEqual(["FORBIDDEN"]);
  });

  it("is over when the proposition is, which is not after its offer's end", async () => {
    const { at } = await shop({ rewardOnClaim: 1 });
    const id = await at.proposition();
    world.advance(30 * MINUTE_MS);
    expect(codeOf(await claim(person, id))).toBe("EXPIRED");
    const endsAt = new Date(world.now().getTime() + 10 * MINUTE_MS).toISOString();
    const ending = await shop({ rewardOnClaim: 1, endsAt });
    const [slot] = await ending.at.slots();
    expect(slot?.proposition?.expiresAt).toBe(endsAt);
    world.advance(10 * MINUTE_MS);
    expect(codeOf(await claim(person, slot!.proposition!.id))).toBe("EXPIRED");
  });

  it("is kept to by an offer that rests, and not by one that has ended", async () => {
    const resting = await shop({ rewardOnClaim: 2 });
    const promised = await resting.at.proposition();
    await setStatus(resting.offerId, "PAUSED", resting.own);
    expect(codeOf(await claim(person, promised))).toBe("claimed 2");
    const ended = await shop({ rewardOnClaim: 2 });
    const lost = await ended.at.proposition();
    await setStatus(ended.offerId, "ENDED", ended.own);
    expect(codeOf(await claim(person, lost))).toBe("EXPIRED");
  });

  it("may pay nothing, and then moves nothing", async () => {
    const { at, own, offerId } = await shop({ budget: 0 });
    expect(codeOf(await claim(person, await at.proposition()))).toBe("claimed 0");
    expect(codeOf(await claim(person, await at.proposition()))).toBe("ALREADY_CLAIMED");
    expect(await campaign(offerId, own)).toEqual({ status: "LIVE", spent: 0 });
  });

  it("gives out a budget exactly, however many want it at once", async () => {
    const { own, offerId } = await shop({ rewardOnClaim: 10, budget: 59 });
    const people = await atOnce(12, () => world.person());
    const ids = await Promise.all(people.map(async (who) => (await ShownOffers.open(world, own, who)).proposition()));
    const answers = await Promise.all(people.map((who, index) => claim(who, ids[index]!)));
    expect(tally(answers.map(codeOf))).toEqual({ "claimed 10": 5, EXPIRED: 7 });
    await world.confide.settle();
    expect(await campaign(offerId, own)).toEqual({ status: "LIVE", spent: 50 });
    expect(
      tally((await Promise.all(people.map((who) => who.wallet()))).map(({ available }) => String(available))),
    ).toEqual({ "10": 5, "0": 7 });
    // What cannot pay one more claim is not shown any more.
    const after = await ShownOffers.open(world, own, await world.person());
    expect((await after.slots())[0]?.noOfferReason).toBe("NO_ELIGIBLE_OFFER");
  }, 120_000);

  it("pays one person once, however often they claim at once", async () => {
    const { at, own, offerId } = await shop({ rewardOnClaim: 3 });
    const ids = await atOnce(8, () => at.proposition());
    const answers = await Promise.all(ids.map((id) => claim(person, id)));
    expect(tally(answers.map(codeOf))).toEqual({ "claimed 3": 1, ALREADY_CLAIMED: 7 });
    expect(await campaign(offerId, own)).toEqual({ status: "LIVE", spent: 3 });
  });

  it("and ending it at the same time leave nothing over and nothing owed", async () => {
    const { own, offerId } = await shop({ rewardOnClaim: 10, budget: 100 });
    const people = await atOnce(6, () => world.person());
    const ids = await Promise.all(people.map(async (who) => (await ShownOffers.open(world, own, who)).proposition()));
    const [, ...answers] = await Promise.all([
      setStatus(offerId, "ENDED", own),
      ...people.map((who, index) => claim(who, ids[index]!)),
    ]);
    const claimed = answers.filter(({ points }) => points > 0).length;
    expect(tally(answers.map(codeOf))["EXPIRED"] ?? 0).toBe(6 - claimed);
    await world.confide.settle();
    expect(await campaign(offerId, own)).toEqual({ status: "ENDED", spent: claimed * 10 });
    expect(await own.escrow()).toEqual({ escrow: 10_000 - claimed * 10, held: 0 });
  }, 120_000);

  it("is found by the audit where it was not paid, or never was", async () => {
    const { offers } = world.confide;
    const write = (statement: string): Promise<unknown> => offers.database.write((manager) => manager.query(statement));
    const { offerId } = await shop({ rewardOnClaim: 4 });
    await write(`INSERT INTO claim (id, offerId, points) VALUES ('made-up', '${offerId}', 4)`);
    const invariants = (await auditRooms(world.environment)).map(({ invariant }) => invariant);
    expect(invariants).toEqual([
      "what an offer has spent is the sum of its claims",
      "a claim is paid once, or is on its way",
    ]);
    await write("DELETE FROM claim WHERE id = 'made-up'");
  });
});

describe("an offer's end", () => {
  let world: World;
  beforeAll(async () => {
    world = await World.open();
  }, 60_000);
  afterAll(() => world.close());

  it("hides it at once, and brings back what is left, once, whoever looks", async () => {
    const brand = await world.brand({ escrow: 500 });
    const endsAt = new Date(world.now().getTime() + HOUR_MS).toISOString();
    const [live, paused] = [await brand.offer({ endsAt, budget: 100 }), await brand.offer({ endsAt, budget: 50 })];
    const staying = await brand.offer({ budget: 30, placements: ["sidebar"] });
    await brand.api.mutate(
      "setOfferStatus",
      { offerId: paused, status: "PAUSED", idempotencyKey: "p" },
      "offer { id }",
    );
    const shown = await ShownOffers.open(world, brand, await world.person());
    expect((await shown.slots())[0]?.proposition?.offer.id).toBe(live);
    const end = (): Promise<unknown> => atOnce(4, () => world.confide.offers.endOverdue());
    await end();
    expect((await shown.slots())[0]?.proposition?.offer.id).toBe(live);
    world.advance(HOUR_MS);
    expect((await shown.slots())[0]?.noOfferReason).toBe("NO_ELIGIBLE_OFFER");
    expect((await brand.escrow()).escrow).toBe(320);
    await end();
    await world.confide.settle();
    expect((await brand.escrow()).escrow).toBe(470);
    expect((await shown.slots(1, "sidebar"))[0]?.proposition?.offer.id).toBe(staying);
    expect(await auditRooms(world.environment)).toEqual([]);
  });
});
