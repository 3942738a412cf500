import { defaultFieldResolver, isObjectType, type GraphQLObjectType, type GraphQLSchema } from "graphql";
import { MINUTE_MS } from "./clock.js";
import { clientError } from "./errors.js";
import type { PersonScope, Viewer, ViewerKind } from "./viewer.js";

interface Access {
  kinds: readonly ViewerKind[] | "everybody";
  /** What a person's token must hold; a dashboard session holds every scope. */
  scope?: PersonScope;
  /** How long ago a person may have signed in at most; a personal access token is no sign-in. */
  signInWithinMs?: number;
}

/** HTTP.md, Principals: whoever finds an open dashboard must not be able to erase its owner. */
const FRESH_SIGN_IN_MS = 5 * MINUTE_MS;

const person = (scope: PersonScope): Access => ({ kinds: ["person"], scope });
const brand: Access = { kinds: ["brand", "brandMember"] };
const operator: Access = { kinds: ["operator"] };
const everybody: Access = { kinds: "everybody" };

/** Who may call which root field (HTTP.md, Principals). A root field that is not here stops the start. */
export const ROOT_ACCESS: Readonly<Record<string, Access>> = {
  catalogue: everybody,
  traits: everybody,
  erasure: everybody,
  me: person("read"),
  brand,
  exchange: { kinds: ["person", "brand", "brandMember", "operator"], scope: "read" },
  customer: { kinds: ["brand"] },
  customers: { kinds: ["brand"] },
  visitor: { kinds: ["visitor"] },
  complaints: operator,
  // Scopes: `consent` for what others may do or show, `import` for what is in the vault, `read` for what leaves it for
  // its owner (an export tells no more than `me`, and a program that only brings data in must not get all of it out).
  acceptExchange: person("consent"),
  declineExchange: person("consent"),
  withdrawLicence: person("consent"),
  narrowLicence: person("consent"),
  pauseSharing: person("consent"),
  setMyCircumstances: person("consent"),
  setStandingRules: person("consent"),
  undoAutomaticDecision: person("consent"),
  muteBrand: person("consent"),
  fileComplaint: person("consent"),
  linkPartnerApp: person("consent"),
  unlinkPartnerApp: person("consent"),
  redeemPoints: person("spend"),
  claimOffer: person("spend"),
  startImport: person("import"),
  cancelImport: person("import"),
  setMyTimeZone: person("import"),
  setMyHousehold: person("import"),
  deleteData: person("import"),
  exportMyData: person("read"),
  eraseMyData: { kinds: ["person"], signInWithinMs: FRESH_SIGN_IN_MS },
  createExchange: brand,
  setExchangeStatus: brand,
  endLicence: brand,
  createOffer: brand,
  setOfferStatus: brand,
  acknowledgeErasure: brand,
  answerComplaint: brand,
  setWebhook: brand,
  verifyDomain: brand,
  retryWebhookDelivery: brand,
  startImageUpload: brand,
  // Who is shown offers says so: it goes with seeing them, and grants and spends nothing.
  recordPropositionEvents: { kinds: ["person", "brand", "visitor"], scope: "read" },
  registerBrand: operator,
  suspendBrand: operator,
  fundEscrow: operator,
  decideComplaint: operator,
  registerPartnerApp: operator,
};

/** Fields that federation adds; only the gateway reaches them, through the link. */
const FEDERATION_ROOTS = new Set(["_entities", "_service"]);

export function isOpenToEverybody(field: string): boolean {
  return field.startsWith("__") || ROOT_ACCESS[field]?.kinds === "everybody";
}

export function mayCall(field: string, viewer: Viewer, now: Date): boolean {
  const access = ROOT_ACCESS[field];
  if (!access) return false;
  if (access.kinds === "everybody") return true;
  if (!access.kinds.includes(viewer.kind)) return false;
  if (viewer.kind !== "person") return true;
  const { scope, signInWithinMs } = access;
  if (scope && !viewer.scopes.includes(scope)) return false;
  return signInWithinMs === undefined || now.getTime() - (viewer.signedInAtMs ?? -Infinity) < signInWithinMs;
}

/** What a person's token must be allowed to read, by whatever road: a mutation's payload shows these objects too. */
const READ_TYPES: readonly string[] = ["Person", "Wallet"];

/** Keys, which say nothing that the token's holder did not know. */
const KEY_FIELDS = new Set(["id", "__typename"]);

/** Wraps every root field of a subgraph with its access check: null and FORBIDDEN for who may not call it. */
export function guardAccess(schema: GraphQLSchema): void {
  guardRoots(schema);
  for (const name of READ_TYPES) {
    const type = schema.getType(name);
    if (isObjectType(type)) guardReading(type);
  }
}

function guardReading(type: GraphQLObjectType): void {
  for (const field of Object.values(type.getFields())) {
    if (KEY_FIELDS.has(field.name)) continue;
    const resolve = field.resolve ?? defaultFieldResolver;
    field.resolve = (source, args, context: { viewer: Viewer }, info) => {
      const { viewer } = context;
      if (viewer.kind === "person" && !viewer.scopes.includes("read")) {
        throw clientError("FORBIDDEN", "this token may not read");
      }
      return resolve(source, args, context, info);
    };
  }
}

function guardRoots(schema: GraphQLSchema): void {
  for (const type of [schema.getQueryType(), schema.getMutationType()]) {
    for (const field of Object.values(type?.getFields() ?? {})) {
      if (FEDERATION_ROOTS.has(field.name)) continue;
      if (!ROOT_ACCESS[field.name]) throw new Error(`root field ${field.name} says nowhere who may call it`);
      const resolve = field.resolve ?? defaultFieldResolver;
      field.resolve = (source, args, context: { viewer: Viewer; now: Date }, info) => {
        if (!mayCall(field.name, context.viewer, context.now)) {
          throw clientError("FORBIDDEN", `this token may not call ${field.name}`);
        }
        return resolve(source, args, context, info);
      };
    }
  }
}
