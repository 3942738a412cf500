import { Ctx, Query, Resolver } from "type-graphql";
import { hiddenObject } from "../../../shared/hidden.js";
import type { EntityReference } from "../../../shared/subgraph-schema.js";
import type { UserProfileContext } from "../context.js";
import { IntimateField, Trait } from "./catalogue.types.js";

@Resolver()
export class CatalogueResolver {
  @Query(() => [IntimateField], {
    nullable: true,
    description: "Every intimate field: tier, meaning of each precision, what a term has typically paid. Open to all.",
  })
  catalogue(@Ctx() { services }: UserProfileContext): IntimateField[] {
    return services.catalogue.allFields();
  }

  @Query(() => [Trait], {
    nullable: true,
    description: "Every trait that targeting may use, with its formula and source fields. Open to all.",
  })
  traits(@Ctx() { services }: UserProfileContext): Trait[] {
    return services.catalogue.allTraits();
  }
}

export async function resolveIntimateField(
  reference: EntityReference,
  { services }: UserProfileContext,
): Promise<object> {
  return services.catalogue.field(String(reference.path)) ?? hiddenObject();
}
