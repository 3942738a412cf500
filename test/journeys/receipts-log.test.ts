import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { MINUTE_MS } from "../../shared/clock.js";
import { openCheckpoint } from "../../subgraphs/consent/log/checkpoint.js";
import { leafHash, nodeHash } from "../../subgraphs/consent/log/merkle.js";
import { verifyReceipt } from "../../subgraphs/consent/receipt/verify-receipt.js";
import { auditRooms } from "../../topology/audit.js";
import { World } from "../harness/world.js";
import type { WorldBrand } from "../harness/world-brand.js";
import type { WorldPerson } from "../harness/world-person.js";

interface Proved {
  receipt: string;
  receiptProof: string | null;
}

/** Receipts and disclosures in a log that anybody can check, and nobody can read people from. */
describe("the transparency log", () => {
  let world: World;
  let person: WorldPerson;
  let brand: WorldBrand;
  let licenceId: string;
  beforeAll(async () => {
    world = await World.open();
    [person, brand] = [await world.person(), await world.brand()];
    licenceId = await person.licensing("fitness.steps", "COARSE", "P30D").to(brand);
    await world.confide.consent.appendLog();
  }, 60_000);
  afterAll(() => world.close());

  const proved = async (id: string, by = person): Promise<Proved> => {
    type Mine = { me: { licences: { nodes: (Proved & { id: string })[] } } };
    const { me } = await by.api.query<Mine>("{ me { licences(first: 100) { nodes { id receipt receiptProof } } } }");
    return me.licences.nodes.find((licence) => licence.id === id)!;
  };
  const fetched = (path: string): Promise<Response> => fetch(`${world.url}/log/${path}`);
  const checkpoint = async (): Promise<string> => (await fetched("checkpoint")).text();
  const keys = () => world.confide.consent.publicKeys();
  const verify = (file: object, trusted: string | null = null) =>
    verifyReceipt(JSON.stringify(file), keys(), new Date(), trusted);
  const asFile = ({ receipt, receiptProof }: Proved): object => ({ receipt, proof: receiptProof });
  const audit = () => auditRooms(world.environment);

  it("gives a receipt its place, which anybody can check offline", async () => {
    const own = await proved(licenceId);
    expect(own.receiptProof).toMatch(/^c2sp\.org\/tlog-proof@v1\nextra /);
    const { ok, problems, place } = await verify(asFile(own), await checkpoint());
    expect([ok, problems]).toEqual([true, []]);
    expect(place).toMatchObject({ origin: `${new URL(world.url).host}/log`, isTrusted: true });
  });

  it("shows the brand the same proof, and nothing before the log has it", async () => {
    const fresh = await person.licensing("sleep.duration", "COARSE", "P30D").to(brand);
    type Theirs = { brand: { account: { licences: { nodes: (Proved & { id: string })[] } } } };
    const seen = async (): Promise<Proved> => {
      const { brand: own } = await brand.api.query<Theirs>(
        "{ brand { account { licences { nodes { id receipt receiptProof } } } } }",
      );
      return own.account.licences.nodes.find(({ id }) => id === fresh)!;
    };
    if ((await seen()).receiptProof !== null) await world.confide.consent.appendLog(); // the timer was quicker
    await world.confide.consent.appendLog();
    expect(await seen()).toEqual(expect.objectContaining(await proved(fresh)));
  });

  it("refuses a proof that was altered anywhere, and one of another receipt", async () => {
    const own = await proved(licenceId);
    const lines = own.receiptProof!.split("\n");
    for (const [index, line] of lines.entries()) {
      if (line === "") continue;
      const middle = Math.floor(line.length / 2);
      const letter = line[middle] === "A" ? "B" : "A";
      const altered = [...lines];
      altered[index] = line.slice(0, middle) + letter + line.slice(middle + 1);
      expect([index, (await verify({ receipt: own.receipt, proof: altered.join("\n") })).ok]).toEqual([index, false]);
    }
    const other = await person.licensing("demographics.languages", "EXACT", "P30D").to(brand);
    await world.confide.consent.appendLog();
    const another = await proved(other);
    expect((await verify({ receipt: own.receipt, proof: another.receiptProof })).ok).toBe(false);
    expect((await verify({ receipt: own.receipt, proof: "" })).ok).toBe(false);
    expect((await verify({ receipt: own.receipt, proof: "c2sp.org/tlog-proof@v1\n" })).ok).toBe(false);
  });

  it("can be read by everybody as tiles, from which the signed root is made", async () => {
    const note = await checkpoint();
    const { size, root } = openCheckpoint(note, keys())!;
    const path = (kind: string): string => `tile/${kind}/000${size < 256 ? `.p/${size}` : ""}`;
    const [hashes, entries] = [await fetched(path("0")), await fetched(path("entries"))];
    expect(hashes.headers.get("cache-control")).toContain("immutable");
    const bytes = Buffer.from(await entries.arrayBuffer());
    const leaves: Buffer[] = [];
    for (let at = 0; at < bytes.length;) {
      const length = bytes.readUInt16BE(at);
      const entry = bytes.subarray(at + 2, at + 2 + length);
      expect(Object.keys(JSON.parse(entry.toString())).every((name) => ["v", "brand", "kind", "day", "hours", "commitment"].includes(name))).toBe(true); // prettier-ignore
      leaves.push(leafHash(entry));
      at += 2 + length;
    }
    expect(Buffer.concat(leaves)).toEqual(Buffer.from(await hashes.arrayBuffer()));
    const rootOf = (of: Buffer[]): Buffer => {
      if (of.length === 1) return of[0]!;
      const split = 2 ** Math.ceil(Math.log2(of.length) - 1);
      return nodeHash(rootOf(of.slice(0, split)), rootOf(of.slice(split)));
    };
    expect(rootOf(leaves)).toEqual(root);
    for (const nothing of [
      "tile/0/001",
      "tile/0/000.p/256",
      "tile/9/000",
      "tile/0/0",
      "tile/x/000",
      "../checkpoint",
      "",
    ]) {
      expect((await fetched(nothing)).status).toBe(404);
    }
    expect(await (await fetched("key")).text()).toMatch(/^\S+\/log\+[0-9a-f]{8}\+\S+\n$/);
  });

  it("has every disclosure once it is closed, and the books agree", async () => {
    const priced = await brand.publish({ terms: [{ field: "fitness.workouts", precision: "COARSE", history: "P30D" }], rewardPerDisclosure: 2 }); // prettier-ignore
    const ref = await brand.refOf(await person.accept(priced));
    for (let i = 0; i < 3; i += 1) await brand.customer(ref, "data { fitness { workouts { start } steps { sum } } }");
    await world.confide.settle();
    const { consent, userProfile } = world.confide;
    const count = async (database: typeof consent.database, sql: string): Promise<number> =>
      Number((await database.read((manager) => manager.query(sql)))[0].n);
    const leaves = (): Promise<number> =>
      count(consent.database, "SELECT COUNT(*) AS n FROM log_entry WHERE kind = 'DISCLOSURE'");
    await userProfile.closeDisclosures();
    expect(await leaves()).toBe(0); // their capabilities may still live
    world.advance(2 * MINUTE_MS);
    await userProfile.closeDisclosures();
    expect(await audit()).toEqual([]); // on their way
    await world.confide.settle();
    await consent.appendLog();
    const rows = await count(userProfile.database, "SELECT COUNT(*) AS n FROM disclosure");
    expect(rows).toBeGreaterThanOrEqual(6);
    expect(await leaves()).toBe(rows);
    expect(await audit()).toEqual([]);
  });

  it("stays whole when somebody is erased, and leads to them no more", async () => {
    const gone = await world.person();
    const id = await gone.licensing("fitness.steps", "COARSE", "P30D").to(brand);
    await world.confide.consent.appendLog();
    const before = await proved(id, gone);
    expect((await verify(asFile(before))).ok).toBe(true);
    const commitmentsOf = (): Promise<{ commitment: string; personId: string }[]> =>
      world.confide.consent.database.read((manager) => manager.query("SELECT commitment, personId FROM licence WHERE id = ?", [id])); // prettier-ignore
    const [own] = await commitmentsOf();
    const terms = [{ field: "fitness.workouts", precision: "COARSE", history: "P30D" }];
    const paid = await gone.accept(await brand.publish({ terms, rewardPerDisclosure: 2 }));
    await brand.customer(await brand.refOf(paid), "data { fitness { workouts { start } } }");
    await world.confide.userProfile.database.write((manager) =>
      manager.query("UPDATE disclosure SET commitment = 'closed' WHERE licenceId = ?", [paid]),
    );
    const session = await gone.signIn();
    await session.mutate("eraseMyData", { confirm: gone.email, idempotencyKey: world.key() }, "erasure { id }");
    await world.confide.settle();
    await world.confide.consent.appendLog();
    const [after] = await commitmentsOf();
    expect(after?.commitment).not.toBe(own?.commitment);
    expect(after?.personId).not.toBe(gone.id);
    const bare = await world.confide.userProfile.database.read((manager) =>
      manager.query<{ commitment: string | null }[]>(
        "SELECT commitment FROM disclosure WHERE personId LIKE 'licence/%'",
      ),
    );
    expect(bare).toEqual([{ commitment: null }]);
    // The person's own file still proves what it proved; the room can no longer say whose the entry was.
    expect((await verify(asFile(before))).ok).toBe(true);
    expect(await audit()).toEqual([]);
  });

  describe("is seen to be tampered with where an entry was", () => {
    const change = (sql: string, values: unknown[] = []): Promise<unknown> =>
      world.confide.consent.database.write((manager) => manager.query(sql, values));
    const found = async (): Promise<string[]> => (await audit()).map(({ invariant }) => invariant);
    const ids = (): Promise<{ id: string; position: number; at: number; commitment: string }[]> =>
      world.confide.consent.database.read((manager) => manager.query("SELECT * FROM log_entry WHERE kind = 'LICENCE_GRANTED' AND commitment IS NOT NULL ORDER BY position")); // prettier-ignore

    it("changed", async () => {
      const [first] = await ids();
      await change("UPDATE log_entry SET kind = 'LICENCE_ENDED' WHERE id = ?", [first?.id]);
      expect(await found()).toContain("the log's entries are those that were signed");
      await change("UPDATE log_entry SET kind = 'LICENCE_GRANTED' WHERE id = ?", [first?.id]);
      expect(await found()).toEqual([]);
    });

    it("put elsewhere", async () => {
      const [first, second] = await ids();
      const place = (id: string | undefined, position: number | null | undefined): Promise<unknown> =>
        change("UPDATE log_entry SET position = ? WHERE id = ?", [position, id]);
      await place(first?.id, 1_000_000);
      await place(second?.id, first?.position);
      await place(first?.id, second?.position);
      expect(await found()).toContain("the log's entries are those that were signed");
      await place(first?.id, 1_000_000);
      await place(second?.id, second?.position);
      await place(first?.id, first?.position);
      expect(await found()).toEqual([]);
    });

    it("dropped", async () => {
      world.isDamaged = true;
      const [first] = await ids();
      await change("DELETE FROM log_entry WHERE id = ?", [first?.id]);
      expect(await found()).toContain("the log's places are without a gap");
    });
  });
});
