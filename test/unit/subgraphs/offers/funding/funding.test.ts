import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { OTHER_BRAND, OffersWorld, offerInput } from "../offers-world.js";

let world: OffersWorld;
beforeEach(async () => {
  world = await OffersWorld.open();
});
afterEach(() => world.close());

describe("going live", () => {
  it("asks consent for the budget once and is LIVE when it has come", async () => {
    const id = await world.draft();
    expect((await world.setStatus(id, "LIVE")).offer.campaign.status).toBe("FUNDING");
    expect((await world.setStatus(id, "LIVE")).offer.campaign.status).toBe("FUNDING");
    expect(await world.told("funding-asked")).toEqual([{ offerId: id, brandId: "brand-a", points: 1_000 }]);
    await world.answerFunding(id);
    expect(await world.campaign(id)).toMatchObject({ status: "LIVE", fundingProblem: null });
    await world.answerFunding(id, { funded: false, problem: "late" });
    expect(await world.campaign(id)).toMatchObject({ status: "LIVE", fundingProblem: null });
  });

  it("is a DRAFT again with the reason when the escrow is too low, and may try again", async () => {
    const id = await world.draft();
    await world.setStatus(id, "LIVE");
    await world.answerFunding(id, { funded: false, problem: "The escrow is too low." });
    expect(await world.campaign(id)).toMatchObject({ status: "DRAFT", fundingProblem: "The escrow is too low." });
    expect((await world.setStatus(id, "LIVE")).offer.campaign).toMatchObject({
      status: "FUNDING",
      fundingProblem: null,
    });
    await world.answerFunding(id);
    expect((await world.campaign(id)).status).toBe("LIVE");
    expect(await world.told("funding-asked")).toHaveLength(2);
  });

  it("needs no money for a budget of nothing", async () => {
    const id = await world.draft({ budget: 0 });
    expect((await world.setStatus(id, "LIVE")).offer.campaign.status).toBe("LIVE");
    expect(await world.told("funding-asked")).toEqual([]);
  });

  it("comes back from PAUSED without asking again", async () => {
    const id = await world.liveOffer();
    expect((await world.setStatus(id, "PAUSED")).offer.campaign.status).toBe("PAUSED");
    expect((await world.setStatus(id, "LIVE")).offer.campaign.status).toBe("LIVE");
    expect(await world.told("funding-asked")).toHaveLength(1);
  });

  it("is refused once the offer was to have ended", async () => {
    const id = await world.draft({ endsAt: "2026-03-02T00:00:00Z" });
    world.now = new Date("2026-03-02T00:00:00Z");
    expect(await world.setStatus(id, "LIVE")).toMatchObject({
      offer: null,
      userErrors: [{ code: "INVALID", field: ["status"] }],
    });
  });

  it("asks once however often the mutation is replayed", async () => {
    const id = await world.draft();
    const input = { offerId: id, status: "LIVE", idempotencyKey: "live" };
    expect(await world.mutate("setOfferStatus", input)).toEqual(await world.mutate("setOfferStatus", input));
    expect(await world.told("funding-asked")).toHaveLength(1);
  });
});

describe("ending", () => {
  it("returns what is left, once, and is final", async () => {
    const id = await world.liveOffer();
    await world.room.database.write((manager) => manager.query("UPDATE offer SET spent = 300"));
    expect((await world.setStatus(id, "ENDED")).offer.campaign.status).toBe("ENDED");
    expect((await world.setStatus(id, "ENDED")).userErrors).toEqual([]);
    expect(await world.told("funding-returned")).toEqual([{ offerId: id, brandId: "brand-a", points: 700 }]);
    for (const status of ["LIVE", "PAUSED", "DRAFT"]) {
      expect((await world.setStatus(id, status)).userErrors[0]).toMatchObject({ code: "INVALID", field: ["status"] });
    }
    await world.answerFunding(id);
    expect((await world.campaign(id)).status).toBe("ENDED");
    expect(await world.told("funding-returned")).toHaveLength(1);
  });

  it("returns nothing that was never moved", async () => {
    const id = await world.draft();
    await world.setStatus(id, "ENDED");
    expect(await world.told("funding-returned")).toEqual([]);
  });

  it("while the budget is on its way sends it back when it comes, once", async () => {
    const id = await world.draft();
    await world.setStatus(id, "LIVE");
    expect((await world.setStatus(id, "ENDED")).offer.campaign.status).toBe("ENDED");
    await world.answerFunding(id);
    await world.answerFunding(id);
    expect((await world.campaign(id)).status).toBe("ENDED");
    expect(await world.told("funding-returned")).toEqual([{ offerId: id, brandId: "brand-a", points: 1_000 }]);
  });
});

describe("setOfferStatus", () => {
  const MOVES: [string, string, string][] = [
    ["DRAFT", "PAUSED", "INVALID"],
    ["DRAFT", "FUNDING", "INVALID"],
    ["FUNDING", "PAUSED", "INVALID"],
    ["FUNDING", "DRAFT", "INVALID"],
    ["LIVE", "DRAFT", "INVALID"],
    ["LIVE", "FUNDING", "INVALID"],
    ["PAUSED", "DRAFT", "INVALID"],
  ];
  it.each(MOVES)("does not move %s to %s", async (from, to, code) => {
    const id = from === "LIVE" || from === "PAUSED" ? await world.liveOffer() : await world.draft();
    if (from === "FUNDING") await world.setStatus(id, "LIVE");
    if (from === "PAUSED") await world.setStatus(id, "PAUSED");
    expect(await world.setStatus(id, to)).toMatchObject({ offer: null, userErrors: [{ code }] });
    expect((await world.campaign(id)).status).toBe(from);
  });

  it("answers another brand's offer as it answers an unknown one", async () => {
    const id = await world.draft();
    const others = await world.setStatus(id, "ENDED", OTHER_BRAND);
    expect(others).toEqual(await world.setStatus("no-such-offer", "ENDED", OTHER_BRAND));
    expect(others).toMatchObject({ offer: null, userErrors: [{ code: "NOT_FOUND" }] });
    expect((await world.campaign(id)).status).toBe("DRAFT");
  });

  it("lets a brand member act for the brand", async () => {
    const member = { kind: "brandMember", brandId: "brand-a", personId: "person-m" } as const;
    const { offer } = await world.mutate("createOffer", offerInput(), member);
    expect((await world.setStatus(offer.id, "LIVE")).offer.campaign.status).toBe("FUNDING");
  });
});
