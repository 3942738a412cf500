import {
  getDirectiveValues,
  GraphQLError,
  isNonNullType,
  isObjectType,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
} from "graphql";
import { applyMiddleware, type IMiddleware } from "graphql-middleware";
import { rule, shield } from "graphql-shield";
import type { UserProfileContext } from "../context.js";
import { grantFor, type FieldArguments, type IntimateParent } from "./access.js";
import { predicateGrant, type AskedPredicate } from "./predicate-access.js";

/** A rule for each licensed field, by type and field. */
export type RuleTree = Record<string, Record<string, ReturnType<ReturnType<typeof rule>>>>;
type Wrappers = Record<string, Record<string, unknown>>;

/** Types below IntimateData whose every field must be licensed; values that only a licensed field hands out are open. */
export const LICENSED_TYPES: readonly string[] = [
  "Demographics",
  "Contact",
  "Location",
  "Fitness",
  "Heart",
  "Body",
  "Sleep",
  "Diet",
  "Work",
  "Photos",
];

/** Values of one licensed field with a part that needs another field's licence too (FIELDS.md, what crosses fields). */
export const CROSSING_TYPES: readonly string[] = ["Workout", "PhotoMoment"];

/** Puts graphql-shield in front of every @licensed field and of nothing else (ARCHITECTURE 4: 1 to 3 % of a query). */
export function gate(schema: GraphQLSchema, tree: RuleTree = licenceRules(schema)): GraphQLSchema {
  const generator = shield(tree as never, { allowExternalErrors: true }) as unknown as {
    generate(schema: GraphQLSchema): Wrappers;
  };
  const wrappers = pick(generator.generate(schema), tree);
  return applyMiddleware(schema, wrappers as IMiddleware);
}

/** `type.field` -> path, as the schema declares it. */
export function licensedFields(schema: GraphQLSchema): { type: string; field: string; path: string }[] {
  return objectTypes(schema).flatMap((type) =>
    Object.values(type.getFields()).flatMap((field) => {
      const path = licensedPath(schema, field);
      return path === null ? [] : [{ type: type.name, field: field.name, path }];
    }),
  );
}

/** Refuses to start with a hole: an unlicensed field where all must be, or a licensed one that a refusal would widen. */
export function assertCovered(schema: GraphQLSchema): void {
  for (const type of objectTypes(schema)) {
    for (const field of Object.values(type.getFields())) {
      const name = `${type.name}.${field.name}`;
      const path = licensedPath(schema, field);
      if (LICENSED_TYPES.includes(type.name) && path === null) throw new Error(`${name} is not @licensed`);
      if (path !== null && ![...LICENSED_TYPES, ...CROSSING_TYPES].includes(type.name))
        throw new Error(`${name} is licensed outside IntimateData`);
      if (path !== null && isNonNullType(field.type)) throw new Error(`${name} is licensed and must be nullable`);
    }
  }
}

/** One rule for every licensed field, as the schema declares it, and one for predicates, which name their field themselves. */
export function licenceRules(schema: GraphQLSchema): RuleTree {
  const tree: RuleTree = { Customer: { satisfies: predicateRule() } };
  const rules = new Map<string, ReturnType<typeof licenceRule>>();
  for (const { type, field, path } of licensedFields(schema)) {
    // One rule a path, wherever it stands: shield refuses two of one name.
    const licensed = rules.get(path) ?? licenceRule(path);
    rules.set(path, licensed);
    tree[type] = { ...tree[type], [field]: licensed };
  }
  return tree;
}

/** Never a cached rule: shield's caches answered one field by another's licence (seen; TRAPS, graphql-shield). */
function licenceRule(path: string): ReturnType<ReturnType<typeof rule>> {
  return rule(`licensed:${path}`, { cache: "no_cache" })(
    (parent: IntimateParent, args: FieldArguments, context: UserProfileContext) => {
      const grant = grantFor(parent.access, path, args, context.now);
      return grant instanceof GraphQLError ? grant : true;
    },
  );
}

function predicateRule(): ReturnType<ReturnType<typeof rule>> {
  return rule("licensed:predicate", { cache: "no_cache" })(
    (parent: IntimateParent, { predicate }: { predicate: AskedPredicate }, context: UserProfileContext) => {
      const grant = predicateGrant(parent.access, predicate, context.now);
      return grant instanceof GraphQLError ? grant : true;
    },
  );
}

/** Only the tree's own fields; a wrapper that is no function would silently open its field. */
function pick(wrappers: Wrappers, tree: RuleTree): Wrappers {
  const picked: Wrappers = {};
  for (const [type, fields] of Object.entries(tree)) {
    for (const field of Object.keys(fields)) {
      const wrapper = wrappers[type]?.[field];
      if (typeof wrapper !== "function") throw new Error(`the gate of ${type}.${field} is no rule`);
      picked[type] = { ...picked[type], [field]: wrapper };
    }
  }
  return picked;
}

function licensedPath(schema: GraphQLSchema, field: GraphQLField<unknown, unknown>): string | null {
  const directive = schema.getDirective("licensed");
  if (!directive || !field.astNode) return null;
  return (getDirectiveValues(directive, field.astNode)?.field as string | undefined) ?? null;
}

function objectTypes(schema: GraphQLSchema): GraphQLObjectType[] {
  return Object.values(schema.getTypeMap()).filter(isObjectType);
}
