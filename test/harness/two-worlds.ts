import { randomUUID } from "node:crypto";
import { SignJWT } from "jose";
import { appleHealthExport, POOR_SLEEPER, RUNNER } from "../../demo/sample-exports.js";
import { everyFieldFiles } from "./every-field.js";
import { queryText } from "./licensing/query-text.js";
import type { Selection } from "./licensing/triple.js";
import { Api, type World } from "./world.js";
import type { WorldBrand } from "./world-brand.js";
import type { WorldPerson } from "./world-person.js";

/** What the two have licensed, to the same brand at the same moment. */
const LICENSED = [
  { field: "fitness.steps", precision: "COARSE", history: "P3650D" },
  { field: "fitness.workouts", precision: "COARSE", history: "P3650D" },
];

/**
 * The closed list of what may differ between the two: names that are drawn at random for each of them, and what stands
 * for such a name. Everything else is compared byte for byte.
 */
const MAY_DIFFER: ReadonlySet<string> = new Set([
  "ref",
  "customerRef",
  "requestId",
  "cursor",
  "startCursor",
  "endCursor",
]);
/** Their `id` is drawn at random; that of everything else is the same for both. */
const HAVE_RANDOM_IDS: ReadonlySet<string> = new Set(["proposition", "licences", "licence"]);

export interface Twin {
  person: WorldPerson;
  ref: string;
  visitor: Api;
}

/** Two people who differ in what they have not licensed alone, before the same brand and the same partner app. */
export class TwoWorlds {
  private constructor(
    readonly world: World,
    readonly brand: WorldBrand,
    /** With everything that a vault can hold, and with what is licensed alone. */
    readonly twins: readonly [Twin, Twin],
  ) {}

  static async open(world: World): Promise<TwoWorlds> {
    const now = world.now();
    const runs = appleHealthExport({ seed: 5, now, days: 40, profile: RUNNER });
    const licensedOnly = runs.replace(/^\s*<Record [^>]*type="(?!HKQuantityTypeIdentifierStepCount)[^>]*\/>\s*$/gm, "");
    const people = [await world.person(), await world.person()] as const;
    const brand = await world.brand({ escrow: 100_000 });
    for (const person of people) await person.importText(licensedOnly);
    const [rich] = people;
    await rich.importText(appleHealthExport({ seed: 9, now, days: 40, profile: { ...POOR_SLEEPER } }).replace(/^\s*<Record [^>]*StepCount[^>]*\/>\s*$/gm, "").replace(/<Workout[\s\S]*?<\/Workout>/g, "")); // prettier-ignore
    // A card, a calendar and a photograph: what is licensed is in none of them.
    const unlicensed = everyFieldFiles(now.getTime()).filter((file) => file[0] === 0xff || file.toString("latin1", 0, 6) === "BEGIN:"); // prettier-ignore
    for (const file of unlicensed) await rich.importBytes(file);
    for (const [title, trait, values] of [
      ["For runners", "runsPerWeek", ["1"]],
      ["For the rested", "restingHeartRate", ["30"]],
      ["For walkers", "stepsPerDay", ["1"]],
    ] as const) {
      await brand.offer({ title, targeting: [{ trait, operator: "AT_LEAST", values }] });
    }
    await brand.offer({ title: "If nothing else", isFallback: true });
    world.freeze();
    const exchange = await brand.publish({ purpose: "PERSONALISED_OFFERS", terms: LICENSED, rewardPerDisclosure: 1 });
    const partner = await partnerApp(world);
    const twins: Twin[] = [];
    for (const person of people) {
      const ref = await brand.refOf(await person.accept(exchange));
      twins.push({ person, ref, visitor: await partner(person) });
    }
    await world.confide.settle();
    return new TwoWorlds(world, brand, twins as [Twin, Twin]);
  }

  /** Asks the same of both, at the same moment. Null where their answers agree; else what differs. */
  async differs(ask: (twin: Twin) => Promise<string>): Promise<string | null> {
    // What is given back for holds that nothing came of is given back now, and not between the two.
    await this.world.confide.consent.askOutcomes();
    await this.world.confide.settle();
    const answers: string[] = [];
    for (const twin of this.twins) {
      const before = await this.books();
      const text = await ask(twin);
      await this.world.confide.settle();
      answers.push(JSON.stringify({ length: text.length, answer: normal(JSON.parse(text)), books: change(before, await this.books()) })); // prettier-ignore
    }
    this.world.advance(10_000);
    const [first = "", second = ""] = answers;
    return first === second ? null : `${first}\n${second}`;
  }

  async askBrand(query: string, variables: Record<string, unknown> = {}): Promise<string> {
    return (await this.brand.ask(query, variables)).text;
  }

  /** A random query of a customer, with the slots of a placement. */
  customer({ ref }: Twin, selections: readonly Selection[], more: string): Promise<string> {
    const text = queryText(selections);
    const declarations = ["$ref: ID!", ...text.declarations].join(", ");
    const query = `query Q(${declarations}) { customer(ref: $ref, purpose: PERSONALISED_OFFERS) { ref ${more} ${text.selection} } } ${text.fragments}`;
    return this.askBrand(query, { ref, ...text.variables });
  }

  /** What the brand sees of its own books and its own standing, which must move alike. */
  private async books(): Promise<Record<string, number>> {
    type Card = { brand: { trust: { withheld: number; disclosures: number; licences: number }; account: { escrow: number; held: number } } }; // prettier-ignore
    const { brand } = await this.brand.api.query<Card>(
      "{ brand { trust { withheld disclosures licences } account { escrow held } } }",
    );
    return { ...brand.trust, ...brand.account };
  }
}

async function partnerApp(world: World): Promise<(person: WorldPerson) => Promise<Api>> {
  const origin = "http://127.0.0.1:4001";
  const input = { name: "The Paper", origins: [origin], placements: ["front-page"], idempotencyKey: world.key() };
  const operator = await world.operator();
  const made = await operator.mutate<{ publishableKey: string; secretKey: string }>("registerPartnerApp", input, "publishableKey secretKey"); // prettier-ignore
  await world.confide.settle();
  const signed = (sub: string): Promise<string> =>
    new SignJWT({ sub, origin, jti: randomUUID() })
      .setProtectedHeader({ alg: "HS256" })
      .setIssuer(made.publishableKey)
      .setAudience(world.url)
      .setExpirationTime("4 minutes")
      .sign(Buffer.from(made.secretKey));
  return async (person) => {
    const sub = `user-of-${person.id.slice(-6)}`;
    const link = { assertion: await signed(sub), idempotencyKey: world.key() };
    await person.api.mutate("linkPartnerApp", link, "partnerApps { id }");
    const body = new URLSearchParams({
      grant_type: "urn:ietf:params:oauth:grant-type:jwt-bearer",
      client_id: made.publishableKey,
      assertion: await signed(sub),
    });
    const answer = await fetch(`${world.url}/oauth/token`, { method: "POST", body });
    return new Api(world.url, ((await answer.json()) as { access_token: string }).access_token);
  };
}

function normal(value: unknown, owner = ""): unknown {
  if (Array.isArray(value)) return value.map((item) => normal(item, owner));
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, held]) => {
      const mayDiffer = MAY_DIFFER.has(name) || (name === "id" && HAVE_RANDOM_IDS.has(owner));
      return [name, mayDiffer && typeof held === "string" ? "*" : normal(held, name === "nodes" ? owner : name)];
    }),
  );
}

function change(before: Record<string, number>, after: Record<string, number>): Record<string, number> {
  return Object.fromEntries(Object.entries(after).map(([name, value]) => [name, value - (before[name] ?? 0)]));
}
