import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { demoFile, readDemo, seedDemo, type Demo } from "../../demo/demo.js";
import { readEnvironment } from "../../shared/environment.js";
import { projectRoot } from "../../shared/project-root.js";
import { dropDatabases, ownDatabaseUrl } from "../harness/databases.js";
import { Api, World } from "../harness/world.js";

interface Run {
  code: number | null;
  out: string;
}

/** The built command line, as `npx confide` runs it. */
function confide(...args: string[]): Promise<Run> {
  return confideWith({}, ...args);
}

function confideWith(variables: Record<string, string>, ...args: string[]): Promise<Run> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(projectRoot, "dist", "confide.js"), ...args], {
      env: { PATH: process.env["PATH"] ?? "", ...variables },
    });
    let out = "";
    child.stdout.on("data", (chunk: Buffer) => (out += chunk.toString()));
    child.stderr.on("data", (chunk: Buffer) => (out += chunk.toString()));
    child.once("error", reject);
    child.once("close", (code) => resolve({ code, out }));
  });
}

describe("the demo and the command line", () => {
  let world: World;
  let demo: Demo;
  let folder: string;
  beforeAll(async () => {
    world = await World.open();
    demo = await seedDemo(world.confide, world.environment);
    folder = mkdtempSync(join(tmpdir(), "confide-cli-"));
  }, 120_000);
  afterAll(async () => {
    await world.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it("writes demo.json as the contract has it, for its owner's eyes", () => {
    expect(statSync(demoFile(world.environment)).mode & 0o777).toBe(0o600);
    expect(readDemo(world.environment)).toEqual(demo);
    expect(demo.people).toHaveLength(3);
    expect(demo.brands).toHaveLength(3);
    for (const person of demo.people)
      expect(Object.keys(person).sort()).toEqual(["displayName", "email", "password", "refs", "token"]);
    expect(demo.graphql).toBe(`${world.url}/graphql`);
  });

  it("shows a newcomer the flip", async () => {
    const [mara] = demo.people;
    const [stride] = demo.brands;
    const brand = await Api.withCredentials(world.url, stride!.clientId, stride!.clientSecret);
    const person = new Api(world.url, mara!.token);
    const ref = mara!.refs[stride!.clientId]!;
    const ask = () =>
      brand.ask(
        `{ customer(ref: "${ref}", purpose: PERSONALISED_OFFERS) { data { heart { restingRate { mean unit } } } offerSlots(placement: "home") { proposition { because offer { title } } } } }`,
      );
    expect((await ask()).extensions?.withheld).toEqual([{ path: ["customer"], field: null, reason: "NO_LICENCE" }]);

    const { me } = await person.query<{
      me: { exchanges: { nodes: { id: string; title: string; termsHash: string }[] } };
    }>("{ me { exchanges { nodes { id title termsHash } } } }");
    const shoes = me.exchanges.nodes.find(({ title }) => title.startsWith("Shoes"))!;
    const { licence } = await person.mutate<{ licence: { id: string } }>(
      "acceptExchange",
      { exchangeId: shoes.id, termsHash: shoes.termsHash, idempotencyKey: "newcomer" },
      "licence { id }",
    );
    const told = (await ask()).data as never as {
      customer: { data: { heart: { restingRate: unknown[] } }; offerSlots: { proposition: { because: string[] } }[] };
    };
    expect(told.customer.data.heart.restingRate.length).toBeGreaterThan(0);
    expect(told.customer.offerSlots[0]?.proposition.because).toEqual(["runsPerWeek"]);
    await person.mutate("withdrawLicence", { licenceId: licence.id, idempotencyKey: "newcomer" }, "licence { id }");
    expect((await ask()).data).toEqual({ customer: null });
  });

  it("gives every person a vault through the importers", async () => {
    for (const { token, displayName } of demo.people) {
      const { me } = await new Api(world.url, token).query<{
        me: { displayName: string; sources: unknown[]; imports: { nodes: { status: string }[] } };
      }>("{ me { displayName sources { source } imports(first: 100) { nodes { status } } } }");
      expect(me.displayName).toBe(displayName);
      expect(me.sources.length).toBeGreaterThan(0);
      expect(new Set(me.imports.nodes.map(({ status }) => status))).toEqual(new Set(["DONE"]));
    }
  });

  it("audits: all holds; a planted loss is found", async () => {
    await world.confide.settle();
    const audit = (): Promise<Run> => confideWith(world.variables, "audit");
    expect(await audit()).toMatchObject({
      code: 0,
      out: expect.stringContaining("Every invariant holds"),
    });
    const plant = (sql: string): Promise<unknown> =>
      world.confide.consent.database.write((manager) => manager.query(sql));
    await plant(
      "UPDATE account SET balance = balance + 1 WHERE kind = 'ESCROW' AND id = (SELECT MIN(id) FROM account WHERE kind = 'ESCROW')",
    );
    const broken = await audit();
    expect(broken.code).toBe(1);
    expect(broken.out).toMatch(/BROKEN: .*sum/);
    await plant(
      "UPDATE account SET balance = balance - 1 WHERE kind = 'ESCROW' AND id = (SELECT MIN(id) FROM account WHERE kind = 'ESCROW')",
    );
    const lost = await world.confide.userProfile.database.read((manager) =>
      manager.query<{ id: string }[]>("SELECT * FROM disclosure WHERE points > 0 LIMIT 1"),
    );
    expect(lost).toHaveLength(1);
    await world.confide.userProfile.database.write((manager) =>
      manager.query("UPDATE disclosure SET points = 0 WHERE id = ?", [lost[0]!.id]),
    );
    const undisclosed = await audit();
    expect(undisclosed.out).toMatch(/BROKEN: what was paid was disclosed/);
    await world.confide.userProfile.database.write((manager) =>
      manager.query("UPDATE disclosure SET points = 2 WHERE id = ?", [lost[0]!.id]),
    );
    expect((await confideWith(world.variables, "audit", "--data-dir", join(folder, "nothing"))).code).toBe(2);
  }, 60_000);

  it("verifies a receipt offline, and sees that one was altered", async () => {
    const { me } = await new Api(world.url, demo.people[0]!.token).query<{
      me: { licences: { nodes: { receipt: string }[] } };
    }>("{ me { licences { nodes { receipt } } } }");
    const [{ receipt }] = me.licences.nodes as [{ receipt: string }];
    const keys = join(folder, "jwks.json");
    writeFileSync(keys, await (await fetch(`${world.url}/.well-known/confide-receipt-keys.json`)).text());
    expect(readFileSync(keys, "utf8")).not.toContain('"d"');
    const file = join(folder, "receipt.json");
    writeFileSync(file, JSON.stringify({ receipt }));
    expect(await confide("verify-receipt", file, "--keys", keys)).toMatchObject({ code: 0 });
    const [header, , signature] = receipt.split(".");
    const forged = Buffer.from(JSON.stringify({ recordId: "mine" })).toString("base64url");
    writeFileSync(file, JSON.stringify({ receipt: [header, forged, signature].join(".") }));
    expect(await confide("verify-receipt", file, "--keys", keys)).toMatchObject({ code: 1 });
    expect((await confide("verify-receipt", join(folder, "none"))).code).toBe(2);
  }, 30_000);

  it("makes the tables of a new installation, and finds them made", async () => {
    const variables = { DATA_DIR: join(folder, "new"), DATABASE_URL: ownDatabaseUrl() ?? "" };
    for (let time = 0; time < 2; time += 1) {
      const { code, out } = await confideWith(variables, "migrate");
      expect({ code, lines: out.trim().split("\n").length }).toEqual({ code: 0, lines: 4 });
      expect(out).toContain("The tables of consent are up to date.");
    }
    const none = await confideWith(variables, "audit"); // nobody has started it: there are no keys yet
    expect(none.code).toBe(2);
    await dropDatabases(readEnvironment(variables).databases);
  }, 30_000);

  it("names a DATABASE_URL that cannot be used, and not its password", async () => {
    const secret = "s3cret-pass";
    for (const url of [`postgres://root:${secret}@127.0.0.1/`, `mariadb://root:${secret}@127.0.0.1:1/`]) {
      const { code, out } = await confideWith(
        { DATA_DIR: join(folder, "none"), DATABASE_URL: url },
        "start",
        "--no-demo",
      );
      expect(code).toBe(2);
      expect(out).toMatch(/DATABASE_URL/);
      expect(out).not.toContain(secret);
      expect(out).not.toMatch(/\n\s+at /);
    }
  }, 30_000);

  it.each([
    [["nonsense"], /There is no command/],
    [["start", "--port", "99999999"], /PORT/],
    [["start", "--nonsense"], /nonsense/],
    [[], /usage/],
  ])("answers %j in a sentence", async (args, sentence) => {
    const { code, out } = await confide(...args);
    expect(code).toBe(2);
    expect(out).toMatch(sentence);
    expect(out).not.toMatch(/\n\s+at /);
  });
});
