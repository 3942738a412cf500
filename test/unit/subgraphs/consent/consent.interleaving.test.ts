import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { auditConsent } from "../../../../subgraphs/consent/audit.js";
import { CustomerRow } from "../../../../subgraphs/consent/customer/customer-ref.js";
import { PersonAccountRow } from "../../../../subgraphs/consent/ledger/person-account.js";
import { Licence } from "../../../../subgraphs/consent/licence/licence.js";
import { LicenceStatus } from "../../../../subgraphs/consent/licence/licence-status.js";
import { atOnce, tally } from "../../../harness/at-once.js";
import { DIALECT } from "../../../harness/databases.js";
import {
  ConsentWorld,
  HEART_HOURLY,
  STEPS_DAILY,
  type ExchangeWish,
  type Loose,
  type TestBrand,
} from "./consent-world.js";

const ASKED = { licensedFields: ["fitness.steps"] };
/** Enough to meet in every order; a rule that rests on luck fails in most runs. */
const ROUNDS = 6;

let world: ConsentWorld;
let brand: TestBrand;
beforeEach(async () => {
  world = await ConsentWorld.open();
  brand = await world.brand();
});
afterEach(async () => {
  const findings = await world.room.database.read(auditConsent);
  await world.close();
  expect(findings).toEqual([]);
});

type Person = ReturnType<ConsentWorld["person"]>;

const codes = (payloads: Loose[]): Record<string, number> =>
  tally(payloads.map(({ userErrors }) => userErrors[0]?.code ?? "done"));

/** People with a licence of one exchange each, and what the brand calls them, in the same order. */
async function licensees(count: number, wish: ExchangeWish): Promise<{ person: Person; id: string; ref: string }[]> {
  const exchange = await world.exchange(brand, wish);
  const all: { person: Person; id: string; ref: string }[] = [];
  for (let i = 0; i < count; i += 1) {
    const person = world.person();
    const { licence } = await world.accept(person, exchange);
    const row = await world.room.database.read((manager) =>
      manager.findOneByOrFail(CustomerRow, { personId: person.personId, brandId: brand.id }),
    );
    all.push({ person, id: licence.id, ref: row.ref });
  }
  return all;
}

describe(`acceptances that meet on ${DIALECT}`, () => {
  it("share out the places and not one more", async () => {
    const exchange = await world.exchange(brand, { places: 3 });
    const payloads = await atOnce(20, () => world.accept(world.person(), exchange));
    expect(codes(payloads)).toEqual({ done: 3, NO_PLACES_LEFT: 17 });
  });

  it("spend the escrow and not one point more", async () => {
    const poor = await world.brand(undefined, 100);
    const exchange = await world.exchange(poor, { terms: [{ ...STEPS_DAILY, points: 60 }] });
    const payloads = await atOnce(20, () => world.accept(world.person(), exchange));
    expect(codes(payloads)).toEqual({ done: 1, ESCROW_TOO_LOW: 19 });
    expect(await world.account(poor)).toEqual({ escrow: 40, held: 0 });
  });

  it("give a person one licence of an exchange, one place and one reward", async () => {
    const exchange = await world.exchange(brand, { places: 2 });
    const ada = world.person();
    expect(codes(await atOnce(10, () => world.accept(ada, exchange)))).toEqual({ done: 1, ALREADY_LICENSED: 9 });
    expect((await world.wallet(ada)).available).toBe(STEPS_DAILY.points);
    // And again after a withdrawal, which leaves the place with her.
    const [licence] = await world.room.database.read((manager) => manager.findBy(Licence, { personId: ada.personId }));
    await Promise.all([
      world.withdraw(ada, licence!.id),
      ...Array.from({ length: 6 }, () => world.accept(ada, exchange)),
    ]);
    expect(codes([await world.accept(world.person(), exchange)])).toEqual({ done: 1 });
  });

  it("answer one key alike, and grant once", async () => {
    const exchange = await world.exchange(brand);
    const ada = world.person();
    const payloads = await atOnce(10, () => world.accept(ada, exchange, { idempotencyKey: "the-same" }));
    expect(codes(payloads)).toEqual({ done: 10 });
    expect(new Set(payloads.map(({ licence }) => licence.id)).size).toBe(1);
  });

  it("give a brand one name for a person, and the person one wallet", async () => {
    const exchanges = await atOnce(5, () => world.exchange(brand));
    const ada = world.person();
    expect(codes(await Promise.all(exchanges.map((exchange) => world.accept(ada, exchange))))).toEqual({ done: 5 });
    expect(new Set(await world.refs(brand)).size).toBe(1);
    expect((await world.wallet(ada)).available).toBe(5 * STEPS_DAILY.points!);
  });

  it("leave nothing running for somebody who pauses meanwhile", async () => {
    const exchanges = await atOnce(ROUNDS, () => world.exchange(brand));
    for (const exchange of exchanges) {
      const ada = world.person();
      const pause = world.mutate(ada, "pauseSharing", { paused: true }, "sharingPaused");
      await Promise.all([world.accept(ada, exchange), pause]);
      const licences = await world.room.database.read((manager) => manager.findBy(Licence, { personId: ada.personId }));
      expect(
        licences.filter(({ status, suspendedBy }) => status === LicenceStatus.ACTIVE && suspendedBy === null),
      ).toEqual([]);
    }
  });
});

