import { afterAll, afterEach, beforeAll, describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { OperationReader } from "../../gateway/operation/operation-reader.js";
import { clientError } from "../../shared/errors.js";
import { sealTraits, unsealTraits } from "../../shared/licensing/traits-seal.js";
import { Pages } from "../../shared/page.js";
import { CustomerService } from "../../subgraphs/consent/customer/customer.service.js";
import { SlotService } from "../../subgraphs/offers/slot/slot.service.js";
import { FieldReader } from "../../subgraphs/user-profile/intimate-data/field-reader.js";
import { TraitService } from "../../subgraphs/user-profile/traits/trait.service.js";
import { randomSelection } from "../harness/licensing/random-selection.js";
import { randomRuns } from "../harness/random-runs.js";
import { TwoWorlds, type Twin } from "../harness/two-worlds.js";
import { World } from "../harness/world.js";

const SLOTS = "{ position noOfferReason proposition { id because expiresAt offer { id title brand { id } } } }";
const RUNS = randomRuns(12, 60);

type Step = (two: TwoWorlds) => (twin: Twin) => Promise<string>;

/** What brands and partner apps ask, of one of the two. */
const step = (nowMs: number): fc.Arbitrary<Step> =>
  fc.oneof(
    { weight: 4, arbitrary: fc.tuple(fc.array(randomSelection(nowMs), { minLength: 1, maxLength: 8 }), fc.integer({ min: 1, max: 5 })).map(([selections, count]): Step => (two) => (twin) => two.customer(twin, selections, `offerSlots(placement: "home", count: ${count}) ${SLOTS}`)) }, // prettier-ignore
    { weight: 1, arbitrary: fc.constant<Step>((two) => (twin) => two.askBrand("query Q($ref: ID!) { customer(ref: $ref, purpose: PERSONALISED_OFFERS) { ref licences { id status terms { field precision } expiresAt disclosureCount earned erasure { dueAt } } } }", { ref: twin.ref })) }, // prettier-ignore
    { weight: 1, arbitrary: fc.constantFrom("SERVICE_PERSONALISATION", "DIRECT_MARKETING").map((purpose): Step => (two) => (twin) => two.askBrand(`query Q($ref: ID!) { customer(ref: $ref, purpose: ${purpose}) { ref data { heart { rate { mean } } } } }`, { ref: twin.ref })) }, // prettier-ignore
    { weight: 2, arbitrary: fc.tuple(fc.constantFrom("home", "sidebar", "front-page", "nowhere"), fc.integer({ min: 0, max: 11 })).map(([placement, count]): Step => () => async (twin) => (await twin.visitor.ask(`{ visitor { offerSlots(placement: "${placement}", count: ${count}) ${SLOTS} } }`)).text) }, // prettier-ignore
    { weight: 1, arbitrary: fc.constantFrom("COARSE", "BOGUS").map((precision): Step => (two) => (twin) => two.askBrand(`query Q($ref: ID!) { customer(ref: $ref, purpose: PERSONALISED_OFFERS) { data { body { weight(precision: ${precision}) { mean } } heart { rate(during: { from: "2026-02-01T00:00:00Z", to: "2026-01-01T00:00:00Z" }) { mean } } } } }`, { ref: twin.ref })) }, // prettier-ignore
  );

/** A brand and a partner app cannot tell two people apart who differ only in what they have not licensed. */
describe("two worlds", () => {
  let two: TwoWorlds;
  beforeAll(async () => {
    two = await TwoWorlds.open(await World.open());
  }, 120_000);
  afterAll(() => two.world.close());

  const transcript = (): fc.IAsyncProperty<[Step]> =>
    fc.asyncProperty(step(two.world.now().getTime()), async (one) => {
      expect(await two.differs(one(two))).toBeNull();
    });

  it("do differ, in what is not licensed alone", async () => {
    const own = async ({ person }: Twin): Promise<number[]> => {
      type Mine = {
        me: { data: { heart: { restingRate: unknown[] }; fitness: { steps: unknown[]; workouts: unknown[] } } };
      };
      const { me } = await person.api.query<Mine>("{ me { data { heart { restingRate(precision: COARSE) { mean } } fitness { steps(precision: COARSE) { sum } workouts(precision: COARSE) { start } } } } }"); // prettier-ignore
      const { heart, fitness } = me.data;
      return [heart.restingRate.length, fitness.steps.length, fitness.workouts.length];
    };
    const [rich, poor] = [await own(two.twins[0]), await own(two.twins[1])];
    expect([rich[0]! > 0, poor[0]]).toEqual([true, 0]);
    expect(rich.slice(1)).toEqual(poor.slice(1));
    expect(poor.slice(1).every((items) => items > 0)).toBe(true);
  });

  it("have the same answers to everything, but for a closed list of random names", async () => {
    await fc.assert(transcript(), { ...RUNS, endOnFailure: true });
  }, 300_000);

  it("have the same pages: in the order of what was granted, whatever else there is", async () => {
    const query = `{ customers(purpose: PERSONALISED_OFFERS, first: 50) { edges { cursor node { ref data { fitness { steps { start sum } } heart { rate { mean } } } } } pageInfo { hasNextPage } } }`;
    const { data, extensions } = await two.brand.ask(query);
    const { edges } = (data as never as { customers: { edges: { cursor: string; node: { ref: string; data: object } }[] } }).customers; // prettier-ignore
    const refs = edges.map(({ node }) => node.ref);
    // Granted at one moment, so that the random name decides, as the contract says.
    expect(refs).toEqual(
      two.twins
        .map(({ ref }) => ref)
        .sort()
        .reverse(),
    );
    expect(edges[0]?.node.data).toEqual(edges[1]?.node.data);
    expect(new Set(edges.map(({ cursor }) => cursor.length)).size).toBe(1);
    expect(extensions?.withheld?.map(({ reason }) => reason)).toEqual(["NO_LICENCE", "NO_LICENCE"]);
  });

  it("are one where somebody does not exist, is not licensed, or has left", async () => {
    const ask = (ref: string): Promise<string> =>
      two.askBrand("query Q($ref: ID!) { customer(ref: $ref, purpose: PERSONALISED_OFFERS) { ref data { heart { rate { mean } } } } }", { ref }); // prettier-ignore
    const gone = await two.world.person();
    const licence = await gone.licensing("fitness.steps", "COARSE").to(two.brand, "PERSONALISED_OFFERS");
    const ref = await two.brand.refOf(licence);
    await gone.withdraw(licence);
    const other = await two.world.person();
    const elsewhere = await two.brand.refOf(await other.licensing("fitness.steps", "COARSE").to(two.brand));
    const answers = [await ask("no-such-reference-26-chars"), await ask(ref), await ask(elsewhere)];
    expect(new Set(answers).size).toBe(1);
  });

  describe("would be told apart by", () => {
    const restore: (() => void)[] = [];
    afterEach(() => restore.splice(0).forEach((undo) => undo()));

    /** Puts something else in a method's place. */
    function plant<T extends object, K extends keyof T>(prototype: T, name: K, leak: (original: T[K]) => T[K]): void {
      const original = prototype[name];
      prototype[name] = leak(original);
      restore.push(() => {
        prototype[name] = original;
      });
    }
    const rich = (): Twin => two.twins[0];
    const slots: Step = (all) => (twin) => all.customer(twin, [], `data { fitness { steps(precision: BAND) { start } } } offerSlots(placement: "home", count: 4) ${SLOTS}`); // prettier-ignore
    const visiting: Step = () => async (twin) => (await twin.visitor.ask(`{ visitor { offerSlots(placement: "home", count: 4) ${SLOTS} } }`)).text; // prettier-ignore
    const isTold = async (one: Step): Promise<void> => expect(await two.differs(one(two))).not.toBeNull();

    it("the answer that they share, were it not one", async () => {
      expect(await two.differs(slots(two))).toBeNull();
      expect(await two.differs(visiting(two))).toBeNull();
      for (const text of [await slots(two)(rich()), await visiting(two)(rich())]) {
        expect(text).toContain("For runners");
        expect(text).not.toContain("For the rested");
      }
    });

    it("a sort key", async () => {
      plant(CustomerService.prototype, "page", (original) => async function (this: CustomerService, ...args) {
        const page = await original.apply(this, args);
        const rank = ({ node }: { node: { personId: string } }): number => Number(node.personId === rich().person.id);
        const ascending = two.twins[0].ref < two.twins[1].ref ? 1 : -1;
        return { ...page, edges: [...page.edges].sort((a, b) => ascending * (rank(b) - rank(a))) };
      }); // prettier-ignore
      const { data } = await two.brand.ask(
        "{ customers(purpose: PERSONALISED_OFFERS, first: 50) { edges { node { ref } } } }",
      );
      const refs = (data as never as { customers: { edges: { node: { ref: string } }[] } }).customers.edges.map(({ node }) => node.ref); // prettier-ignore
      const expected = refs.filter((ref) => two.twins.some((twin) => twin.ref === ref));
      expect(expected).not.toEqual(
        two.twins
          .map(({ ref }) => ref)
          .sort()
          .reverse(),
      );
    });

    it("an error's path", async () => {
      plant(FieldReader.prototype, "tellSeries", (original) => function (this: FieldReader, field, grant) {
        if (grant.personId === rich().person.id) return Promise.reject(new Error("a leak"));
        return original.call(this, field, grant);
      }); // prettier-ignore
      await isTold(slots);
    });

    it("a cost", async () => {
      plant(OperationReader.prototype, "asked", (original) => function (this: OperationReader, ...args) {
        const asked = original.apply(this, args);
        const [, , , variables] = args;
        return variables["ref"] === rich().ref ? { ...asked, cost: asked.cost + 1 } : asked;
      }); // prettier-ignore
      await isTold(slots);
    });

    it("a trait that nobody licensed", async () => {
      plant(TraitService.prototype, "sealedFor", (original) => async function (this: TraitService, access, now) {
        const sealed = await original.call(this, access, now);
        const capability = access.kind === "capability" ? access.capability : null;
        if (capability?.person !== rich().person.id) return sealed;
        const known = unsealTraits(capability.traitsKey, capability.jti, sealed) ?? {};
        return sealTraits(capability.traitsKey, capability.jti, { ...known, restingHeartRate: { value: { low: 50, high: 50 }, sources: [] } });
      }); // prettier-ignore
      await isTold(slots);
    });

    it("a cursor", async () => {
      plant(Pages.prototype, "connection", (original) => function (this: Pages, ...args: Parameters<Pages["connection"]>) {
        const page = original.apply(this, args);
        const edges = page.edges.map((edge) => {
          const { personId } = edge.node as { personId?: string };
          return personId === rich().person.id ? { ...edge, cursor: `${edge.cursor}A` } : edge;
        });
        return { ...page, edges } as never;
      } as never); // prettier-ignore
      const { data } = await two.brand.ask(
        "{ customers(purpose: PERSONALISED_OFFERS, first: 50) { edges { cursor } } }",
      );
      const { edges } = (data as never as { customers: { edges: { cursor: string }[] } }).customers;
      expect(new Set(edges.map(({ cursor }) => cursor.length)).size).toBe(2);
    });

    it.each<[string, (filled: unknown[]) => unknown[]]>([
      ["the choice of an offer", (filled) => [...filled].reverse()],
      ["a count", (filled) => filled.slice(1)],
      ["a length", (filled) => filled.map((slot) => ({ ...(slot as object), noOfferReason: null, position: 10 }))],
    ])("%s", async (_name, leak) => {
      for (const name of ["fill", "fillVisitor"] as const) {
        plant(SlotService.prototype, name, (original) => async function (this: SlotService, context: never, whose: { claims: { person: string | null } | null }, wanted: never) {
          const filled = await (original as (...args: unknown[]) => Promise<unknown[] | null>).call(this, context, whose, wanted);
          return whose.claims?.person === rich().person.id && filled ? leak(filled) : filled;
        } as never); // prettier-ignore
      }
      await isTold(slots);
      await isTold(visiting);
    });

    it("a write that is made for one alone", async () => {
      plant(CustomerService.prototype, "open", (original) => async function (this: CustomerService, context, ref, purpose) {
        if (ref === rich().ref) context.services.trust.noteWithheld(two.brand.id, 1);
        return original.call(this, context, ref, purpose);
      }); // prettier-ignore
      await isTold(slots);
    });

    it("what one room asks of another (@requires)", async () => {
      plant(TraitService.prototype, "sealedForVisitor", (original) => function (this: TraitService, capability, now) {
        if (capability?.person === rich().person.id) throw clientError("UNAVAILABLE", "a leak");
        return original.call(this, capability, now);
      }); // prettier-ignore
      await isTold(visiting);
    });
  });
});
