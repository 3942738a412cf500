import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Environment } from "../shared/environment.js";
import { TrustLevel } from "../subgraphs/consent/brand/trust.js";
import { PERSON_SCOPES } from "../shared/viewer.js";
import { ApiClient } from "./api-client.js";
import { BRANDS, PEOPLE, type CastBrand, type CastPerson } from "./cast.js";
import { openMarket } from "./market.js";
import { openPartner } from "./partner.js";

/** What the demo needs beside the public API: accounts, an operator, and brands that have earned their trust. */
export interface DemoRooms {
  url: string;
  identity: {
    createAccount(input: { displayName: string; email: string; password: string }): Promise<{ personId: string }>;
    createPersonalAccessToken(input: {
      personId: string;
      scopes: typeof PERSON_SCOPES;
      label: string;
    }): Promise<{ token: string }>;
    createOperator(): Promise<{ clientId: string; clientSecret: string }>;
  };
  consent: { seedTrust(brandId: string, level: TrustLevel.TRUSTED): Promise<boolean> };
  settle(): Promise<void>;
}

/** DATA_DIR/demo.json, as HTTP.md describes it. */
export interface Demo {
  graphql: string;
  dashboard: string;
  explorer: string;
  embed: string;
  partnerPage: string;
  people: { displayName: string; email: string; password: string; token: string; refs: Record<string, string> }[];
  brands: { name: string; clientId: string; clientSecret: string }[];
  partners: { name: string; publishableKey: string; secretKey: string; origin: string }[];
  operator: { clientId: string; clientSecret: string };
}

export type DemoPerson = CastPerson & { token: string; api: ApiClient };
export type DemoBrand = CastBrand & { id: string; clientId: string; clientSecret: string; api: ApiClient };

export function demoFile({ dataDir }: Pick<Environment, "dataDir">): string {
  return join(dataDir, "demo.json");
}

export function readDemo(environment: Environment): Demo {
  try {
    return JSON.parse(readFileSync(demoFile(environment), "utf8")) as Demo;
  } catch {
    throw new Error(`${demoFile(environment)} cannot be read; start with --no-demo, or remove it.`);
  }
}

/** Stands in DATA_DIR while the demo is being made, which is only ever begun in an empty one. */
function unfinishedMark({ dataDir }: Pick<Environment, "dataDir">): string {
  return join(dataDir, "demo.unfinished");
}

/** What Confide itself writes into DATA_DIR; nothing else there is touched. */
const OWN_NAMES =
  /^(?:(?:user-profile|consent|offers|identity)\.sqlite(?:-wal|-shm)?|keys|uploads|secrets\.json|demo\.unfinished)$/;

/** Removes what a first start left behind that was interrupted while it made the demo: nothing else was there yet. */
export function clearUnfinishedDemo(environment: Environment): void {
  if (!existsSync(unfinishedMark(environment))) return;
  if ("server" in environment.databases) {
    // The mark cannot say that it speaks of this server: DATABASE_URL may have changed since.
    throw new Error("The demo was not finished last time. Drop its databases and DATA_DIR, or start with --no-demo.");
  }
  console.log("The demo was not finished last time; it is made anew.");
  const own = readdirSync(environment.dataDir).filter((name) => OWN_NAMES.test(name));
  for (const name of own) rmSync(join(environment.dataDir, name), { recursive: true });
}

/** Fills an empty installation; the last thing it does is to write demo.json. */
export async function seedDemo(rooms: DemoRooms, environment: Environment, now: Date = new Date()): Promise<Demo> {
  writeFileSync(unfinishedMark(environment), "", { mode: 0o600 });
  const operator = await rooms.identity.createOperator();
  const operatorApi = await ApiClient.withCredentials(rooms.url, operator.clientId, operator.clientSecret);
  const brands: DemoBrand[] = [];
  for (const brand of BRANDS) brands.push(await register(rooms, operatorApi, brand));
  const people: DemoPerson[] = [];
  for (const person of PEOPLE) people.push(await welcome(rooms, person, now));
  await openMarket(people, brands);
  const [mara] = people;
  if (!mara) throw new Error("the demo has nobody in it");
  const origin = `http://127.0.0.1:${environment.port + 1}`;
  const partner = await openPartner(operatorApi, environment.publicUrl, origin, mara, () => rooms.settle());
  await rooms.settle();
  const demo = { ...(await describe(rooms, environment, people, brands, operator)), partners: [partner] };
  write(environment, demo);
  return demo;
}

