import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, jest } from "@jest/globals";
import { storedBytes } from "../harness/databases.js";
import { World } from "../harness/world.js";
import type { WorldPerson } from "../harness/world-person.js";

/** Values that nothing else would write: looked for wherever they must not be. */
const WEIGHT = "71.3391537";
const FILE_NAME = "canary-file-name-7c1f";
const EMAIL = "person-1@people.example";

const EXPORT = `<?xml version="1.0"?><HealthData locale="en_GB">
 <Record type="HKQuantityTypeIdentifierBodyMass" sourceName="Canary" unit="kg" startDate="2026-01-05 08:00:00 +0000" endDate="2026-01-05 08:00:00 +0000" value="${WEIGHT}"/>
 <Record type="HKQuantityTypeIdentifierBodyMass" sourceName="Canary" unit="kg" startDate="2026-01-05 08:00:00 +0000" endDate="2026-01-05 08:00:00 +0000" value="canary-${WEIGHT}"/>
</HealthData>`;

describe("an intimate value", () => {
  let world: World;
  let person: WorldPerson;
  const printed: string[] = [];
  beforeAll(async () => {
    jest.spyOn(process.stdout, "write").mockImplementation((text) => printed.push(String(text)) > 0);
    jest.spyOn(process.stderr, "write").mockImplementation((text) => printed.push(String(text)) > 0);
    world = await World.open({ LOG_LEVEL: "trace" });
    person = await world.person();
    await person.importText(EXPORT, FILE_NAME);
  }, 60_000);
  afterAll(async () => {
    jest.restoreAllMocks();
    await world.close();
  });

  it("is in the vault, and its owner reads it", async () => {
    const own = await person.own<{ body: { weight: { mean: number }[] } }>(
      `body { weight(during: { from: "2026-01-01T00:00:00Z", to: "2026-02-01T00:00:00Z" }) { mean } }`,
    );
    expect(own.body.weight.map(({ mean }) => String(mean))).toEqual([WEIGHT]);
    const [imported] = await person.imports();
    expect(imported!.problems).toHaveLength(1);
    expect(JSON.stringify(imported!.problems)).not.toContain(WEIGHT);
  });

  it("is in no file, in no log and in no error, not even when the database fails", async () => {
    const brand = await world.brand();
    const licence = await person.licensing("body.weight", "FINE").to(brand);
    const ref = await brand.refOf(licence);
    await world.confide.userProfile.database.write((manager) =>
      manager.query("ALTER TABLE observation_day RENAME TO hidden"),
    );
    const failed = await brand.customer(ref, "data { body { weight { mean } } }");
    await world.confide.userProfile.database.write((manager) =>
      manager.query("ALTER TABLE hidden RENAME TO observation_day"),
    );
    expect(failed.errors?.map(({ extensions, message }) => `${String(extensions["code"])} ${message}`)).toEqual([
      "INTERNAL Something went wrong on our side.",
    ]);
    await world.confide.settle();
    await world.restart(); // everything is on disk
    const secrets = [WEIGHT, FILE_NAME, EMAIL, "Canary"];
    const log = printed.join("");
    expect(log.length).toBeGreaterThan(0);
    for (const secret of secrets) expect(log).not.toContain(secret);
    const found = files(world.environment.dataDir).flatMap((file) => {
      const bytes = readFileSync(file);
      return secrets.filter((secret) => bytes.includes(secret)).map((secret) => `${file.split("/").at(-1)}: ${secret}`);
    });
    expect(found).toEqual([]);
    const stored = await storedBytes(world.environment.databases);
    expect(secrets.filter((secret) => stored.includes(secret))).toEqual([]);
    expect(stored.includes(person.id)).toBe(true); // it is the right place to look
  });
});

function files(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? files(path) : [path];
  });
}
