import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, jest } from "@jest/globals";
import { FIELDS } from "../../shared/licensing/field.js";
import { Precision, PRECISIONS } from "../../shared/licensing/precision.js";
import { CANARIES, everyFieldFiles, everyFieldTexts } from "../harness/every-field.js";
import { storedBytes } from "../harness/databases.js";
import { World, type Answer } from "../harness/world.js";
import type { WorldBrand } from "../harness/world-brand.js";
import type { WorldPerson } from "../harness/world-person.js";

/** What else nobody but its owner sees. */
const FILE_NAME = "canary-file-name-7c1f";
const SECRETS = [...CANARIES, FILE_NAME, "person-1@people.example"];

const EVERYTHING = `data {
  demographics { birthYear { low } gender languages household { low } homeArea { locality } }
  contact { givenName familyName email phone postalAddress }
  location { home { latitude } visits { start place { latitude longitude } } }
  fitness { workouts { start distanceMetres energyKilocalories meanHeartRate } steps { sum } activeEnergy { sum } }
  heart { rate { mean } restingRate { mean } variability { mean } }
  body { weight { mean } height { low } bodyMassIndex { low } }
  sleep { duration { sum } stages { stage start } }
  diet { energy { sum } macronutrients { proteinGrams carbohydrateGrams } }
  work { workingHours { start sum } pattern { typicalStart } }
  photos { count { low } places { start place { latitude longitude } } moments { takenAt place { latitude } camera } } }`;

/** Plants a value of every field, makes everything fail that can, and greps all that was written anywhere. */
describe("an intimate value", () => {
  let world: World;
  let person: WorldPerson;
  let brand: WorldBrand;
  let ref: string;
  const printed: string[] = [];
  /** Error answers, problems and headers that were given: everything but `data`. */
  const said: string[] = [];

  beforeAll(async () => {
    jest.spyOn(process.stdout, "write").mockImplementation((text) => printed.push(String(text)) > 0);
    jest.spyOn(process.stderr, "write").mockImplementation((text) => printed.push(String(text)) > 0);
    world = await World.open({ LOG_LEVEL: "trace" });
    person = await world.person();
    brand = await world.brand();
    for (const file of everyFieldFiles(world.now().getTime())) await person.importBytes(file, FILE_NAME);
    const terms = FIELDS.map(({ path, precisions, personOnly }) => ({
      field: path,
      precision:
        PRECISIONS.find((one) => precisions[one] !== undefined && !personOnly.includes(one)) ?? Precision.EXACT,
      history: "P60D",
    }));
    ref = await brand.refOf(await person.accept(await brand.publish({ terms })));
  }, 60_000);
  afterAll(async () => {
    jest.restoreAllMocks();
    await world.close();
  });

  const note = ({ errors, extensions }: Answer): void => {
    said.push(JSON.stringify([errors, extensions]));
  };

  it("is in the vault, and leaves to who licensed it", async () => {
    const own = await person.ask(`{ me { ${EVERYTHING} } }`);
    expect(own.errors).toBeUndefined();
    for (const canary of CANARIES.filter((one) => !["482135711", "zoe@unseen"].includes(one))) {
      expect(own.text).toContain(canary);
    }
    const answer = await brand.customer(ref, EVERYTHING);
    expect(answer.extensions?.withheld).toBeUndefined();
    expect(answer.text).toContain("71.3391");
    note(answer);
  });

  it("is in no problem of an import, however the file is broken", async () => {
    for (const text of everyFieldTexts(world.now().getTime())) {
      const cut = text.slice(0, Math.floor(text.length * 0.9));
      const unknownUnits = text.replace(/unit="[^"]*"/g, 'unit="canary-71.3391"');
      const badTimes = text.replace(/T?02:07:41Z|\d\d:\d\d:\d\d \+0000/g, "48.2135711");
      const badValues = text.replace(/value="([\d.]+)"/g, 'value="x$1"').replace(/E7":/g, 'E7": "x", "y":');
      for (const broken of [cut, unknownUnits, badTimes, badValues]) {
        const { problems } = await person.importText(broken, FILE_NAME);
        said.push(JSON.stringify(problems));
      }
    }
    expect(said.some((text) => text.includes('"where"'))).toBe(true);
  });

  it("is in no error about a question that holds it", async () => {
    const asks = [
      `{ customer(ref: "71.3391", purpose: SERVICE_PERSONALISATION) { ref } }`,
      `{ customer(ref: "zoe@unseen.example", purpose: zoe_unseen) { ref } }`,
      `{ customer(ref: 71.3391, purpose: SERVICE_PERSONALISATION) { ref } }`,
      `{ customers(purpose: SERVICE_PERSONALISATION, after: "zoe@unseen.example") { nodes { ref } } }`,
      `{ customer(ref: "${ref}", purpose: SERVICE_PERSONALISATION) { data { body { weight(during: { from: "71.3391", to: "Ünseen" }) { mean } } } } }`,
      `mutation { createExchange(input: { title: "zoe@unseen.example", places: 71.3391 }) { exchange { id } } }`,
      `{ "zoe@unseen.example" }`,
    ];
    for (const query of asks) note(await brand.ask(query));
    note(
      await brand.ask("query ($ref: ID!) { customer(ref: $ref, purpose: 1) { ref } }", { ref: "zoe@unseen.example" }),
    );
    note(
      await brand.ask("query ($ref: ID!, $p: Purpose!) { customer(ref: $ref, purpose: $p) { ref } }", {
        ref: [],
        p: "zoe@unseen.example",
      }),
    );
    note(
      await person.ask(
        `mutation { setMyTimeZone(input: { timeZone: "zoe@unseen.example", idempotencyKey: "zoe@unseen.example" }) { userErrors { code message } } }`,
      ),
    );
  });

  it("is in no error when the database fails", async () => {
    const database = world.confide.userProfile.database;
    for (const table of ["observation_day", "person_profile", "disclosure"]) {
      await database.write((manager) => manager.query(`ALTER TABLE ${table} RENAME TO hidden`));
      const failed = await brand.customer(ref, EVERYTHING);
      await database.write((manager) => manager.query(`ALTER TABLE hidden RENAME TO ${table}`));
      expect(failed.errors?.length).toBeGreaterThan(0);
      note(failed);
    }
  });

  it("is in nothing that was said, printed or written to a disk", async () => {
    await world.confide.settle();
    await world.restart(); // everything is on disk
    expect(printed.join("").length).toBeGreaterThan(0);
    for (const secret of SECRETS) {
      expect(said.filter((text) => text.includes(secret))).toEqual([]);
      expect(printed.filter((text) => text.includes(secret))).toEqual([]);
    }
    const found = files(world.environment.dataDir).flatMap((file) => {
      const bytes = readFileSync(file);
      return SECRETS.filter((secret) => bytes.includes(secret)).map((secret) => `${file.split("/").at(-1)}: ${secret}`);
    });
    expect(found).toEqual([]);
    const stored = await storedBytes(world.environment.databases);
    expect(SECRETS.filter((secret) => stored.includes(secret))).toEqual([]);
    expect(stored.includes(person.id)).toBe(true); // it is the right place to look
  });
});

function files(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? files(path) : [path];
  });
}