async function register(rooms: DemoRooms, operator: ApiClient, brand: CastBrand): Promise<DemoBrand> {
  const domain = `${brand.key}.example`;
  const registered = await operator.mutate<{ brand: { id: string }; clientId: string; clientSecret: string }>(
    "registerBrand",
    {
      name: brand.name,
      legalName: `${brand.name} Ltd`,
      domain,
      industry: brand.industry,
      postalAddress: `1 Market Square, ${brand.country}`,
      contactEmail: `privacy@${domain}`,
      country: brand.country,
      privacyNoticeUrl: `https://${domain}/privacy`,
      purposes: brand.purposes,
      idempotencyKey: `demo-register-${brand.key}`,
    },
    "brand { id } clientId clientSecret",
  );
  const { brand: { id }, clientId, clientSecret } = registered; // prettier-ignore
  await rooms.settle();
  // Trust is computed from facts that take two weeks to come about: the demo's brands begin with such a past.
  await rooms.consent.seedTrust(id, TrustLevel.TRUSTED);
  await operator.mutate(
    "fundEscrow",
    { brandId: id, points: brand.escrow, idempotencyKey: `demo-fund-${brand.key}` },
    "brand { id }",
  );
  const api = await ApiClient.withCredentials(rooms.url, clientId, clientSecret);
  return { ...brand, id, clientId, clientSecret, api };
}

async function welcome(rooms: DemoRooms, person: CastPerson, now: Date): Promise<DemoPerson> {
  const { displayName, email, password, region, timeZone } = person;
  const { personId } = await rooms.identity.createAccount({ displayName, email, password });
  const { token } = await rooms.identity.createPersonalAccessToken({ personId, scopes: PERSON_SCOPES, label: "demo" });
  const api = new ApiClient(rooms.url, token);
  await api.mutate("setMyCircumstances", { region, isAdult: true, idempotencyKey: "demo-circumstances" }, "me { id }");
  await api.mutate("setMyTimeZone", { timeZone, idempotencyKey: "demo-time-zone" }, "me { id }");
  for (const { fileName, text } of person.exports(now)) await api.importFile(fileName, text);
  return { ...person, token, api };
}

async function describe(
  { url }: DemoRooms,
  environment: Environment,
  people: readonly DemoPerson[],
  brands: readonly DemoBrand[],
  operator: { clientId: string; clientSecret: string },
): Promise<Omit<Demo, "partners">> {
  const refs = await refsOf(people, brands);
  return {
    graphql: `${url}/graphql`,
    dashboard: `${url}/`,
    explorer: `${url}/explorer`,
    embed: `${environment.embedUrl}/`,
    partnerPage: `http://127.0.0.1:${environment.port + 1}/`,
    people: people.map(({ key, displayName, email, password, token }) => ({
      displayName,
      email,
      password,
      token,
      refs: refs.get(key) ?? {},
    })),
    brands: brands.map(({ name, clientId, clientSecret }) => ({ name, clientId, clientSecret })),
    operator,
  };
}

/** A brand learns its references from `customers`; whose they are is known here by when each person granted. */
async function refsOf(
  people: readonly DemoPerson[],
  brands: readonly DemoBrand[],
): Promise<Map<string, Record<string, string>>> {
  const refs = new Map<string, Record<string, string>>();
  for (const person of people) {
    const { me } = await person.api.query<{ me: { licences: { nodes: { id: string; brand: { id: string } }[] } } }>(
      "{ me { licences(first: 100) { nodes { id brand { id } } } } }",
    );
    const own: Record<string, string> = {};
    for (const licence of me.licences.nodes) {
      const brand = brands.find(({ id }) => id === licence.brand.id);
      const ref = brand && (await refOf(brand, licence.id));
      if (brand && ref) own[brand.clientId] = ref;
    }
    refs.set(person.key, own);
  }
  return refs;
}

async function refOf(brand: DemoBrand, licenceId: string): Promise<string | null> {
  type Account = { brand: { account: { licences: { nodes: { id: string; customerRef: string | null }[] } } } };
  const { brand: own } = await brand.api.query<Account>(
    "{ brand { account { licences(first: 100) { nodes { id customerRef } } } } }",
  );
  return own.account.licences.nodes.find(({ id }) => id === licenceId)?.customerRef ?? null;
}

function write(environment: Environment, demo: Demo): void {
  const file = demoFile(environment);
  writeFileSync(`${file}.new`, `${JSON.stringify(demo, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${file}.new`, file);
  rmSync(unfinishedMark(environment));
}
