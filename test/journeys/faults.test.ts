import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { appleHealthExport, RUNNER } from "../../demo/sample-exports.js";
import type { Answer } from "../harness/api.js";
import { ANSWER_BYTES_MAX } from "../../topology/link/link-limits.js";
import { FaultProxy, FAULTS, type Fault } from "../harness/fault-proxy.js";
import { freePort } from "../harness/free-port.js";
import { ServerProcesses, type ProcessName } from "../harness/server-processes.js";
import { ServerWorld } from "../harness/server-world.js";
import type { WorldBrand, WorldExchange } from "../harness/world-brand.js";
import type { WorldPerson } from "../harness/world-person.js";

const SUBGRAPHS = ["user-profile", "consent", "offers"] as const;
type Subgraph = (typeof SUBGRAPHS)[number];

const OF_THE_BRAND = `query Slot($ref: ID!) {
  customer(ref: $ref, purpose: SERVICE_PERSONALISATION) {
    ref
    data { fitness { steps { start sum } } }
    offerSlots(placement: "home") { noOfferReason proposition { offer { title } } }
  }
  brand { account { licences(first: 1) { nodes { customerRef } } offers(first: 1) { nodes { title } } } }
}`;
const OF_THE_PERSON = `{
  catalogue { path }
  me { timeZone data { fitness { workouts { activity } } } wallet { available } licences(first: 1) { nodes { brand { name } } } }
}`;

/** ARCHITECTURE 8: what a room that is down costs, and nothing more. */
const COST: Readonly<Record<Subgraph, { brand: string[]; person: string[] }>> = {
  "user-profile": { brand: ["customer.data", "customer.offerSlots"], person: ["me", "catalogue"] },
  consent: { brand: ["customer", "brand"], person: ["me.wallet", "me.licences"] },
  offers: { brand: ["customer.offerSlots", "brand.account.offers"], person: [] },
};

/** Far beyond every deadline of ours: who is not answered by then never will be. */
const NEVER_MS = 60_000;
/** What a gateway answers to everything until it is ready. */
const NOT_YET = '{"ready":false}';
const READERS = 8;
/** One page of her licences. */
const WRITES_MAX = 95;

const RESET = ["ECONNRESET", "UND_ERR_SOCKET"];

