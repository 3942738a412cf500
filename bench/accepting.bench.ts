import type { ConsentContext } from "../subgraphs/consent/context.js";
import type { AcceptExchangeInput } from "../subgraphs/consent/licence/licence-mutations.js";
import type { Viewer } from "../shared/viewer.js";
import { startMariadb } from "../test/harness/throwaway-mariadb.mjs";
import { BenchWorld } from "./bench-world.js";
import type { Benchmark } from "./benchmark.js";
import { inTemporaryFolder } from "./temporary-folder.js";

const CLIENTS = 16;
const WARM_UP_PEOPLE = 160;
const PEOPLE = 800;
const POINTS = 3;

/** Sixteen clients accept one brand's exchange, each for one person after the other, each with a key of its own. */
export const accepting: Benchmark = {
  name: "accepting",
  title: "an acceptance of one brand's exchange among 16 clients, MariaDB",
  unit: "ms",
  goal: 0.33,
  runs: 3,
  ours: () => withMarket((market) => measure((person) => market.accept(person))),
  peer: {
    title: "the same in the naive transaction, the exchange and the escrow locked first",
    measure: () => withMarket((market) => measure((person) => market.naive(person))),
  },
};

interface Market {
  accept(person: number): Promise<void>;
  naive(person: number): Promise<void>;
}

async function measure(accept: (person: number) => Promise<void>): Promise<number> {
  await byClients(0, WARM_UP_PEOPLE, accept);
  const startMs = performance.now();
  await byClients(WARM_UP_PEOPLE, WARM_UP_PEOPLE + PEOPLE, accept);
  return (performance.now() - startMs) / PEOPLE;
}

async function byClients(from: number, to: number, accept: (person: number) => Promise<void>): Promise<void> {
  let next = from;
  const client = async (): Promise<void> => {
    for (let person = next++; person < to; person = next++) await accept(person);
  };
  await Promise.all(Array.from({ length: CLIENTS }, client));
}

function withMarket<T>(use: (market: Market) => Promise<T>): Promise<T> {
  return inTemporaryFolder(async (folder) => {
    const mariadb = await startMariadb({ isDurable: true });
    const world = await BenchWorld.open(folder, { DATABASE_URL: `${mariadb.url}confide`, NODE_ENV: "development" });
    try {
      const all = WARM_UP_PEOPLE + PEOPLE;
      const brand = await world.brand({ escrow: all * POINTS });
      const { id: exchangeId, termsHash } = await brand.publish({
        terms: [{ field: "demographics.languages", precision: "EXACT", history: "P30D", points: POINTS }],
        places: all,
      });
      const { consent } = world.confide;
      const { acceptance, circumstances } = consent.services;
      const context = (person: number): ConsentContext => {
        const viewer: Viewer = { kind: "person", personId: `person-${person}`, displayName: "", emailHash: "", scopes: ["consent"] }; // prettier-ignore
        return { viewer, now: new Date(), services: consent.services, operationId: "o" } as never;
      };
      const input = (person: number): AcceptExchangeInput => {
        const said = { exchangeId, termsHash, optionalTerms: [], language: "en", authorised: false };
        return { ...said, idempotencyKey: `accept-${person}` };
      };
      for (let person = 0; person < all; person += 1) {
        const adult = { region: "US_OTHER", isAdult: true, idempotencyKey: "adult" };
        await circumstances.set(context(person), adult as never);
      }
      const market: Market = {
        async accept(person) {
          const { licenceId } = await acceptance.accept(context(person), input(person));
          if (!licenceId) throw new Error("an acceptance was refused");
        },
        /** What everybody waits for is locked by the first statements, and held until the commit. */
        async naive(person) {
          await consent.database.write(async (manager) => {
            await manager.query("UPDATE value_exchange SET placesLeft = placesLeft WHERE id = ?", [exchangeId]);
            await manager.query("UPDATE account SET balance = balance WHERE id = (SELECT escrowAccountId FROM brand WHERE id = ?)", [brand.id]); // prettier-ignore
            await manager.query("SELECT outcome FROM idempotency WHERE principal = ? AND mutation = 'naive' AND `key` = 'k' FOR UPDATE", [`person-${person}`]); // prettier-ignore
            await acceptance.acceptFor(manager, `person-${person}`, input(person), new Date());
            await manager.query("INSERT INTO idempotency VALUES (?, 'naive', 'k', '', '{}', ?)", [`person-${person}`, Date.now()]); // prettier-ignore
          });
        },
      };
      const result = await use(market);
      // Exact, or it was no acceptance.
      const [row] = await consent.database.read((manager) => manager.query<{ n: number; left: number }[]>("SELECT COUNT(*) AS n, (SELECT placesLeft FROM value_exchange WHERE id = ?) AS `left` FROM acceptance", [exchangeId])); // prettier-ignore
      const { escrow } = await brand.escrow();
      if (Number(row?.n) !== all || Number(row?.left) !== 0 || escrow !== 0) throw new Error("the books are not exact");
      return result;
    } finally {
      await world.close();
      await mariadb.stop();
    }
  });
}
