import { composeServices } from "@apollo/composition";
import { parse } from "graphql";
import type { Catalogue } from "../shared/catalogue.js";
import { FIELDS } from "../shared/licensing/field.js";
import { buildConsentSchema } from "../subgraphs/consent/schema.js";
import { buildOffersSchema } from "../subgraphs/offers/schema.js";
import { licensedFields } from "../subgraphs/user-profile/licensing/licensed-gate.js";
import { buildUserProfileSchema } from "../subgraphs/user-profile/schema.js";
import { TRAITS } from "../subgraphs/user-profile/traits/trait.js";
import type { GraphQLSchema } from "graphql";

/** Every generated file that is committed: its path in the project and what it must hold. */
export async function generatedFiles(): Promise<Map<string, string>> {
  const userProfile = await buildUserProfileSchema();
  const schemas = {
    "user-profile": userProfile,
    consent: await buildConsentSchema(),
    offers: await buildOffersSchema(),
  };
  const files = new Map<string, string>();
  for (const [name, { sdl }] of Object.entries(schemas)) files.set(`subgraphs/${name}/schema.graphql`, sdl);
  files.set("supergraph.graphql", compose(Object.entries(schemas).map(([name, { sdl }]) => ({ name, sdl }))));
  files.set("shared/catalogue.json", `${JSON.stringify(catalogueOf(userProfile.schema), null, 2)}\n`);
  return files;
}

function compose(subgraphs: { name: string; sdl: string }[]): string {
  const { supergraphSdl, errors } = composeServices(
    // The link carries calls, not a URL: the data source decides where a subgraph is.
    subgraphs.map(({ name, sdl }) => ({ name, url: `confide://${name}`, typeDefs: parse(sdl) })),
  );
  if (!supergraphSdl)
    throw new Error(`The subgraphs do not compose:\n${(errors ?? []).map((e) => e.message).join("\n")}`);
  return `${supergraphSdl}\n`;
}

/** From the schema's directives, with the words of the field table: a field that no schema declares is not licensable. */
function catalogueOf(schema: GraphQLSchema): Catalogue {
  const declared = new Set(licensedFields(schema).map(({ path }) => path));
  return {
    fields: FIELDS.filter(({ path }) => declared.has(path)).map(
      ({ path, title, tier, specialCategory, identifying, iri, code, unit, precisions, thresholds }) => ({
        path,
        title,
        tier,
        specialCategory,
        identifying,
        iri,
        code,
        unit,
        precisions,
        thresholds: [...thresholds],
      }),
    ),
    traits: TRAITS.map(({ id, title, sources, formula, type, unit, values }) => ({
      id,
      title,
      sources: [...sources],
      formula,
      type,
      unit,
      values: values ? [...values] : null,
    })),
  };
}
