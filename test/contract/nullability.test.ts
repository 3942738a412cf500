import { readFileSync } from "node:fs";
import { describe, expect, it } from "@jest/globals";
import { Kind, parse, type FieldDefinitionNode, type ObjectTypeDefinitionNode } from "graphql";
import { SUPERGRAPH_FILE } from "../../shared/environment.js";

const document = parse(readFileSync(SUPERGRAPH_FILE, "utf8"));
const objects = document.definitions.filter(
  (node): node is ObjectTypeDefinitionNode => node.kind === Kind.OBJECT_TYPE_DEFINITION,
);

const graphsOf = (
  node: { directives?: readonly { name: { value: string }; arguments?: readonly unknown[] }[] },
  name: string,
): string[] =>
  (node.directives ?? [])
    .filter((directive) => directive.name.value === name)
    .flatMap((directive) => (directive.arguments ?? []) as { name: { value: string }; value: { value?: string } }[])
    .filter((argument) => argument.name.value === "graph")
    .map((argument) => argument.value.value!);

/** Subgraphs that resolve a field; all of the type's when the field does not say. */
const owners = (type: ObjectTypeDefinitionNode, field: FieldDefinitionNode): string[] => {
  const own = graphsOf(field, "join__field");
  return own.length > 0 ? own : graphsOf(type, "join__type");
};

describe("nullability across rooms (API.graphql)", () => {
  it("lets every field of Query and Mutation be null", () => {
    for (const type of objects.filter(({ name }) => ["Query", "Mutation"].includes(name.value))) {
      const strict = (type.fields ?? []).filter((field) => field.type.kind === Kind.NON_NULL_TYPE);
      expect(strict.map(({ name }) => `${type.name.value}.${name.value}`)).toEqual([]);
    }
  });

  it("lets a field be null that only some of its type's rooms resolve, unless the room that opens the type does", () => {
    // The room that opens each entity for a client; its own fields come with the object.
    const openedBy: Record<string, string> = {
      Person: "USER_PROFILE",
      Customer: "CONSENT",
      Brand: "CONSENT",
      BrandAccount: "CONSENT",
      Licence: "CONSENT",
      ValueExchange: "CONSENT",
      IntimateField: "USER_PROFILE",
      Offer: "OFFERS",
      PartnerApp: "CONSENT",
      Visitor: "CONSENT",
    };
    const wrong = objects.flatMap((type) => {
      const opener = openedBy[type.name.value];
      const graphs = [...new Set(graphsOf(type, "join__type"))];
      if (graphs.length < 2 || ["Query", "Mutation"].includes(type.name.value) || !opener) return [];
      return (type.fields ?? [])
        .filter((field) => field.type.kind === Kind.NON_NULL_TYPE && !owners(type, field).includes(opener))
        .map((field) => `${type.name.value}.${field.name.value}`);
    });
    expect(wrong).toEqual([]);
  });
});
