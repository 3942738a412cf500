import { Arg, Ctx, Directive, Field, FieldResolver, ID, Int, ObjectType, Resolver, Root } from "type-graphql";
import { hiddenObject } from "../../../shared/hidden.js";
import type { Connection } from "../../../shared/page.js";
import type { EntityReference } from "../../../shared/subgraph-schema.js";
import { brandOf } from "../../../shared/viewer.js";
import type { UserProfileContext } from "../context.js";
import type { Disclosure } from "./disclosure.types.js";
import { DisclosureConnection } from "./disclosure.types.js";

@ObjectType()
@Directive('@key(fields: "id")')
export class BrandAccount {
  @Field(() => ID) id: string;
}

@Resolver(() => BrandAccount)
export class BrandAccountResolver {
  @FieldResolver(() => DisclosureConnection, {
    nullable: true,
    description: "What this brand was told; names no person.",
  })
  disclosures(
    @Root() account: BrandAccount,
    @Arg("first", () => Int, { defaultValue: 20 }) first: number,
    @Arg("after", () => String, { nullable: true }) after: string | null,
    @Ctx() context: UserProfileContext,
  ): Promise<Connection<Disclosure>> {
    const { principal, services } = context;
    const request = { first, after: after ?? null, principal, field: "BrandAccount.disclosures", filter: null };
    return services.disclosures.pageOfBrand(account.id, request);
  }
}

/** A brand's account opens for that brand and for an operator. */
export async function resolveBrandAccount(reference: EntityReference, { viewer }: UserProfileContext): Promise<object> {
  const isOpen = viewer.kind === "operator" || (brandOf(viewer) !== null && brandOf(viewer) === reference.id);
  return isOpen ? { id: reference.id } : hiddenObject();
}
