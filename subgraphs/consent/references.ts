import { hiddenObject } from "../../shared/hidden.js";
import { fieldSpec } from "../../shared/licensing/field.js";
import type { ReferenceResolver } from "../../shared/subgraph-schema.js";
import { personOf } from "../../shared/viewer.js";
import type { ConsentContext } from "./context.js";

type Reference = ReferenceResolver<ConsentContext>;

/**
 * What `_entities` answers. An id is no permission: what is not the viewer's reads like what is not there. A reference
 * resolver is async, never rejects for what was asked and never answers null (TRAPS, federation).
 */
const person: Reference = async (reference, { viewer }) => {
  const id = personOf(viewer);
  return id !== null && reference.id === id ? { id } : hiddenObject();
};

const brand: Reference = async (reference, context) =>
  (await context.services.brands.findIn(context, textOf(reference.id))) ?? hiddenObject();

const brandAccount: Reference = async (reference, { services, viewer }) => {
  const id = textOf(reference.id);
  // An operator may ask for any brand's account, so that it is there must be looked up.
  const isInside = services.brands.isInside(viewer, id) && (await services.brands.find(id)) !== null;
  return isInside ? { id } : hiddenObject();
};

const valueExchange: Reference = async (reference, { services, viewer }) =>
  (await services.exchanges.visible(viewer, textOf(reference.id))) ?? hiddenObject();

const licence: Reference = async (reference, { services, viewer }) =>
  (await services.licences.visible(viewer, textOf(reference.id))) ?? hiddenObject();

const intimateField: Reference = async (reference) => {
  const path = textOf(reference.path);
  return fieldSpec(path) ? { path } : hiddenObject();
};

/** What is public of one: a person sees whom they are asked to link. */
const partnerApp: Reference = async (reference, { services, viewer }) => {
  const isTheirs = viewer.kind === "person" || viewer.kind === "operator";
  return (isTheirs && (await services.partnerApps.find(textOf(reference.id)))) || hiddenObject();
};

export const references: Record<string, Reference> = {
  Person: person,
  Brand: brand,
  BrandAccount: brandAccount,
  ValueExchange: valueExchange,
  Licence: licence,
  IntimateField: intimateField,
  PartnerApp: partnerApp,
};

/** A database that compares a number with a text column matches every text; ids are text or nothing (TRAPS, security). */
function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}