describe("what fails", () => {
  let world: ServerWorld;
  let proxies: Record<Subgraph, FaultProxy>;
  let metricsPort: number;
  let mara: WorldPerson;
  let brand: WorldBrand;
  let exchange: WorldExchange;
  let ref: string;
  let well: { brand: Answer; person: Answer };
  /** Answers to the brand that held something of hers. */
  let told = 0;
  /** Licences that she was told of and then told to be withdrawn. */
  const acknowledged: string[] = [];

  beforeAll(async () => {
    metricsPort = await freePort();
    world = await ServerWorld.open(async (installation) => {
      let ports: Readonly<Record<ProcessName, number>> | null = null;
      const opened = SUBGRAPHS.map(
        async (name) => [name, await FaultProxy.open(() => ({ port: ports?.[name] ?? 0 }))] as const,
      );
      proxies = Object.fromEntries(await Promise.all(opened)) as typeof proxies;
      const gateway = {
        USER_PROFILE_URL: proxies["user-profile"].url,
        CONSENT_URL: proxies.consent.url,
        OFFERS_URL: proxies.offers.url,
        METRICS_PORT: String(metricsPort),
      };
      return ServerProcesses.prepare(installation, (free) => {
        ports = free;
        return { gateway };
      });
    });
    mara = await world.person();
    brand = await world.brand();
    const text = appleHealthExport({ seed: 1, now: world.now(), days: 20, profile: RUNNER });
    expect((await mara.importText(text, "export.xml")).status).toBe("DONE");
    const terms = [{ field: "fitness.steps", precision: "COARSE", history: "P30D", points: 10 }];
    ref = await brand.refOf(await mara.accept(await brand.publish({ terms, rewardPerDisclosure: 1 })));
    await brand.offer({ title: "Socks" });
    const other = [{ field: "fitness.workouts", precision: "COARSE", history: "P30D" }];
    exchange = await brand.publish({ terms: other, places: 10_000 });
    well = { brand: await askAsBrand(), person: await askAsPerson() };
    expect([well.brand.errors, well.person.errors]).toEqual([undefined, undefined]);
    expect(well.brand.text).toMatch(/"sum":\d/);
  }, 180_000);
  afterAll(async () => {
    for (const proxy of Object.values(proxies)) proxy.close();
    await world.close();
  });

  const within = <T>(answer: Promise<T>): Promise<T> =>
    Promise.race([
      answer,
      new Promise<never>((_resolve, reject) => {
        setTimeout(() => reject(new Error("it was not answered")), NEVER_MS).unref();
      }),
    ]);
  const askAsBrand = async (): Promise<Answer> => {
    const answer = await within(brand.ask(OF_THE_BRAND, { ref }));
    if (/"sum":\d/.test(answer.text)) told += 1;
    return answer;
  };
  const askAsPerson = () => within(mara.ask(OF_THE_PERSON));

  /** Her wallet fills while the brand reads; everything else is as it was. */
  const still = (data: unknown): unknown =>
    JSON.parse(JSON.stringify(data).replace(/"available":\d+/, '"available":0'));

  const isWell = async (): Promise<void> => {
    const [ofBrand, ofPerson] = await Promise.all([askAsBrand(), askAsPerson()]);
    expect(ofBrand).toMatchObject({ status: 200, data: well.brand.data as never });
    expect([ofBrand.errors, ofPerson.errors]).toEqual([undefined, undefined]);
    expect(still(ofPerson.data)).toEqual(still(well.person.data));
  };

  /** By itself: nobody but the failed part was started anew. */
  const becomesWell = async (): Promise<void> => {
    for (const givesUpAt = Date.now() + NEVER_MS; ; await new Promise((resolve) => setTimeout(resolve, 100))) {
      try {
        return await isWell();
      } catch (error) {
        if (Date.now() > givesUpAt) throw error;
      }
    }
  };

  const costsItsOwn = (room: Subgraph, answers: { brand: Answer; person: Answer }): void => {
    for (const side of ["brand", "person"] as const) {
      const { status, data, errors } = answers[side];
      expect(status).toBe(200);
      expect(still(data)).toEqual(still(without(well[side].data, COST[room][side])));
      const codes = new Set(errors?.map(({ extensions }) => extensions["code"]));
      expect([...codes]).toEqual(COST[room][side].length > 0 ? ["UNAVAILABLE"] : []);
    }
  };

  const both = async (): Promise<{ brand: Answer; person: Answer }> => {
    const [ofBrand, ofPerson] = await Promise.all([askAsBrand(), askAsPerson()]);
    return { brand: ofBrand, person: ofPerson };
  };

  const CASES = SUBGRAPHS.flatMap((room) => FAULTS.map((fault): [Subgraph, Fault] => [room, fault]));
  it.each(CASES)("costs what hangs on it when %s answers like one that is %s", async (room, fault) => {
    const proxy = proxies[room];
    const taken = proxy.hugeBytesTaken;
    proxy.make(fault);
    const answers = await both();
    proxy.mend();
    costsItsOwn(room, answers);
    expect(proxy.followed).toBe(0);
    // Two operations, each with a few fetches.
    expect(proxy.hugeBytesTaken - taken).toBeLessThan(8 * ANSWER_BYTES_MAX);
    await isWell();
  });

  it.each(SUBGRAPHS)("costs nothing but patience when %s is slow", async (room) => {
    proxies[room].slow(300);
    const answers = await both();
    proxies[room].mend();
    expect([answers.brand.data, answers.person.errors]).toEqual([well.brand.data, undefined]);
    expect(still(answers.person.data)).toEqual(still(well.person.data));
  });

  it.each(SUBGRAPHS)("costs what hangs on it while %s is killed, and nothing once it is there again", async (room) => {
    await world.processes.child(room).kill();
    const answers = await both();
    const ready = await fetch(`${world.url}/readyz`);
    await world.processes.start(room);
    costsItsOwn(room, answers);
    // One that is down must not take the gateway out of a balancer; see topology/server/gateway.ts.
    expect(ready.status).toBe(200);
    await becomesWell();
  });

  it("tells nobody anything while identity is killed, and says so", async () => {
    await world.processes.child("identity").kill();
    const answers = await both();
    const ready = await fetch(`${world.url}/readyz`);
    const health = await fetch(`${world.url}/healthz`);
    await world.processes.start("identity");
    for (const { text } of [answers.brand, answers.person]) {
      expect(text).toMatch(/"code":"UNAVAILABLE"/);
      expect(text).not.toMatch(/"sum"|"activity"/);
    }
    expect([ready.status, health.status]).toEqual([503, 200]);
    await becomesWell();
    expect((await fetch(`${world.url}/readyz`)).status).toBe(200);
  });

  describe("under load", () => {
    interface Load {
      answers: Answer[];
      /** Codes of connections that failed. */
      broken: string[];
    }

    /** Readers, and one who accepts and withdraws and asks again until it is acknowledged, while `meanwhile` happens. */
    const underLoad = async (meanwhile: () => Promise<void>): Promise<Load> => {
      const load: Load = { answers: [], broken: [] };
      let isOver = false;
      const readers = Array.from({ length: READERS }, async () => {
        while (!isOver) {
          try {
            load.answers.push(await askAsBrand());
          } catch (error) {
            load.broken.push(codeOf(error));
            await new Promise((resolve) => setTimeout(resolve, 20));
          }
        }
      });
      const writer = (async () => {
        // eslint-disable-next-line @typescript-eslint/no-unnecessary-condition -- it changes meanwhile
        while (!isOver && acknowledged.length < WRITES_MAX) {
          const input = { exchangeId: exchange.id, termsHash: exchange.termsHash, idempotencyKey: world.key() };
          const { licence } = await untilAcknowledged<{ licence: { id: string } }>("acceptExchange", input);
          await untilAcknowledged("withdrawLicence", { licenceId: licence.id, idempotencyKey: world.key() });
          acknowledged.push(licence.id);
          await new Promise((resolve) => setTimeout(resolve, 20));
        }
      })();
      try {
        await meanwhile();
      } finally {
        isOver = true;
        await Promise.all([...readers, writer]);
      }
      return load;
    };

    const untilAcknowledged = async <T>(mutation: string, input: Record<string, unknown>): Promise<T> => {
      for (const givesUpAt = Date.now() + NEVER_MS; ; await new Promise((resolve) => setTimeout(resolve, 50))) {
        try {
          return await mara.api.mutate<T>(mutation, input, "licence { id }");
        } catch (error) {
          if (Date.now() > givesUpAt) throw error;
        }
      }
    };

    /** Long enough that each has asked several times. */
    const untilReadersRead = () => new Promise((resolve) => setTimeout(resolve, 400));

    /** Every answer is whole, or lacks what could not be had and says so: none tells that nothing is licensed. */
    const areHonest = ({ answers }: Load): void => {
      expect(answers.length).toBeGreaterThan(READERS);
      for (const { status, data, errors, extensions, text } of answers) {
        if (text === NOT_YET) continue; // a gateway that has just started, and says so with 503
        if (errors === undefined) expect(data).toEqual(well.brand.data);
        else expect([status, text]).toEqual([expect.any(Number), expect.stringContaining('"UNAVAILABLE"')]);
        expect(extensions?.withheld).toBeUndefined();
      }
    };

    const nothingIsLost = async (): Promise<void> => {
      await becomesWell();
      expect(await world.audit()).toBe("");
      type Mine = { me: { licences: { nodes: { id: string; status: string; exchange: { id: string } }[] } } };
      const { me } = await mara.api.query<Mine>(
        "{ me { licences(first: 100) { nodes { id status exchange { id } } } } }",
      );
      const mine = me.licences.nodes.filter((licence) => licence.exchange.id === exchange.id);
      // Each once, whatever was asked again.
      expect(mine.map(({ id }) => id).sort()).toEqual([...acknowledged].sort());
      expect(mine.filter(({ status }) => status !== "WITHDRAWN")).toEqual([]);
      expect(await world.recordedDisclosures(mara)).toBeGreaterThanOrEqual(told);
    };

    it.each(["user-profile", "consent", "offers", "identity", "gateway"] as const)(
      "nothing acknowledged is lost and nothing leaves unrecorded when %s is killed",
      async (name) => {
        const load = await underLoad(async () => {
          await untilReadersRead();
          await world.processes.child(name).kill();
          await untilReadersRead();
          await world.processes.start(name);
          await untilReadersRead();
        });
        areHonest(load);
        if (name !== "gateway") expect(load.broken).toEqual([]);
        await nothingIsLost();
      },
    );

    it("nor when the database is killed, which every process outlives", async () => {
      const load = await underLoad(async () => {
        await untilReadersRead();
        await world.installation.database.kill();
        await untilReadersRead();
        await world.installation.database.start();
        await untilReadersRead();
      });
      areHonest(load);
      expect(load.broken).toEqual([]);
      await nothingIsLost();
    });

    it.each(["user-profile", "consent", "offers", "identity", "gateway"] as const)(
      "what is in flight is answered when %s is told to stop",
      async (name) => {
        let code: number | null = null;
        const load = await underLoad(async () => {
          await untilReadersRead();
          code = await world.processes.child(name).stop();
          await world.processes.start(name);
          await untilReadersRead();
        });
        expect(code).toBe(0);
        areHonest(load);
        // Nobody was cut off: whoever failed never reached it. The kernel refuses who comes after the port is closed,
        // and resets the few who were waiting to be taken when it was; a kept connection may be closed just as it is used
        // again (RFC 9112 9.3.1), which is such a one as well.
        expect(load.broken.filter((broken) => !["ECONNREFUSED", ...RESET].includes(broken))).toEqual([]);
        expect(load.broken.filter((broken) => RESET.includes(broken)).length).toBeLessThan(READERS / 2);
        if (name !== "gateway") expect(load.broken).toEqual([]);
        await nothingIsLost();
      },
    );
  });

  it("is counted, with labels from closed lists alone", async () => {
    const text = await (await fetch(`http://127.0.0.1:${metricsPort}/metrics`)).text();
    const counted = text
      .split("\n")
      .filter((line) => /^confide_\w+_total/.test(line))
      .join("\n");
    expect(counted).toMatch(/confide_operations_total\{kind="\w+",outcome="\w+"\} [1-9]/);
    expect(counted).toMatch(/confide_room_requests_total\{room="consent",outcome="answered"\} [1-9]/);
    const own = text.split("\n").filter((line) => line.startsWith("confide_"));
    const labels = new Set(own.flatMap((line) => [...line.matchAll(/(\w+)="([^"]*)"/g)].map(([, name]) => name)));
    expect([...labels].filter((name) => !["kind", "room", "door", "outcome", "le"].includes(name ?? ""))).toEqual([]);
    for (const secret of [ref, mara.id, brand.id, mara.token]) expect(text).not.toContain(secret);
  });

  it("is logged line by line as JSON, without a value, a reference or a token", () => {
    for (const name of ["gateway", "identity", ...SUBGRAPHS] as const) {
      const { output } = world.processes.child(name);
      const lines = output.split("\n").filter((line) => line.startsWith("{"));
      for (const line of lines) expect(() => JSON.parse(line) as unknown).not.toThrow();
      for (const secret of [ref, mara.token, "Socks", brand.api.bearer ?? ""]) expect(output).not.toContain(secret);
    }
  });
});

function without(data: unknown, paths: readonly string[]): unknown {
  const copy = structuredClone(data) as Record<string, unknown>;
  for (const path of paths) {
    const names = path.split(".");
    const last = names.pop() ?? "";
    let place: Record<string, unknown> = copy;
    for (const name of names) place = place[name] as Record<string, unknown>;
    place[last] = null;
  }
  return copy;
}

function codeOf(error: unknown): string {
  const { code, cause } = error as { code?: string; cause?: unknown };
  return code ?? (cause === undefined ? String(error) : codeOf(cause));
}
