import { buildSubgraphSchema } from "@apollo/subgraph";
import { printSchemaWithDirectives } from "@graphql-tools/utils";
import {
  DirectiveLocation,
  GraphQLBoolean,
  GraphQLDirective,
  GraphQLNonNull,
  GraphQLSchema,
  GraphQLString,
  parse,
  type GraphQLEnumType,
  type GraphQLResolveInfo,
} from "graphql";
import { buildSchema, createResolversMap, type NonEmptyArray } from "type-graphql";
import { guardAccess } from "./root-access.js";
import { DateTime } from "./scalars.js";

export type EntityReference = Record<string, unknown> & { __typename: string };

/** Answers one representation of `_entities`. It is async, never rejects and never answers null (TRAPS, federation). */
export type ReferenceResolver<C> = (
  reference: EntityReference,
  context: C,
  info: GraphQLResolveInfo,
) => Promise<object>;

export interface SubgraphDefinition {
  resolvers: NonEmptyArray<new (...args: never[]) => object>;
  /** Types that only `_entities` or another subgraph reaches. */
  orphanedTypes: (new () => object)[];
  references: Record<string, ReferenceResolver<never>>;
  /** True for the subgraph that declares licensed fields. */
  isLicensing?: boolean;
}

const FEDERATION =
  'extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key", "@external", "@requires", "@shareable", "@inaccessible", "@composeDirective"])';
const LICENSED =
  '@link(url: "https://confide.example/specs/licensed/v1.0", import: ["@licensed"]) @composeDirective(name: "@licensed")';

export interface SubgraphSchema {
  schema: GraphQLSchema;
  /** The subgraph's text, as it is committed in schema.graphql and composed. */
  sdl: string;
}

/**
 * type-graphql classes -> federated, executable schema; no I/O, so it may be built when a module is composed or
 * tested. The schema is rebuilt from its text: what is not a directive does not survive.
 */
export async function buildFederatedSchema(definition: SubgraphDefinition): Promise<SubgraphSchema> {
  const classes = await buildSchema({
    resolvers: definition.resolvers,
    orphanedTypes: definition.orphanedTypes,
    scalarsMap: [{ type: Date, scalar: DateTime }],
    validate: false, // services check input by the contract; class-validator's errors would echo the value
    skipCheck: true,
  });
  const schema = definition.isLicensing ? withLicensedDirective(classes) : classes;
  const header = definition.isLicensing ? `${FEDERATION} ${LICENSED}` : FEDERATION;
  const sdl = `${header}\n\n${printSchemaWithDirectives(schema)}\n`;
  const resolvers = createResolversMap(classes) as Record<string, Record<string, unknown>>;
  for (const [type, resolve] of Object.entries(definition.references)) {
    resolvers[type] = { ...resolvers[type], __resolveReference: resolve };
  }
  const federated = buildSubgraphSchema({ typeDefs: parse(sdl), resolvers: resolvers as never });
  guardAccess(federated);
  return { schema: federated, sdl };
}

/** Added after the build: a directive with its own enum given to buildSchema would define the enum twice (TRAPS). */
function withLicensedDirective(schema: GraphQLSchema): GraphQLSchema {
  const tier = schema.getType("IntimacyTier") as GraphQLEnumType | undefined;
  if (!tier) throw new Error("the subgraph that licenses fields must show IntimacyTier");
  const directive = new GraphQLDirective({
    name: "licensed",
    description: "Leaves only under a licence of this field; says how intimate it is.",
    locations: [DirectiveLocation.FIELD_DEFINITION],
    args: {
      field: { type: new GraphQLNonNull(GraphQLString), description: "Path in the vault." },
      tier: { type: new GraphQLNonNull(tier) },
      specialCategory: { type: new GraphQLNonNull(GraphQLBoolean), description: "GDPR Art. 9." },
      identifying: { type: new GraphQLNonNull(GraphQLBoolean), description: "Identifies the person by itself." },
    },
  });
  return new GraphQLSchema({ ...schema.toConfig(), directives: [...schema.getDirectives(), directive] });
}