describe(`holds that meet on ${DIALECT}`, () => {
  it("let half of the readers read where the escrow is for half of them", async () => {
    const people = await licensees(16, { terms: [{ ...STEPS_DAILY, points: 0 }], rewardPerDisclosure: 5 });
    const { escrow } = await world.account(brand);
    const poor = await world.exchange(brand, { terms: [{ ...HEART_HOURLY, points: escrow - 8 * 5 }] });
    await world.accept(world.person(), poor);
    const capabilities = await Promise.all(people.map(({ ref }) => world.customer(brand, ref, ASKED)));
    const states = capabilities.map((capability) => capability?.terms[0]?.state);
    expect(tally(states)).toEqual({ GRANTED: 8, ESCROW_EXHAUSTED: 8 });
    expect(await world.account(brand)).toEqual({ escrow: 0, held: 40 });
  });

  it("let a licence be read as often as it says", async () => {
    const [ada] = await licensees(1, { rewardPerDisclosure: 5, maxDisclosures: 4 });
    const capabilities = await atOnce(12, () => world.customer(brand, ada!.ref, ASKED));
    const states = capabilities.map((capability) => capability?.terms[0]?.state);
    expect(tally(states)).toEqual({ GRANTED: 4, USE_LIMIT_REACHED: 8 });
  });

  it("are one for an operation that opens a customer many times at once", async () => {
    const [ada] = await licensees(1, { rewardPerDisclosure: 5, maxDisclosures: 1 });
    const capabilities = await atOnce(8, () =>
      world.customer(brand, ada!.ref, { ...ASKED, operationId: "one-operation" }),
    );
    expect(tally(capabilities.map((capability) => capability?.terms[0]?.state))).toEqual({ GRANTED: 8 });
    expect((await world.account(brand)).held).toBe(5);
  });

  it("end once, told or given back, whichever comes first", async () => {
    const people = await licensees(ROUNDS, { terms: [{ ...STEPS_DAILY, points: 0 }], rewardPerDisclosure: 5 });
    await Promise.all(people.map(({ ref }, i) => world.customer(brand, ref, { ...ASKED, operationId: `op-${i}` })));
    expect((await world.account(brand)).held).toBe(5 * ROUNDS);
    const upTo = new Date(world.now.getTime() + 60_000).toISOString();
    await Promise.all([
      ...people.map(({ person, id }, i) => world.disclosed(person, brand, id, `op-${i}`, 5)),
      world.tell("watermark", { upTo }),
      world.tell("watermark", { upTo }),
    ]);
    expect((await world.account(brand)).held).toBe(0);
  });

  it("are paid once each into one wallet, also the first ones a person ever earned", async () => {
    const exchanges = await atOnce(5, () =>
      world.exchange(brand, { terms: [{ ...STEPS_DAILY, points: 0 }], rewardPerDisclosure: 5 }),
    );
    const ada = world.person();
    const licences: string[] = [];
    for (const exchange of exchanges) licences.push((await world.accept(ada, exchange)).licence.id);
    const [ref = ""] = await world.refs(brand);
    for (const id of licences) {
      // The oldest licence answers; it makes way for the next once it is withdrawn.
      await world.customer(brand, ref, { ...ASKED, operationId: `op-${id}` });
      await world.withdraw(ada, id);
    }
    const told = (id: string): Promise<void> => world.disclosed(ada, brand, id, `op-${id}`, 5);
    await Promise.all([...licences.map(told), ...licences.map(told)]);
    expect((await world.wallet(ada)).available).toBe(25);
    const wallets = await world.room.database.read((manager) => manager.count(PersonAccountRow));
    expect(wallets).toBe(1);
  });
});

describe(`changes of one licence that meet on ${DIALECT}`, () => {
  it("end it once", async () => {
    const [ada] = await licensees(1, {});
    const withdraw = (): Promise<Loose> => world.withdraw(ada!.person, ada!.id);
    const end = (): Promise<Loose> =>
      world.mutate(brand.viewer, "endLicence", { licenceId: ada!.id }, "licence { id }");
    const payloads = await Promise.all([withdraw(), end(), withdraw(), end()]);
    expect(codes(payloads)).toEqual({ done: 1, ALREADY_ENDED: 3 });
  });

  it("never widen what was narrowed, and leave a receipt of what is left", async () => {
    const [ada] = await licensees(1, { terms: [STEPS_DAILY, HEART_HOURLY] });
    const keep = ({ field, history }: { field: string; history: string }, precision: string): object => ({
      field,
      precision,
      history,
    });
    const narrow = (terms: object[]): Promise<Loose> =>
      world.mutate(ada!.person, "narrowLicence", { licenceId: ada!.id, terms }, "licence { id }");
    await Promise.all([
      narrow([keep(STEPS_DAILY, "COARSE"), keep(HEART_HOURLY, "COARSE")]),
      narrow([keep(STEPS_DAILY, "COARSE"), keep(HEART_HOURLY, "BAND")]),
      narrow([keep(STEPS_DAILY, "BAND"), keep(HEART_HOURLY, "BAND")]),
    ]);
    const capability = await world.customer(brand, ada!.ref);
    const told = capability?.terms.map(({ field, precision }) => `${field} ${precision}`).sort();
    expect(told).toEqual(["fitness.steps BAND", "heart.rate BAND"]);
  });

  it("count a refusal of an exchange once", async () => {
    const exchange = await world.exchange(brand);
    const ada = world.person();
    const decline = (): Promise<Loose> =>
      world.mutate(ada, "declineExchange", { exchangeId: exchange.id }, "exchange { id }");
    expect(codes(await atOnce(6, decline))).toEqual({ done: 6 });
    const { data } = await world.ask(
      brand.viewer,
      "{ brand { account { exchanges { nodes { funnel { declined } } } } } }",
    );
    expect(data.brand.account.exchanges.nodes).toEqual([{ funnel: { declined: 1 } }]);
  });
});
