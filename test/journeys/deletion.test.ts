import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { DAY_MS } from "../../shared/clock.js";
import { everyFieldFiles } from "../harness/every-field.js";
import { World } from "../harness/world.js";
import type { ImportOutcome, WorldPerson } from "../harness/world-person.js";

/** What a person takes out of their vault is gone, for them and for whoever had licensed it, and nothing else is. */
interface Deleted {
  observationsDeleted: number;
  userErrors: { code: string; field: string[] | null }[];
}

describe("deleting a part of the vault", () => {
  let world: World;
  let nowMs: number;
  beforeAll(async () => {
    world = await World.open();
    nowMs = world.now().getTime();
  }, 60_000);
  afterAll(() => world.close());

  const steps = (value: number, day: number): string => {
    const date = new Date(nowMs - day * DAY_MS).toISOString();
    return `{"step_count":${value},"effective_time_frame":{"date_time":"${date}"}}`;
  };
  const heart = (value: number, day: number): string => {
    const date = new Date(nowMs - day * DAY_MS).toISOString();
    const code = '{"coding":[{"system":"http://loinc.org","code":"8867-4"}]}';
    return `{"resourceType":"Observation","status":"final","code":${code},"effectiveDateTime":"${date}","valueQuantity":{"value":${value},"code":"/min"}}`;
  };
  const during = `during: { from: "${new Date(Date.now() - 60 * DAY_MS).toISOString()}", to: "${new Date(Date.now() + DAY_MS).toISOString()}" }`;
  const seen = async (person: WorldPerson): Promise<{ steps: number[]; heart: number[]; observations: number }> => {
    const selection = `data { fitness { steps(${during}) { sum } } heart { rate(${during}) { mean } } } sources { observations }`;
    type Me = {
      data: { fitness: { steps: { sum: number }[] }; heart: { rate: { mean: number }[] } };
      sources: { observations: number }[];
    };
    const { me } = await person.api.query<{ me: Me }>(`{ me { ${selection} } }`);
    return {
      steps: me.data.fitness.steps.map(({ sum }) => sum),
      heart: me.data.heart.rate.map(({ mean }) => mean),
      observations: me.sources.reduce((sum, source) => sum + source.observations, 0),
    };
  };
  const remove = async (person: WorldPerson, input: Record<string, unknown>): Promise<Deleted> => {
    const mutation =
      "mutation ($input: DeleteDataInput!) { deleteData(input: $input) { observationsDeleted userErrors { code field } } }";
    const answer = await person.api.query<{ deleteData: Deleted }>(mutation, {
      input: { idempotencyKey: world.key(), ...input },
    });
    return answer.deleteData;
  };
  const done = (observationsDeleted: number): Deleted => ({ observationsDeleted, userErrors: [] });

  /** Steps of two imports and heart rates of another format. */
  const someone = async (): Promise<{ person: WorldPerson; imports: ImportOutcome[] }> => {
    const person = await world.person();
    const texts = [
      `${steps(100, 3)}\n${steps(200, 2)}`,
      `${steps(200, 2)}\n${steps(300, 1)}`,
      `${heart(61, 3)}\n${heart(62, 1)}`,
    ];
    const imports: ImportOutcome[] = [];
    for (const text of texts) imports.push(await person.importText(text));
    expect(await seen(person)).toEqual({ steps: [100, 200, 300], heart: [61, 62], observations: 5 });
    return { person, imports };
  };

  it("by import: what it brought and no other had brought before", async () => {
    const { person, imports } = await someone();
    expect(await remove(person, { importId: imports[1]!.id })).toEqual(done(1));
    expect(await seen(person)).toEqual({ steps: [100, 200], heart: [61, 62], observations: 4 });
    expect(await remove(person, { importId: imports[0]!.id })).toEqual(done(2));
    expect(await seen(person)).toEqual({ steps: [], heart: [61, 62], observations: 2 });
  });

  it("by source, and by field within a period", async () => {
    const { person } = await someone();
    const period = { from: new Date(nowMs - 2.5 * DAY_MS).toISOString(), to: new Date(nowMs - DAY_MS).toISOString() };
    expect(await remove(person, { field: "fitness.steps", during: period })).toEqual(done(1));
    expect(await seen(person)).toEqual({ steps: [100, 300], heart: [61, 62], observations: 4 });
    expect(await remove(person, { source: "FHIR" })).toEqual(done(2));
    expect(await seen(person)).toEqual({ steps: [100, 300], heart: [], observations: 2 });
    expect(await remove(person, { field: "fitness.steps" })).toEqual(done(2));
    expect(await seen(person)).toEqual({ steps: [], heart: [], observations: 0 });
  });

  it("is gone for a brand that had licensed it, and comes back with the next import", async () => {
    const { person } = await someone();
    const brand = await world.brand();
    const ref = await brand.refOf(await person.licensing("fitness.steps", "EXACT").to(brand));
    const read = async (): Promise<unknown> =>
      (await brand.customer(ref, `data { fitness { steps(${during}) { sum } } }`)).data;
    const answer = (sums: number[]): object => ({
      customer: { data: { fitness: { steps: sums.map((sum) => ({ sum })) } } },
    });
    expect(await read()).toEqual(answer([100, 200, 300]));
    await remove(person, { source: "OPEN_MHEALTH" });
    expect(await read()).toEqual(answer([]));
    expect(await person.importText(steps(100, 3))).toMatchObject({ recordsAdded: 1 });
    expect(await read()).toEqual(answer([100]));
  });

  it("answers a repetition alike, and takes nothing that came since", async () => {
    const { person } = await someone();
    const input = { field: "heart.rate", idempotencyKey: world.key() };
    expect(await remove(person, input)).toEqual(done(2));
    await person.importText(heart(63, 2));
    expect(await remove(person, input)).toEqual(done(2));
    expect((await seen(person)).heart).toEqual([63]);
    expect((await remove(person, { ...input, field: "fitness.steps" })).userErrors).toMatchObject([
      { code: "IDEMPOTENCY_MISMATCH" },
    ]);
  });

  it("takes every field, facts included, and each alone", async () => {
    const person = await world.person();
    for (const file of everyFieldFiles(nowMs)) await person.importBytes(file);
    const email = async (): Promise<string | null> =>
      (await person.own<{ contact: { email: string | null } }>("contact { email }")).contact.email;
    expect(await email()).not.toBeNull();
    expect(await remove(person, { field: "contact.email" })).toEqual(done(1));
    expect(await email()).toBeNull();
    const [givenName] = [await person.own<{ contact: { givenName: string | null } }>("contact { givenName }")];
    expect(givenName.contact.givenName).not.toBeNull();
    const before = await seen(person);
    const vcard = await remove(person, { source: "VCARD" });
    expect(vcard.observationsDeleted).toBeGreaterThan(0);
    expect(
      (await person.own<{ contact: { givenName: string | null } }>("contact { givenName }")).contact.givenName,
    ).toBeNull();
    expect(await seen(person)).toEqual(before);
  });

  it.each([
    ["nothing named", {}, "INVALID", ["input"]],
    ["two named", { field: "heart.rate", source: "GPX" }, "INVALID", ["input"]],
    ["a field that does not exist", { field: "heart.beat" }, "UNKNOWN_FIELD", ["field"]],
    [
      "a period that ends first",
      { field: "heart.rate", during: { from: "2026-02-01T00:00:00Z", to: "2026-01-01T00:00:00Z" } },
      "INVALID",
      ["during"],
    ],
  ])("refuses %s", async (_, input, code, field) => {
    const person = await world.person();
    expect(await remove(person, input)).toEqual({ observationsDeleted: 0, userErrors: [{ code, field }] });
  });

  it("leaves everybody else's data, whoever's import is named", async () => {
    const { person, imports } = await someone();
    const other = await world.person();
    expect(await remove(other, { importId: imports[0]!.id })).toEqual(done(0));
    expect((await seen(person)).observations).toBe(5);
  });

  it("is refused while the import is under way", async () => {
    const person = await world.person();
    const { id } = await person.startImport("late.json", 100);
    expect((await remove(person, { importId: id })).userErrors).toMatchObject([
      { code: "INVALID", field: ["importId"] },
    ]);
  });
});
