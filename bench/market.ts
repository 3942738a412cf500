import type * as FieldModule from "../shared/licensing/field.js";
import type * as InProcessModule from "../shared/in-process-link.js";
import type { InProcessLink } from "../shared/in-process-link.js";
import type * as SchemaModule from "../subgraphs/user-profile/schema.js";
import { Api } from "../test/harness/api.js";
import { everyFieldFiles } from "../test/harness/every-field.js";
import type { NewTerm, WorldBrand, WorldExchange } from "../test/harness/world-brand.js";
import type { WorldPerson } from "../test/harness/world-person.js";
import type { BenchWorld } from "./bench-world.js";
import { built } from "./built.js";
import { stockDataSource } from "./stock-data-source.js";

/** What a market is asked through; every one of them answers from the same rooms. */
export interface Ways {
  /** As shipped. */
  shipped: string;
  /** The same gateway over Apollo's own data source. */
  stock: string;
  /** As shipped, without graphql-shield before the licensed fields. */
  unshielded: string;
}

export interface Market {
  ways: Ways;
  /** Tokens of one brand, each for another client. */
  tokens: string[];
  /** The same people under another brand's references, where half of the fields are refused. */
  mixedTokens: string[];
  refs: string[];
}

const PURPOSE = "SERVICE_PERSONALISATION";
const HISTORY = "P30D";

/** People who licensed every field to one brand and half of them to a second one, and an offer for them all. */
export async function openMarket(world: BenchWorld, people: number, tokens: number): Promise<Market> {
  const terms = await everyTerm();
  const [granted, mixed] = [await world.brand(), await world.brand()];
  await granted.offer({ targeting: [] });
  const all = await granted.publish({ terms });
  const halves = [
    await mixed.publish({ terms: terms.slice(0, terms.length / 2) }),
    await mixed.publish({ terms: terms.slice(terms.length / 2) }),
  ];
  const refs: string[] = [];
  for (let i = 0; i < people; i += 1) {
    const person = await fullVault(world);
    refs.push(await granted.refOf(await person.accept(all)));
    await person.accept(halves[i % 2] as WorldExchange);
  }
  return {
    ways: await ways(world),
    tokens: await tokensOf(world, granted, tokens),
    mixedTokens: await tokensOf(world, mixed, 1),
    refs,
  };
}

export async function everyTerm(): Promise<NewTerm[]> {
  const { FIELDS } = await built<typeof FieldModule>("shared/licensing/field.js");
  return FIELDS.map(({ path, precisions }) => ({
    field: path,
    precision: "FINE" in precisions ? "FINE" : "EXACT",
    history: HISTORY,
  }));
}

export async function fullVault(world: BenchWorld): Promise<WorldPerson> {
  const person = await world.person();
  for (const file of everyFieldFiles(world.now().getTime())) {
    const { status } = await person.importBytes(file);
    if (status !== "DONE") throw new Error("a vault could not be filled");
  }
  await person.api.mutate("setMyHousehold", { persons: 4, idempotencyKey: world.key() }, "me { id }");
  return person;
}

async function tokensOf(world: BenchWorld, { credentials }: WorldBrand, count: number): Promise<string[]> {
  const { clientId, clientSecret } = credentials;
  const clients = Array.from({ length: count }, () => Api.withCredentials(world.url, clientId, clientSecret));
  return (await Promise.all(clients)).map(({ bearer }) => bearer ?? "");
}

async function ways(world: BenchWorld): Promise<Ways> {
  const { inProcessLink } = await built<typeof InProcessModule>("shared/in-process-link.js");
  const { assembleUserProfile } = await built<typeof SchemaModule>("subgraphs/user-profile/schema.js");
  const links = world.links as Record<string, InProcessLink<unknown>>;
  const { schema } = await assembleUserProfile();
  const open = inProcessLink({ ...world.links["user-profile"].runtime, schema });
  return {
    shipped: await world.gateway({}),
    stock: await world.gateway({
      dataSourceOf: (name) => stockDataSource((links[name] as InProcessLink<unknown>).runtime),
    }),
    unshielded: await world.gateway({ links: { "user-profile": open } }),
  };
}

const PLACE = "{ latitude longitude locality region country }";
const SERIES = "{ start end mean min max sum unit samples }";
const RANGE = "{ low high unit }";

/** All thirty fields. */
export const EVERY_FIELD = `{
  demographics { birthYear ${RANGE} gender languages household ${RANGE} homeArea ${PLACE} }
  contact { givenName familyName email phone postalAddress }
  location { home ${PLACE} visits { start end place ${PLACE} } }
  fitness { workouts { activity start end distanceMetres energyKilocalories } steps ${SERIES} activeEnergy ${SERIES} }
  heart { rate ${SERIES} restingRate ${SERIES} variability ${SERIES} }
  body { weight ${SERIES} height ${RANGE} bodyMassIndex ${RANGE} }
  sleep { duration ${SERIES} stages { stage start end } }
  diet { energy ${SERIES} macronutrients { start end proteinGrams carbohydrateGrams fatGrams } }
  work { workingHours ${SERIES} pattern { typicalStart typicalEnd daysPerWeek } }
  photos { count ${RANGE} moments { takenAt camera } places { start end place ${PLACE} } }
}`;

/** A page of customers with everything. */
export const EVERYBODY = `{ customers(purpose: ${PURPOSE}, first: 50) { nodes { ref data ${EVERY_FIELD} } } }`;

/** What a shop asks when somebody looks in: three hops, an offer and what is licensed of three fields. */
export const SHOP = `query Shop($ref: ID!) {
  customer(ref: $ref, purpose: ${PURPOSE}) {
    ref
    data {
      fitness { steps { start end sum unit } workouts { activity start distanceMetres } }
      heart { restingRate { start mean unit } }
    }
    offerSlots(placement: "home") { position proposition { offer { title } } noOfferReason }
  }
}`;
