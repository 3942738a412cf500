import { FIELDS, type FieldSpec } from "../../../shared/licensing/field.js";
import { PRECISIONS } from "../../../shared/licensing/precision.js";
import { TRAITS } from "../traits/trait.js";
import type { IntimateField, Trait } from "./catalogue.types.js";

/** What may be licensed and what targeting may use, in the words that everybody is shown. */
export class CatalogueService {
  private readonly fields = FIELDS.map(shownField);
  private readonly byPath = new Map(this.fields.map((field) => [field.path, field]));
  private readonly traits = TRAITS.map((trait): Trait => ({
    ...trait,
    sources: [...trait.sources],
    values: trait.values ? [...trait.values] : null,
  }));

  allFields(): IntimateField[] {
    return this.fields;
  }

  field(path: string): IntimateField | null {
    return this.byPath.get(path) ?? null;
  }

  allTraits(): Trait[] {
    return this.traits;
  }
}

function shownField(field: FieldSpec): IntimateField {
  const { path, title, tier, specialCategory, identifying, iri, unit, thresholds, precisions } = field;
  return {
    path,
    title,
    tier,
    specialCategory,
    identifying,
    iri,
    unit,
    thresholds: [...thresholds],
    precisions: PRECISIONS.flatMap((precision) => {
      const gives = precisions[precision];
      return gives === undefined ? [] : [{ precision, gives }];
    }),
  };
}
