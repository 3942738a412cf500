import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "@jest/globals";
import { isNonNullType, isObjectType, type GraphQLField, type GraphQLSchema } from "graphql";
import { projectRoot } from "../../shared/project-root.js";
import { mayCall } from "../../shared/root-access.js";
import { PERSON_SCOPES, type Viewer, type ViewerKind } from "../../shared/viewer.js";
import { buildConsentSchema } from "../../subgraphs/consent/schema.js";
import { buildOffersSchema } from "../../subgraphs/offers/schema.js";
import { LICENSED_TYPES } from "../../subgraphs/user-profile/licensing/licensed-gate.js";
import { buildUserProfileSchema } from "../../subgraphs/user-profile/schema.js";
import { NOT_IMPLEMENTED } from "./not-implemented.js";

const now = new Date("2026-06-01T12:00:00Z");
const person: Viewer = {
  kind: "person",
  personId: "p",
  displayName: "P",
  emailHash: "",
  scopes: PERSON_SCOPES,
  signedInAtMs: now.getTime(),
};
const VIEWERS: Readonly<Record<ViewerKind, Viewer>> = {
  person,
  nobody: { kind: "nobody" },
  brand: { kind: "brand", brandId: "b", clientId: "c" },
  brandMember: { kind: "brandMember", brandId: "b", personId: "p" },
  visitor: { kind: "visitor", partnerAppId: "a", subject: "s", gpc: false },
  operator: { kind: "operator", clientId: "o" },
};
const sources = ["shared", "subgraphs", "identity", "gateway"].flatMap((room) =>
  readdirSync(join(projectRoot, room), { recursive: true, encoding: "utf8" }).map((file) => join(room, file)),
);
const viewers = Object.values(VIEWERS);
const listed: readonly string[] = Object.values(NOT_IMPLEMENTED).flat();

interface OwnField {
  coordinate: string;
  field: GraphQLField<unknown, unknown>;
}

const isRoot = (coordinate: string): boolean => /^(Query|Mutation)\./.test(coordinate);

function fieldsWithResolver(schema: GraphQLSchema): OwnField[] {
  const types = Object.values(schema.getTypeMap()).filter((type) => isObjectType(type) && !type.name.startsWith("__"));
  return types.flatMap((type) =>
    Object.values(isObjectType(type) ? type.getFields() : {})
      .filter(({ name, resolve }) => resolve && !name.startsWith("_"))
      .map((field) => ({ coordinate: `${type.name}.${field.name}`, field })),
  );
}

/** What a resolver refuses with; there is no room behind it, so one that is built fails otherwise or answers. */
async function codeOf({ field }: OwnField, viewer: Viewer): Promise<unknown> {
  const anything = { input: {}, predicate: {} };
  try {
    await field.resolve!({}, anything, { viewer, now }, {} as never);
    return null;
  } catch (error) {
    return (error as { extensions?: { code?: unknown } }).extensions?.code;
  }
}

describe("what answers NOT_IMPLEMENTED", () => {
  let fields: OwnField[];
  let open: OwnField[];
  beforeAll(async () => {
    const built = [await buildUserProfileSchema(), await buildConsentSchema(), await buildOffersSchema()];
    fields = built.flatMap(({ schema }) => fieldsWithResolver(schema));
    open = fields.filter(({ coordinate }) => listed.includes(coordinate));
  }, 60_000);

  it("is what the list says, and nothing else", async () => {
    const found: string[] = [];
    for (const own of fields) {
      const codes = await Promise.all(viewers.map((viewer) => codeOf(own, viewer)));
      if (codes.includes("NOT_IMPLEMENTED")) found.push(own.coordinate);
    }
    expect(found.sort()).toEqual([...listed].sort());
  });

  it("is said by one resolver for each, not somewhere deeper or under a condition", () => {
    const saying = (text: string): string[] =>
      sources
        .filter((file) => file.endsWith(".ts"))
        .flatMap((file) => {
          const parts = readFileSync(join(projectRoot, file), "utf8").split(text);
          return parts.slice(1).map(() => file);
        });
    const calls = saying("notImplemented();");
    expect(calls).toHaveLength(listed.length);
    expect(calls.filter((file) => !file.endsWith(".resolver.ts"))).toEqual([]);
    expect([...new Set(saying('"NOT_IMPLEMENTED"'))]).toEqual(["shared/errors.ts"]);
  });

  it("is told to nobody who may not call it", async () => {
    const roots = open.filter(({ coordinate }) => isRoot(coordinate));
    expect(roots.length).toBeGreaterThan(0);
    for (const own of roots) {
      for (const viewer of viewers) {
        const code = mayCall(own.field.name, viewer, now) ? "NOT_IMPLEMENTED" : "FORBIDDEN";
        expect([own.coordinate, viewer.kind, await codeOf(own, viewer)]).toEqual([own.coordinate, viewer.kind, code]);
      }
    }
  });

  it("costs its own field only, where the contract lets it be null", () => {
    const strict = open.filter(({ field }) => isNonNullType(field.type)).map(({ coordinate }) => coordinate);
    // The first costs Brand.account, which may be null; the second hangs on BrandAccount.webhook, which is not built.
    expect(strict.sort()).toEqual(["BrandAccount.domainChallenge", "Webhook.deliveries"]);
  });

  it("is no intimate field", () => {
    const types = new Set(listed.map((coordinate) => coordinate.split(".")[0]!));
    expect([...types].filter((type) => type === "IntimateData" || LICENSED_TYPES.includes(type))).toEqual([]);
  });

  it("stands in the README's status table", () => {
    const readme = readFileSync(join(projectRoot, "README.md"), "utf8");
    const rows = /^\| answers `NOT_IMPLEMENTED`.*\n((?:\|.*\n)+)/m.exec(readme)?.[1] ?? "";
    const told = [...rows.matchAll(/`([\w.]+)`/g)].map(([, name]) => name!);
    const names = listed.map((coordinate) => (isRoot(coordinate) ? coordinate.split(".")[1]! : coordinate));
    expect(told.sort()).toEqual([...names].sort());
  });
});
