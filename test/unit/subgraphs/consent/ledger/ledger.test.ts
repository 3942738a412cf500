import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { auditConsent } from "../../../../../subgraphs/consent/audit.js";
import { AccountKind, AccountRow, OUTSIDE_ACCOUNT_ID } from "../../../../../subgraphs/consent/ledger/account.js";
import { paidClaims } from "../../../../../subgraphs/consent/audit.js";
import { PersonKeyRow } from "../../../../../shared/person-keys.js";
import { TransferKind, TransferRow } from "../../../../../subgraphs/consent/ledger/transfer.js";
import { ConsentWorld, STEPS_DAILY } from "../consent-world.js";

let world: ConsentWorld;

beforeEach(async () => {
  world = await ConsentWorld.open();
});
afterEach(() => world.close());

let reference = 0;

function move(debitAccountId: string, creditAccountId: string, points: number): Promise<boolean> {
  reference += 1;
  const movement = {
    debitAccountId,
    creditAccountId,
    points,
    kind: TransferKind.FUNDING,
    brandId: "b",
    reference: `t/${reference}`,
  };
  return world.room.database.write((manager) => world.room.services.ledger.move(manager, movement, world.now));
}

function open(): Promise<string> {
  return world.room.database.write((manager) => world.room.services.ledger.openAccount(manager, AccountKind.PERSON));
}

function balance(id: string): Promise<number> {
  return world.room.database.read((manager) => world.room.services.ledger.balance(manager, id));
}

const audit = (): Promise<unknown[]> => world.room.database.read(auditConsent);

describe("the ledger", () => {
  it("sums to zero and stays above zero, whatever is moved", async () => {
    const accounts = [OUTSIDE_ACCOUNT_ID, await open(), await open(), await open()];
    const account = fc.integer({ min: 0, max: accounts.length - 1 });
    const movement = fc.tuple(account, account, fc.integer({ min: 1, max: 1_000 }));
    await fc.assert(
      fc.asyncProperty(fc.array(movement, { maxLength: 25 }), async (movements) => {
        for (const [from, to, points] of movements) {
          if (from !== to) await move(accounts[from] ?? "", accounts[to] ?? "", points);
        }
        const balances = await Promise.all(accounts.map(balance));
        expect(balances.reduce((sum, value) => sum + value, 0)).toBe(0);
        expect(balances.slice(1).every((value) => value >= 0)).toBe(true);
        expect(await audit()).toEqual([]);
      }),
      { numRuns: 25 },
    );
  });

  it("lets one of twenty parallel spends of 60 from 100 through and leaves 40", async () => {
    const [wallet, shop] = [await open(), await open()];
    await move(OUTSIDE_ACCOUNT_ID, wallet, 100);
    const spends = await Promise.all(Array.from({ length: 20 }, () => move(wallet, shop, 60)));
    expect(spends.filter(Boolean)).toHaveLength(1);
    expect([await balance(wallet), await balance(shop)]).toEqual([40, 60]);
  });

  it("keeps a succeeding unit of work apart from one that fails beside it", async () => {
    const [one, two] = [await open(), await open()];
    await move(OUTSIDE_ACCOUNT_ID, one, 100);
    const { database, services } = world.room;
    const slowly = (points: number, name: string, fails: boolean): Promise<void> =>
      database.write(async (manager) => {
        const base = { debitAccountId: one, creditAccountId: two, points, kind: TransferKind.FUNDING, brandId: "b" };
        await services.ledger.move(manager, { ...base, reference: name }, world.now);
        await new Promise((resolve) => setImmediate(resolve));
        if (fails) throw new Error("planned");
      });
    const outcomes = await Promise.allSettled([
      slowly(30, "bad", true),
      slowly(7, "good", false),
      slowly(20, "worse", true),
    ]);
    expect(outcomes.map(({ status }) => status)).toEqual(["rejected", "fulfilled", "rejected"]);
    expect([await balance(one), await balance(two)]).toEqual([93, 7]);
    expect(await audit()).toEqual([]);
  });

  it("moves points for one reason once", async () => {
    const [one, two] = [await open(), await open()];
    await move(OUTSIDE_ACCOUNT_ID, one, 100);
    reference -= 1;
    await expect(move(one, two, 10)).rejects.toThrow();
    expect([await balance(one), await balance(two)]).toEqual([100, 0]);
  });

  it.each([0, -5, 1.5, Number.NaN, 2 ** 53])("refuses to move %s points", async (points) => {
    await expect(move(OUTSIDE_ACCOUNT_ID, await open(), points)).rejects.toThrow(RangeError);
  });

  it("cannot be driven below zero even past the guard", async () => {
    const one = await open();
    await expect(
      world.room.database.write((manager) => manager.update(AccountRow, { id: one }, { balance: -1 })),
    ).rejects.toThrow();
  });
});

