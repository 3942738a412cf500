import { setTimeout as later } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { auditRooms } from "../../topology/audit.js";
import { Child } from "../harness/child.js";
import { randomRuns } from "../harness/random-runs.js";
import type { Api } from "../harness/world.js";
import { World, type Answer } from "../harness/world.js";
import type { WorldBrand, WorldExchange } from "../harness/world-brand.js";
import type { WorldPerson } from "../harness/world-person.js";

/** On each database; more than twenty where everything is run. */
const KILLS = randomRuns(3, 12).numRuns;
const READERS = 3;
/** Whoever waits longer for an acknowledgement waits for ever. */
const NEVER_MS = 60_000;
const ASK = "query Read($ref: ID!) { customer(ref: $ref, purpose: SERVICE_PERSONALISATION) { data { fitness { steps { sum } } } } }"; // prettier-ignore

/** One process, killed while it works: what it has answered is so when it is back, and the books are exact. */
describe("kill -9 under load", () => {
  let world: World;
  let person: WorldPerson;
  let brand: WorldBrand;
  let exchange: WorldExchange;
  let ref: string;
  let child: Child;
  /** What was acknowledged. */
  const licences: string[] = [];
  let reads = 0;
  let codes = 0;

  beforeAll(async () => {
    world = await World.open();
    person = await world.person();
    brand = await world.brand({ escrow: 1_000_000 });
    const priced = await brand.publish({
      terms: [{ field: "fitness.steps", precision: "COARSE", history: "P30D", points: 5_000 }],
      rewardPerDisclosure: 3,
    });
    ref = await brand.refOf(await person.accept(priced));
    exchange = await brand.publish({ terms: [{ field: "sleep.duration", precision: "COARSE", history: "P30D" }] });
    await world.confide.settle();
    await world.confide.close();
    await start();
  }, 120_000);
  afterAll(async () => {
    await child.kill();
    await world.forget();
  });

  async function start(): Promise<void> {
    child = await new Child(["start", "--no-demo"], { ...world.variables, LOG_LEVEL: "error" }).ready();
  }

  const readOnce = async (): Promise<void> => {
    const answer = await brand.ask(ASK, { ref }).catch((): Answer | null => null);
    const told = answer?.data as Record<string, unknown> | null | undefined;
    if (told?.["customer"]) reads += 1;
    else await later(20);
  };

  async function untilAcknowledged<T>(
    api: Api,
    mutation: string,
    input: Record<string, unknown>,
    selection: string,
  ): Promise<T> {
    for (const givesUpAt = Date.now() + NEVER_MS; ; await later(50)) {
      try {
        return await api.mutate<T>(mutation, input, selection);
      } catch (error) {
        if (Date.now() > givesUpAt) throw error;
      }
    }
  }

  /** Readers, one who accepts and withdraws, and one who spends, while `meanwhile` happens. */
  async function underLoad(meanwhile: () => Promise<void>): Promise<void> {
    let isOver = false;
    const while_ = async (once: () => Promise<void>): Promise<void> => {
      while (!isOver) await once();
    };
    const acceptOnce = async (): Promise<void> => {
      const { id: exchangeId, termsHash } = exchange;
      const input = { exchangeId, termsHash, idempotencyKey: world.key() };
      const { licence } = await untilAcknowledged<{ licence: { id: string } }>(person.api, "acceptExchange", input, "licence { id }"); // prettier-ignore
      const end = { licenceId: licence.id, askForErasure: false, idempotencyKey: world.key() };
      await untilAcknowledged(person.api, "withdrawLicence", end, "licence { id }");
      licences.push(licence.id);
    };
    const spendOnce = async (): Promise<void> => {
      const input = { voucherId: "coffee", idempotencyKey: world.key() };
      // A repetition does not say the code again: acknowledged is that it was taken.
      const { wallet } = await untilAcknowledged<{ wallet: unknown }>(person.api, "redeemPoints", input, "wallet { available }").catch(() => ({ wallet: null })); // prettier-ignore
      if (wallet !== null) codes += 1;
      await later(100);
    };
    const clients = [...Array.from({ length: READERS }, () => while_(readOnce)), while_(acceptOnce)];
    if (codes < 20) clients.push(while_(spendOnce));
    try {
      await meanwhile();
    } finally {
      isOver = true;
      await Promise.all(clients);
    }
  }

  async function nothingIsLost(): Promise<void> {
    await child.stop();
    expect(await auditRooms(world.environment)).toEqual([]);
    await start();
    type Mine = {
      me: {
        licences: {
          nodes: { id: string; exchange: { id: string } }[];
          pageInfo: { endCursor: string; hasNextPage: boolean };
        };
      };
    };
    const mine: string[] = [];
    for (let after: string | null = null; ;) {
      const page: Mine = await person.api.query<Mine>(
        `{ me { licences(first: 100${after ? `, after: "${after}"` : ""}) { nodes { id exchange { id } } pageInfo { endCursor hasNextPage } } } }`,
      );
      const { nodes, pageInfo } = page.me.licences;
      mine.push(...nodes.filter((licence) => licence.exchange.id === exchange.id).map(({ id }) => id));
      if (!pageInfo.hasNextPage) break;
      after = pageInfo.endCursor;
    }
    expect(mine.sort()).toEqual([...licences].sort());
    await child.stop();
    await world.reopen();
    try {
      await world.confide.settle();
      const count = async (sql: string, database: World["confide"]["consent"]["database"]): Promise<number> =>
        Number((await database.read((manager) => manager.query(sql)))[0].n);
      const { consent, userProfile } = world.confide;
      expect(await count("SELECT COUNT(*) AS n FROM disclosure WHERE kind = 'VALUE'", userProfile.database)).toBeGreaterThanOrEqual(reads); // prettier-ignore
      expect(await count("SELECT COUNT(*) AS n FROM voucher_redemption", consent.database)).toBe(codes);
      expect(await auditRooms(world.environment)).toEqual([]);
    } finally {
      await world.confide.close();
      await start();
    }
  }

  it(
    "loses nothing that was acknowledged, and the books are exact",
    async () => {
      for (let kill = 0; kill < KILLS; kill += 1) {
        await underLoad(async () => {
          await later(150 + 50 * (kill % 8));
          await child.kill();
          await start();
        });
      }
      expect(reads).toBeGreaterThan(KILLS);
      expect(licences.length).toBeGreaterThanOrEqual(KILLS);
      await nothingIsLost();
    },
    NEVER_MS * 5,
  );

  it("would see a loss", async () => {
    await child.stop();
    await world.reopen();
    const id = licences.at(-1) ?? "";
    const planted = "DELETE FROM licence_index WHERE licenceId = ?";
    await world.confide.consent.database.write((manager) => manager.query(planted, [id]));
    await world.confide.close();
    expect((await auditRooms(world.environment)).length).toBeGreaterThan(0);
    await start();
    await expect(nothingIsLost()).rejects.toThrow();
  }, 60_000);
});
