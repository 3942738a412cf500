import { describe, expect, it } from "@jest/globals";
import { buildSchema, GraphQLError, isObjectType, isNonNullType, type GraphQLSchema } from "graphql";
import { FIELDS } from "../../shared/licensing/field.js";
import {
  assertCovered,
  gate,
  licensedFields,
  LICENSED_TYPES,
} from "../../subgraphs/user-profile/licensing/licensed-gate.js";
import { assembleUserProfile, buildUserProfileSchema } from "../../subgraphs/user-profile/schema.js";

const licensedSchema = (fields: string): ReturnType<typeof buildSchema> =>
  buildSchema(`
    directive @licensed(field: String!, tier: String!, specialCategory: Boolean!, identifying: Boolean!) on FIELD_DEFINITION
    type Query { heart: Heart }
    ${fields}
  `);
const LICENSED = '@licensed(field: "heart.rate", tier: "INTIMATE", specialCategory: true, identifying: false)';

type Resolve = (root: object, args: object, context: object, info: object) => unknown;

/** Answers predicates whatever is licensed: only the gate stands. */
function leaking(schema: GraphQLSchema): GraphQLSchema {
  const type = schema.getType("Customer");
  if (isObjectType(type)) type.getFields()["satisfies"]!.resolve = () => true;
  return schema;
}

describe("the licence gate", () => {
  it("stands before every field of the contract, and before no other", async () => {
    const { schema } = await buildUserProfileSchema();
    const licensed = licensedFields(schema);
    const own = licensed.filter(({ type }) => LICENSED_TYPES.includes(type));
    expect(own.map(({ path }) => path).sort()).toEqual(FIELDS.map(({ path }) => path).sort());
    // FIELDS.md, what crosses fields.
    expect(licensed.filter((one) => !own.includes(one))).toEqual([
      { type: "Workout", field: "meanHeartRate", path: "heart.rate" },
      { type: "PhotoMoment", field: "place", path: "location.visits" },
    ]);
    for (const { type, field, path } of own) {
      expect(path).toBe(`${type.toLowerCase()}.${field}`);
      const found = schema.getType(type);
      expect(isObjectType(found) && !isNonNullType(found.getFields()[field]!.type)).toBe(true);
    }
  });

  it("wraps each of them, also those that no resolver of their own has", async () => {
    const { schema } = await buildUserProfileSchema();
    for (const { type, field } of licensedFields(schema)) {
      const found = schema.getType(type);
      expect(isObjectType(found) && typeof found.getFields()[field]!.resolve).toBe("function");
    }
  });

  it.each([
    ["where the gate does not ask", assembleUserProfile],
    ["where the resolver does not ask", async () => ({ schema: gate(leaking((await assembleUserProfile()).schema)) })],
  ])("stands before predicates, %s", async (_name, build) => {
    const type = (await build()).schema.getType("Customer");
    const { resolve } = (isObjectType(type) && type.getFields()["satisfies"]) as { resolve: Resolve };
    const root = { access: { kind: "capability", capability: null } };
    // The gate hands its error out, where the resolver throws it.
    const ask = async (predicate: object): Promise<unknown> => {
      const answer = await Promise.resolve()
        .then(() => resolve(root, { predicate }, { now: new Date() }, {}))
        .catch((error: unknown) => error);
      return answer instanceof GraphQLError ? answer.extensions : answer;
    };
    expect(await ask({ field: "heart.rate", atLeast: 60 })).toEqual({
      code: "WITHHELD",
      field: "heart.rate",
      reason: "NO_LICENCE",
    });
    expect(await ask({ field: "heart.rate", atLeast: 61 })).toEqual({ code: "BAD_USER_INPUT" });
  });

  it("refuses to start with a hole", () => {
    expect(LICENSED_TYPES).toContain("Heart");
    expect(() => assertCovered(licensedSchema("type Heart { rate: Float }"))).toThrow("Heart.rate is not @licensed");
    expect(() => assertCovered(licensedSchema(`type Heart { rate: Float! ${LICENSED} }`))).toThrow("must be nullable");
    expect(() =>
      assertCovered(licensedSchema(`type Heart { rate: Float ${LICENSED} } type Other { rate: Float ${LICENSED} }`)),
    ).toThrow("Other.rate is licensed outside IntimateData");
    expect(() => assertCovered(licensedSchema(`type Heart { rate: Float ${LICENSED} }`))).not.toThrow();
  });
});
