import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import type { Database } from "../../../../../shared/database.js";
import { decideSlots } from "../../../../../subgraphs/offers/matching/decide-slots.js";
import { LiveOffers } from "../../../../../subgraphs/offers/offer/live-offers.js";
import { OfferStatus } from "../../../../../subgraphs/offers/offer/offer-status.js";
import { nextVersion } from "../../../../../subgraphs/offers/offer/offer-version.js";
import { Offer } from "../../../../../subgraphs/offers/offer/offer.js";
import { storage } from "../../../../../subgraphs/offers/storage.js";
import { atOnce } from "../../../../harness/at-once.js";
import { DIALECT, ThrowawayDatabase } from "../../../../harness/databases.js";

const now = new Date("2026-03-01T12:00:00.000Z");
const { LIVE, PAUSED, ENDED } = OfferStatus;

/** Two processes on one database, each with the offers in its own memory. */
describe("the live offers in memory", () => {
  let throwaway: ThrowawayDatabase;
  let elsewhere: Database;
  let here: LiveOffers;
  let there: LiveOffers;
  beforeEach(async () => {
    throwaway = await ThrowawayDatabase.open(storage);
    elsewhere = await throwaway.openAgain();
    here = new LiveOffers(throwaway.database);
    there = new LiveOffers(elsewhere);
  });
  afterEach(async () => {
    await elsewhere.close();
    await throwaway.close();
  });

  const offer = (id: string, status = LIVE, version = 0): Offer =>
    Object.assign(new Offer(), {
      ...{ id, brandId: "brand", title: "t", body: "b", callToAction: "c", landingUrl: "https://shop.example/" },
      ...{ rewardOnClaim: 0, status, fundingProblem: null, targeting: [], placements: ["home"], imageId: null },
      ...{ budget: 100, funded: 100, spent: 0, frequencyCap: null, startsAt: now, endsAt: null, version },
      ...{ isFallback: false, createdAt: now },
    });
  const insert = (database: Database, id: string): Promise<unknown> =>
    database.write(async (manager) => manager.insert(Offer, offer(id, LIVE, await nextVersion(manager))));
  const set = (database: Database, id: string, status: OfferStatus): Promise<unknown> =>
    database.write(async (manager) => manager.update(Offer, { id }, { status, version: await nextVersion(manager) }));
  const shownBy = async (live: LiveOffers, at = now): Promise<string[]> => {
    const request = { placement: "home", brandId: "brand", traits: new Map(), count: 1_000, now: at };
    return decideSlots(await live.current(at), request).map((choice) => choice.offer.id);
  };

  it("are those of before the first look, and follow what this and the other process change", async () => {
    await throwaway.database.write((manager) => manager.insert(Offer, [offer("a"), offer("b", PAUSED)]));
    expect(await shownBy(here)).toEqual(["a"]);
    expect(await shownBy(there)).toEqual(["a"]);
    await insert(throwaway.database, "c");
    await set(elsewhere, "b", LIVE);
    expect([await shownBy(here), await shownBy(there)]).toEqual([
      ["a", "b", "c"],
      ["a", "b", "c"],
    ]);
    await set(elsewhere, "a", ENDED);
    await set(throwaway.database, "c", PAUSED);
    expect([await shownBy(here), await shownBy(there)]).toEqual([["b"], ["b"]]);
  });

  it("read nothing but one row while nothing changes, and of what changed only that", async () => {
    const { database } = throwaway;
    let reads = 0;
    const counting: Pick<Database, "glance" | "read"> = {
      glance: (work) => database.glance(work),
      read(work) {
        reads += 1;
        return database.read(work);
      },
    };
    here = new LiveOffers(counting);
    await insert(database, "a");
    await shownBy(here);
    reads = 0;
    await throwaway.database.write((manager) => manager.update(Offer, { id: "a" }, { spent: 50 }));
    await atOnce(20, () => shownBy(here));
    expect(reads).toBe(0);
    await insert(elsewhere, "b");
    const seen = await atOnce(20, () => shownBy(here));
    expect(seen).toEqual(Array(20).fill(["a", "b"]));
    expect(reads).toBe(2);
  });

  it("are as of every look's own beginning, also where another was just being taken", async () => {
    const { database } = throwaway;
    let [reads, isHeld, goOn] = [0, (): void => undefined, (): void => undefined];
    const held = new Promise<void>((resolve) => (isHeld = resolve));
    const isOver = new Promise<void>((resolve) => (goOn = resolve));
    here = new LiveOffers({
      glance: (work) => database.glance(work),
      async read(work) {
        const found = await database.read(work);
        reads += 1;
        // The fourth: what has changed since the first look was read, and nobody has it yet.
        if (reads === 4) {
          isHeld();
          await isOver;
        }
        return found;
      },
    });
    await insert(database, "a");
    await shownBy(here);
    await insert(database, "b");
    const first = shownBy(here);
    await held;
    await insert(database, "c");
    const second = shownBy(here);
    await new Promise((resolve) => setTimeout(resolve, 50));
    goOn();
    expect(await first).toEqual(["a", "b"]);
    expect(await second).toEqual(["a", "b", "c"]);
  });

  it("show an offer from the moment on that it starts", async () => {
    const startsAt = new Date(now.getTime() + 1_000);
    await throwaway.database.write((manager) => manager.insert(Offer, { ...offer("later"), startsAt }));
    expect(await shownBy(here)).toEqual([]);
    expect(await shownBy(here, startsAt)).toEqual(["later"]);
  });

  it("forget what cannot pay, until it is told of anew", async () => {
    await insert(throwaway.database, "a");
    await shownBy(here);
    here.forget("a");
    expect(await shownBy(here)).toEqual([]);
    await set(elsewhere, "a", LIVE);
    expect(await shownBy(here)).toEqual(["a"]);
  });

  // SQLite's one writer is in one process; other processes only read.
  const writers = (): readonly Database[] =>
    DIALECT === "sqlite" ? [throwaway.database] : [throwaway.database, elsewhere];

  it("never miss a change that was committed before they were asked, however many there are at once", async () => {
    const both = [here, there] as const;
    await atOnce(40, async (index) => {
      const writer = writers()[index % writers().length]!;
      const reader = both[(index >> 1) % 2]!;
      const id = `offer-${String(index).padStart(2, "0")}`;
      await insert(writer, id);
      expect(await shownBy(reader)).toContain(id);
      await set(writer, id, index % 3 === 0 ? ENDED : PAUSED);
      expect(await shownBy(reader)).not.toContain(id);
      if (index % 4 === 1) await set(writer, id, LIVE);
    });
    const left = await throwaway.database.read((manager) =>
      manager.find(Offer, { where: { status: LIVE }, order: { id: "ASC" } }),
    );
    expect(left.length).toBeGreaterThan(5);
    const ids = left.map(({ id }) => id);
    expect([await shownBy(here), await shownBy(there)]).toEqual([ids, ids]);
  });
});
