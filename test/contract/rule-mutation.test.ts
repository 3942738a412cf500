import { beforeAll, describe, expect, it } from "@jest/globals";
import { isInterfaceType, isUnionType, type GraphQLSchema } from "graphql";
import { allow, deny, rule } from "graphql-shield";
import { guardedFields, holesOf, makeLeak, type Guarded } from "../harness/licensing/wall-probe.js";
import { gate, licenceRules, type RuleTree } from "../../subgraphs/user-profile/licensing/licensed-gate.js";
import { assembleUserProfile, buildUserProfileSchema } from "../../subgraphs/user-profile/schema.js";

/**
 * Two walls stand before every licensed field: the gate's rule, and the resolver's own question. Each is asked alone, and
 * every stone of it is taken out in turn: the probe that finds no hole in the sound wall must find that very one.
 */
describe("the walls before a licensed field", () => {
  /** Resolvers that hand out something whatever their grant: only the gate stands. */
  let leaking: GraphQLSchema;
  let places: Guarded[];
  beforeAll(async () => {
    leaking = (await assembleUserProfile()).schema;
    places = guardedFields(leaking);
    for (const place of places) makeLeak(leaking, place);
  });

  type Rule = RuleTree[string][string];
  const changed = ({ type, field }: Guarded, rule: (tree: RuleTree) => Rule): GraphQLSchema => {
    const tree = licenceRules(leaking);
    return gate(leaking, { ...tree, [type]: { ...tree[type], [field]: rule(tree) } });
  };
  const without = ({ type, field }: Guarded): GraphQLSchema => {
    const tree = licenceRules(leaking);
    const others = Object.entries(tree[type]!).filter(([name]) => name !== field);
    return gate(leaking, { ...tree, [type]: Object.fromEntries(others) });
  };
  /** Each place with another one that has another licence, which must stay as it is. */
  const pairs = (): [Guarded, Guarded][] =>
    places.map((place, i) => [place, [...places.slice(i), ...places].find(({ path }) => path !== place.path)!]);
  const openAt = ({ name }: Guarded): string[] => [`${name} is open without a licence`];

  it("are before thirty fields and two parts of others", () => {
    expect(places).toHaveLength(32);
    expect(places.filter(({ within }) => within !== null).map(({ name }) => name)).toEqual([
      "Workout.meanHeartRate",
      "PhotoMoment.place",
    ]);
  });

  it("have no hole together, nor either alone", async () => {
    expect(await holesOf((await buildUserProfileSchema()).schema, places)).toEqual([]);
    expect(await holesOf(gate(leaking), places)).toEqual([]);
    expect(await holesOf((await assembleUserProfile()).schema, places)).toEqual([]);
  });

  it("are both needed: without either, every field is open", async () => {
    expect(await holesOf(leaking, places)).toEqual(places.flatMap(openAt));
  });

  it("show a rule that is deleted, each in turn", async () => {
    for (const [place, next] of pairs()) expect(await holesOf(without(place), [place, next])).toEqual(openAt(place));
  });

  it("show a rule that lets everybody in, each in turn", async () => {
    const open = rule("open", { cache: "no_cache" })(() => true);
    for (const [place, next] of pairs()) {
      expect(
        await holesOf(
          changed(place, () => open),
          [place, next],
        ),
      ).toEqual(openAt(place));
    }
  });

  it("show a rule that lets nobody in, each in turn", async () => {
    const shut = rule("shut", { cache: "no_cache" })(() => false);
    for (const place of places) {
      const holes = await holesOf(
        changed(place, () => shut),
        [place],
      );
      expect(holes).toContain(`${place.name} is an error without a code with a licence`);
    }
  });

  it("show a rule that asks for the next field's licence, each in turn", async () => {
    for (const [place, next] of pairs()) {
      const holes = await holesOf(
        changed(place, (tree) => tree[next.type]![next.field]!),
        [place],
      );
      expect(holes).toEqual(openAt(place));
    }
  });

  it("do not stand at all on shield's own allow and deny, which are no wall", () => {
    for (const place of places) {
      for (const constant of [allow, deny]) {
        expect(() => changed(place, () => constant as never)).toThrow(`the gate of ${place.name} is no rule`);
      }
    }
  });

  it("show a resolver that does not ask, each in turn", async () => {
    const { schema } = await assembleUserProfile();
    for (const [place, next] of pairs()) {
      const type = schema.getType(place.type) as { getFields(): Record<string, { resolve?: unknown }> };
      const field = type.getFields()[place.field]!;
      const { resolve } = field;
      makeLeak(schema, place);
      expect(await holesOf(schema, [place, next])).toEqual(openAt(place));
      field.resolve = resolve;
    }
  });

  it("have no way round through an interface or a union: there is none but federation's", async () => {
    const { schema } = await buildUserProfileSchema();
    const abstract = Object.values(schema.getTypeMap()).filter((type) => isInterfaceType(type) || isUnionType(type));
    expect(abstract.map(({ name }) => name)).toEqual(["_Entity"]);
  });
});
