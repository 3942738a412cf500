import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { decodeJwt } from "jose";
import { DAY_MS } from "../../../../../shared/clock.js";
import type { Viewer } from "../../../../../shared/viewer.js";
import { auditConsent } from "../../../../../subgraphs/consent/audit.js";
import type { ConsentRecord } from "../../../../../subgraphs/consent/receipt/consent-record.js";
import { verifyReceipt } from "../../../../../subgraphs/consent/receipt/verify-receipt.js";
import { ConsentWorld, type Loose, type TestBrand } from "../consent-world.js";

let world: ConsentWorld;
let brand: TestBrand;

beforeAll(async () => {
  world = await ConsentWorld.open();
  brand = await world.brand();
});
afterAll(async () => {
  const findings = await world.room.database.read(auditConsent);
  await world.close();
  expect(findings).toEqual([]);
});

const term = (field: string, precision: string, history: string) => ({ field, precision, history });
const HEART = term("heart.rate", "FINE", "P90D");
const STEPS = term("fitness.steps", "COARSE", "P60D");

const narrow = (person: Viewer, licenceId: string, terms: object[], expiresAt?: Date): Promise<Loose> =>
  world.mutate(
    person,
    "narrowLicence",
    { licenceId, terms, ...(expiresAt && { expiresAt }) },
    "licence { id status expiresAt receipt earned terms { id field precision history points } }",
  );

async function licensed(terms: object[]): Promise<{ ada: ReturnType<ConsentWorld["person"]>; id: string }> {
  const ada = world.person();
  const { licence } = await world.accept(ada, await world.exchange(brand, { terms: terms as never, lasts: "P90D" }));
  return { ada, id: licence.id };
}