describe("the audit", () => {
  it.each<[string, string]>([
    ["a balance is the sum", "UPDATE account SET balance = balance + 1 WHERE kind = 'ESCROW'"],
    ["all balances sum to zero", "UPDATE account SET balance = balance + 1 WHERE kind = 'ESCROW'"],
    ["places", "UPDATE value_exchange SET placesLeft = placesLeft - 1"],
    ["holding account", "UPDATE licence_use SET points = points + 1"],
    ["counts its open holds", "UPDATE licence SET heldCount = heldCount + 1"],
    ["stands in the index", "UPDATE licence_index SET status = 'REVOKED'"],
    ["posted disclosure", "UPDATE transfer SET kind = 'DISCLOSURE' WHERE kind = 'ACCEPTANCE'"],
  ])("finds a broken rule: %s", async (invariant, sabotage) => {
    const brand = await world.brand();
    await world.accept(world.person(), await world.exchange(brand, { rewardPerDisclosure: 5 }));
    const [ref = ""] = await world.refs(brand);
    await world.customer(brand, ref, { licensedFields: [STEPS_DAILY.field] });
    expect(await audit()).toEqual([]);
    await world.room.database.write((manager) => manager.query(sabotage));
    const findings = (await audit()) as { invariant: string }[];
    expect(findings.map((finding) => finding.invariant)).toEqual(
      expect.arrayContaining([expect.stringContaining(invariant)]),
    );
  });
});

describe("an offer's budget", () => {
  const told = (): unknown[] =>
    world.sent.filter(({ recipient }) => recipient === "offers").map(({ event }) => event.payload);

  it("moves out of escrow once, answers when it cannot, and what is left comes back once", async () => {
    const brand = await world.brand(undefined, 100);
    const ask = (offerId: string, points: number): Promise<void> =>
      world.tell("funding-asked", { offerId, brandId: brand.id, points });
    await ask("offer-1", 80);
    await ask("offer-1", 80);
    await ask("offer-2", 80);
    await world.room.drain();
    expect(told()).toMatchObject([
      { offerId: "offer-1", funded: true, problem: null },
      { offerId: "offer-1", funded: true, problem: null },
      { offerId: "offer-2", funded: false, problem: expect.any(String) },
    ]);
    expect((await world.account(brand)).escrow).toBe(20);
    const back = { offerId: "offer-1", brandId: brand.id, points: 50 };
    await world.tell("funding-returned", back);
    await world.tell("funding-returned", back);
    expect((await world.account(brand)).escrow).toBe(70);
    expect(await audit()).toEqual([]);
  });

  it("pays a claim once, and what was claimed by somebody who is gone to nobody", async () => {
    const brand = await world.brand(undefined, 100);
    await world.tell("funding-asked", { offerId: "offer-1", brandId: brand.id, points: 50 });
    const person = world.person();
    const claimed = (claim: string, who: string): Promise<void> =>
      world.tell("claimed", { claim, person: who, brand: brand.id, offer: "offer-1", points: 20 });
    await claimed("claim-1", person.personId);
    await claimed("claim-1", person.personId);
    expect((await world.wallet(person)).available).toBe(20);
    await world.tell("erased", { erasure: "erasure-1", person: "person-gone" });
    await claimed("claim-2", "person-gone");
    const paid = await world.room.database.read(paidClaims);
    expect(paid.map(({ claim, offerId, points }) => `${claim} ${offerId} ${points}`).sort()).toEqual([
      "claim-1 offer-1 20",
      "claim-2 offer-1 20",
    ]);
    const keys = await world.room.database.read((manager) => manager.findBy(PersonKeyRow, { personId: "person-gone" }));
    expect(keys).toEqual([]);
    await expect(claimed("claim-3", person.personId)).rejects.toThrow("beyond");
    expect(await audit()).toEqual([]);
  });

  it("takes one event in once", async () => {
    const brand = await world.brand(undefined, 100);
    for (let time = 0; time < 3; time += 1) {
      await world.tell("funding-asked", { offerId: "offer-1", brandId: brand.id, points: 10 }, "event-1");
    }
    await world.room.drain();
    expect(told()).toHaveLength(1);
    const transfers = await world.room.database.read((manager) =>
      manager.countBy(TransferRow, { kind: TransferKind.OFFER_FUNDING }),
    );
    expect(transfers).toBe(1);
  });
});
