import { join } from "node:path";
import type * as DatabaseModule from "../shared/database.js";
import type { Database } from "../shared/database.js";
import type * as DecideModule from "../subgraphs/offers/matching/decide-slots.js";
import type { Candidate } from "../subgraphs/offers/matching/eligibility.js";
import type * as IndexModule from "../subgraphs/offers/matching/offer-index.js";
import type * as FreshModule from "../subgraphs/offers/offer/fresh-offers.js";
import type * as LiveModule from "../subgraphs/offers/offer/live-offers.js";
import type { OfferStatus } from "../subgraphs/offers/offer/offer-status.js";
import type * as OfferModule from "../subgraphs/offers/offer/offer.js";
import type * as StorageModule from "../subgraphs/offers/storage.js";
import { median, type Benchmark } from "./benchmark.js";
import { built } from "./built.js";
import { brandOf, Chance, inventedOffer, inventedOffers, inventedTraits, NOW, PLACEMENT } from "./invented-offers.js";
import { inTemporaryFolder } from "./temporary-folder.js";

const MANY = 100_000;
const FEW = 1_000;
const SLOTS = 3;
const WARM_UP = 200;
const MEASURED = 1_001;
const ROWS_AT_ONCE = 500;

/** Version looked at, decided, and the chosen read as they are now; what is recorded after that is the same for both. */
export const slotAmongMany: Benchmark = {
  name: "slot-among-many",
  title: "three slots out of 100,000 live offers, one brand's and every brand's in turn",
  unit: "ms",
  goal: 3,
  runs: 3,
  ours: () => slotMs(MANY),
  peer: { title: "out of 1,000", measure: () => slotMs(FEW) },
};

/** The mean of many, each between two decisions: what a process that serves spends on an offer that has gone live. */
export const offerInsert: Benchmark = {
  name: "offer-insert",
  title: "an offer put into an index of 100,000 that serves meanwhile",
  unit: "ms",
  goal: 0.1,
  runs: 3,
  ours: insertMs,
  peer: null,
};

async function slotMs(offers: number): Promise<number> {
  return inTemporaryFolder(async (folder) => {
    const { openSqlite } = await built<typeof DatabaseModule>("shared/database.js");
    const { storage } = await built<typeof StorageModule>("subgraphs/offers/storage.js");
    const database = await openSqlite(join(folder, "offers.sqlite"), storage);
    await fill(database, inventedOffers(offers));
    try {
      return await measured(database, offers);
    } finally {
      await database.close();
    }
  });
}

async function measured(database: Database, offers: number): Promise<number> {
  const { decideSlots } = await built<typeof DecideModule>("subgraphs/offers/matching/decide-slots.js");
  const { LiveOffers } = await built<typeof LiveModule>("subgraphs/offers/offer/live-offers.js");
  const { FreshOffers } = await built<typeof FreshModule>("subgraphs/offers/offer/fresh-offers.js");
  const live = new LiveOffers(database);
  if ((await live.current(NOW)).size !== offers) throw new Error("not all offers are live");
  const chance = new Chance(7);
  const tookMs: number[] = [];
  for (let slot = 0; slot < WARM_UP + MEASURED; slot += 1) {
    const brandId = slot % 2 === 0 ? brandOf(slot) : null;
    // A visitor has licensed something to a few brands, to each something else.
    const brands = brandId === null ? [0, 1, 2, 3, 4].map((more) => brandOf(slot + more)) : [brandId];
    const traits = new Map(brands.map((id) => [id, inventedTraits(chance)]));
    const startMs = performance.now();
    const index = await live.current(NOW);
    const chosen = decideSlots(index, { placement: PLACEMENT, brandId, traits, count: SLOTS, now: NOW });
    const fresh = await new FreshOffers(database).of(chosen.map(({ offer }) => offer.id));
    tookMs.push(performance.now() - startMs);
    if (fresh.length !== SLOTS || fresh.includes(null)) throw new Error("a slot stayed empty");
  }
  return median(tookMs.slice(WARM_UP));
}

async function fill(database: Database, offers: readonly Candidate[]): Promise<void> {
  const { Offer } = await built<typeof OfferModule>("subgraphs/offers/offer/offer.js");
  const rows = offers.map((offer) => ({
    ...offer,
    ...{ targeting: [...offer.targeting], placements: [...offer.placements] },
    ...{ title: "An offer", body: "For whom it fits.", callToAction: "Look", landingUrl: "https://shop.example/" },
    ...{ status: "LIVE" as OfferStatus, fundingProblem: null, imageId: null, budget: 1_000, funded: 1_000, spent: 0 },
    ...{ frequencyCap: null, version: 0, createdAt: NOW },
  }));
  for (let at = 0; at < rows.length; at += ROWS_AT_ONCE) {
    await database.write((manager) => manager.insert(Offer, rows.slice(at, at + ROWS_AT_ONCE) as OfferModule.Offer[]));
  }
}

async function insertMs(): Promise<number> {
  const { decideSlots } = await built<typeof DecideModule>("subgraphs/offers/matching/decide-slots.js");
  const { OfferIndex } = await built<typeof IndexModule>("subgraphs/offers/matching/offer-index.js");
  const index = new OfferIndex();
  for (const offer of inventedOffers(MANY)) index.put(offer, NOW);
  const chance = new Chance(11);
  let sumMs = 0;
  for (let more = 0; more < WARM_UP + MEASURED; more += 1) {
    const offer = inventedOffer(MANY + more, chance);
    const startMs = performance.now();
    index.put(offer, NOW);
    if (more >= WARM_UP) sumMs += performance.now() - startMs;
    const traits = new Map([[offer.brandId, inventedTraits(chance)]]);
    decideSlots(index, { placement: PLACEMENT, brandId: offer.brandId, traits, count: SLOTS, now: NOW });
  }
  return sumMs / MEASURED;
}