describe("narrowing a licence", () => {
  it("takes back fields, fineness, history and time; the next operation is narrowed, the points stay", async () => {
    const own = await world.brand();
    const ada = world.person();
    const exchange = await world.exchange(own, { terms: [{ ...HEART, points: 50 }, STEPS] });
    const { licence: granted } = await world.accept(ada, exchange);
    const [ref = ""] = await world.refs(own);
    const expiresAt = new Date(world.now.getTime() + 5 * DAY_MS);
    const { licence, userErrors } = await narrow(ada, granted.id, [term("heart.rate", "BAND", "P7D")], expiresAt);
    expect(userErrors).toEqual([]);
    expect(licence).toMatchObject({ id: granted.id, status: "ACTIVE", expiresAt: expiresAt.toISOString(), earned: 50 });
    expect(licence.terms).toEqual([
      { id: exchange.terms[0].id, field: "heart.rate", precision: "BAND", history: "P7D", points: 50 },
    ]);
    const capability = await world.customer(own, ref, { licensedFields: ["heart.rate", "fitness.steps"] });
    expect(capability?.terms).toEqual([
      {
        licence: granted.id,
        field: "heart.rate",
        precision: "BAND",
        historyFromMs: world.now.getTime() - 7 * DAY_MS,
        state: "GRANTED",
      },
    ]);
    world.now = expiresAt;
    expect(await world.customer(own, ref)).toBeNull();
  });

  it("signs the receipt anew: only what stays, with one event more", async () => {
    const { ada, id } = await licensed([HEART, STEPS]);
    const before = await narrow(ada, id, [HEART, term("fitness.steps", "BAND", "P60D")]);
    const { licence } = await narrow(ada, id, [term("heart.rate", "COARSE", "P90D")]);
    const verified = await verifyReceipt(licence.receipt, world.room.publicKeys(), world.now);
    expect(verified.problems).toEqual([]);
    const [was, is] = [before.licence.receipt, licence.receipt].map((receipt) => decodeJwt<ConsentRecord>(receipt));
    expect(is?.receiptId).not.toBe(was?.receiptId);
    expect(is?.recordId).toBe(id);
    expect(is?.piiInformation).toMatchObject([{ attributeId: "heart.rate", precision: "COARSE", history: "P90D" }]);
    expect(is?.events.map(({ eventType }) => eventType)).toEqual(["provide", "modify", "modify"]);
    expect(is?.events.at(-1)).toMatchObject({
      entityId: is?.piiPrincipalId,
      eventTime: world.now.toISOString(),
      validityDuration: `PT${90 * 86_400}S`,
    });
  });

  it.each<[string, object[], number | undefined, string[]]>([
    ["a finer term", [term("heart.rate", "EXACT", "P90D")], undefined, ["terms", "0", "precision"]],
    ["a longer history", [HEART, term("fitness.steps", "COARSE", "P61D")], undefined, ["terms", "1", "history"]],
    ["a longer history in hours", [term("heart.rate", "FINE", "PT2161H")], undefined, ["terms", "0", "history"]],
    ["another field", [term("body.weight", "BAND", "P30D")], undefined, ["terms", "0", "field"]],
    ["an unknown field", [term("heart.nothing", "BAND", "P30D")], undefined, ["terms", "0", "field"]],
    ["a field twice", [HEART, term("heart.rate", "BAND", "P30D")], undefined, ["terms", "1", "field"]],
    ["nothing left", [], undefined, ["terms"]],
    ["nothing changed", [STEPS, HEART], undefined, ["terms"]],
    ["a later expiry", [HEART], 90 * DAY_MS + 1, ["expiresAt"]],
    ["an expiry that has come", [HEART], 0, ["expiresAt"]],
    ["a predicate of another history", [term("heart.rate", "PREDICATE", "P7D")], undefined, ["terms", "0", "history"]],
  ])("refuses %s, and changes nothing", async (_name, terms, expiresInMs, field) => {
    const { ada, id } = await licensed([HEART, STEPS]);
    const expiresAt = expiresInMs === undefined ? undefined : new Date(world.now.getTime() + expiresInMs);
    const refused = await narrow(ada, id, terms, expiresAt);
    expect(refused).toMatchObject({ licence: null, userErrors: [{ code: "INVALID", field }] });
    const same = await narrow(ada, id, [HEART, STEPS], new Date(world.now.getTime() + 90 * DAY_MS - 1));
    expect(same.licence.terms).toMatchObject([HEART, STEPS]);
  });

  it("narrows to a predicate where it looks no further back than was granted", async () => {
    const predicate = term("heart.rate", "PREDICATE", "P30D");
    const long = await licensed([HEART]);
    expect((await narrow(long.ada, long.id, [predicate])).licence.terms).toMatchObject([predicate]);
    const short = await licensed([term("heart.rate", "FINE", "P29D")]);
    const refused = await narrow(short.ada, short.id, [predicate]);
    expect(refused.userErrors).toMatchObject([{ code: "INVALID", field: ["terms", "0", "history"] }]);
  });

  it("refuses a precision that the field does not have", async () => {
    const { ada, id } = await licensed([term("fitness.workouts", "FINE", "P30D")]);
    const refused = await narrow(ada, id, [term("fitness.workouts", "BAND", "P30D")]);
    expect(refused.userErrors).toMatchObject([{ code: "INVALID", field: ["terms", "0", "precision"] }]);
  });

  it("keeps an index only beside sources that are at least as fine", async () => {
    const fine = (field: string) => term(field, "FINE", "P30D");
    const { ada, id } = await licensed([fine("body.weight"), fine("body.height"), fine("body.bodyMassIndex")]);
    const alone = await narrow(ada, id, [fine("body.weight"), fine("body.bodyMassIndex")]);
    expect(alone.userErrors).toMatchObject([{ code: "INVALID", field: ["terms"] }]);
    const coarse = await narrow(ada, id, [
      term("body.weight", "COARSE", "P30D"),
      fine("body.height"),
      fine("body.bodyMassIndex"),
    ]);
    expect(coarse.userErrors).toMatchObject([{ code: "INVALID", field: ["terms"] }]);
    expect((await narrow(ada, id, [fine("body.weight")])).userErrors).toEqual([]);
  });

  it("knows nobody else's licence, and nothing that has ended", async () => {
    const { ada, id } = await licensed([HEART, STEPS]);
    const bea = await narrow(world.person(), id, [HEART]);
    const unknown = await narrow(ada, "no-such-licence", [HEART]);
    expect(bea).toEqual(unknown);
    expect(unknown).toMatchObject({ licence: null, userErrors: [{ code: "NOT_FOUND", field: ["licenceId"] }] });
    await world.withdraw(ada, id, { askForErasure: false });
    expect((await narrow(ada, id, [HEART])).userErrors).toMatchObject([{ code: "ALREADY_ENDED" }]);
    const other = await licensed([HEART, STEPS]);
    world.now = new Date(world.now.getTime() + 90 * DAY_MS);
    expect((await narrow(other.ada, other.id, [HEART])).userErrors).toMatchObject([{ code: "ALREADY_ENDED" }]);
  });

  it("narrows a paused licence, which stays paused", async () => {
    const { ada, id } = await licensed([HEART, STEPS]);
    await world.mutate(ada, "pauseSharing", { paused: true }, "sharingPaused");
    expect((await narrow(ada, id, [HEART])).licence).toMatchObject({ status: "SUSPENDED", terms: [HEART] });
  });
});
