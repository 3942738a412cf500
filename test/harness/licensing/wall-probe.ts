import { getNamedType, isListType, isObjectType, type GraphQLSchema } from "graphql";
import { mintCapability, type VaultCapability } from "../../../shared/licensing/capability.js";
import { systemRandom } from "../../../shared/identifier.js";
import { Precision } from "../../../shared/licensing/precision.js";
import { Purpose } from "../../../shared/licensing/purpose.js";
import { licensedFields } from "../../../subgraphs/user-profile/licensing/licensed-gate.js";
import { Activity, ImportSource, Provenance, type Observation } from "../../../subgraphs/user-profile/observation.js";
import { principalOf } from "../../../shared/viewer.js";
import { CONTRACT_FIELDS, contractField, CROSSINGS } from "./contract-fields.js";
import { AT_SEA } from "./known-places.js";
import { memorySubgraph } from "./memory-subgraph.js";
import { fateAt, settledAnswer } from "./settled-answer.js";

/** One place of the schema that a licence guards. */
export interface Guarded {
  /** "Heart.rate" */
  name: string;
  type: string;
  field: string;
  /** The licence that it needs. */
  path: string;
  /** The field that leads to it, where it is a part of another field's value. */
  within: string | null;
}

export function guardedFields(schema: GraphQLSchema): Guarded[] {
  return licensedFields(schema).map(({ type, field, path }) => {
    const within =
      Object.entries(CROSSINGS).find(([, { part, needs }]) => part === field && needs === path)?.[0] ?? null;
    const isPart = !CONTRACT_FIELDS.some(({ path: own }) => own === `${type.toLowerCase()}.${field}`);
    return { name: `${type}.${field}`, type, field, path, within: isPart ? within : null };
  });
}

/** Makes a resolver hand out something whatever its grant, as one would that forgot to ask. */
export function makeLeak(schema: GraphQLSchema, { type, field }: Guarded): void {
  const found = schema.getType(type);
  if (!isObjectType(found)) throw new Error(`${type} is no type`);
  const leaking = found.getFields()[field]!;
  const item = (parent: { access: unknown }): unknown => ({
    access: parent.access,
    toldPlace: {},
    start: NOW,
    end: NOW,
  });
  leaking.resolve = (parent: { access: unknown }) => {
    const { name } = getNamedType(leaking.type);
    const one = isObjectType(getNamedType(leaking.type)) ? item(parent) : name === "Float" ? 1 : "a value";
    return isListType(leaking.type) ? [one] : one;
  };
}

/**
 * Asks guarded places once with a licence for all other fields, where each must stay shut, and once with a licence for
 * all, where it must open. Says which do otherwise.
 */
export async function holesOf(schema: GraphQLSchema, places: readonly Guarded[]): Promise<string[]> {
  const key = systemRandom(32);
  const vaults = await memorySubgraph(key, schema);
  vaults.hold(new Map([["person-1", { timeZone: "UTC", observations: OBSERVATIONS, facts: {} }]]));
  vaults.setNow(NOW);
  const ask = async (place: Guarded, paths: readonly string[]): Promise<string> => {
    const capability = mintCapability({ "user-profile": key, offers: systemRandom(32) }, claims(paths));
    const { query, at } = questionFor(place);
    const variables = { representations: [{ __typename: "Customer", capability }] };
    const answer = settledAnswer(await vaults.link.execute({ query, variables }, CALL));
    const [fate] = fateAt(answer, at, null);
    return "withheld" in fate ? fate.withheld : "error" in fate ? fate.error : "open";
  };
  const holes: string[] = [];
  for (const place of places) {
    const shut = await ask(
      place,
      ALL_PATHS.filter((path) => path !== place.path),
    );
    if (shut !== "NO_LICENCE") holes.push(`${place.name} is ${shut} without a licence`);
    const open = await ask(place, ALL_PATHS);
    if (open !== "open") holes.push(`${place.name} is ${open} with a licence`);
  }
  return holes;
}

const NOW = new Date("2026-03-31T12:00:00Z");
const ALL_PATHS = CONTRACT_FIELDS.map(({ path }) => path);
const CALL = {
  viewer: { kind: "brand", brandId: "brand-1", clientId: "client-1" },
  operationId: "operation-1",
  operationName: null,
  licensedFields: [],
  comparedFields: [],
} as const;

const TIMES = { startMs: NOW.getTime() - 7_200_000, endMs: NOW.getTime() - 3_600_000, offsetMinutes: 0 };
const ORIGIN = { source: ImportSource.APPLE_HEALTH, device: null, grade: Provenance.OBSERVED };
/** What leads to the parts of a workout and of a photograph. */
const OBSERVATIONS: Observation[] = [
  { kind: "workout", activity: Activity.RUN, distanceMetres: 1, energyKilocalories: 1, ...TIMES, origin: ORIGIN },
  { kind: "photo", latitude: AT_SEA.latitude, longitude: AT_SEA.longitude, camera: null, ...TIMES, origin: ORIGIN },
];

/** The query that reads one guarded place, and where its value stands in the answer. */
function questionFor({ type, field, path, within }: Guarded): { query: string; at: (string | number)[] } {
  const [branch = "", name = ""] = (within ?? `${type.toLowerCase()}.${field}`).split(".");
  const isLeaf = within === null ? ["word", "words"].includes(contractField(path).shape) : field === "meanHeartRate";
  const leaf = `${field}${isLeaf ? "" : " { __typename }"}`;
  const asked = within === null ? leaf : `${name} { ${leaf} }`;
  const query = `query Q($representations: [_Any!]!) {
    _entities(representations: $representations) { ... on Customer { data { ${branch} { ${asked} } } } } }`;
  return { query, at: ["_entities", 0, "data", branch, ...(within === null ? [field] : [name, 0, field])] };
}

function claims(paths: readonly string[]): VaultCapability {
  const licence = "licence-1";
  return {
    jti: "jti-1",
    operation: CALL.operationId,
    viewer: principalOf(CALL.viewer),
    person: "person-1",
    brand: CALL.viewer.brandId,
    purpose: Purpose.SERVICE_PERSONALISATION,
    mode: "DISCLOSE",
    traitsKey: systemRandom(32).toString("base64url"),
    expMs: NOW.getTime() + 1,
    licences: [{ id: licence, price: 0, held: false }],
    terms: paths.map((field) => {
      const [precision = "EXACT"] = contractField(field).licensable;
      return { licence, field, precision: Precision[precision], historyFromMs: 0, state: "GRANTED" };
    }),
  };
}
