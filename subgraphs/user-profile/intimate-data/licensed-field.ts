import { createParameterDecorator, type ResolverData } from "type-graphql";
import { GraphQLError, type GraphQLResolveInfo } from "graphql";
import type { UserProfileContext } from "../context.js";
import { grantFor, type Access, type FieldArguments, type Grant, type IntimateParent } from "../licensing/access.js";

/** What a licensed field's resolver works with: its grant, its arguments and where it stands in the answer. */
export interface FieldRead<A = FieldArguments> {
  grant: Grant;
  field: string;
  /** How the vault was reached, for what needs another field's grant too. */
  access: Access;
  args: A;
  context: UserProfileContext;
  info: GraphQLResolveInfo;
}

/**
 * Hands a licensed field's resolver its grant. The gate has asked the same pure question before; asking again here
 * means that a field whose gate were missing would still tell nothing.
 */
export function Reading(field: string): ReturnType<typeof createParameterDecorator> {
  return createParameterDecorator(({ root, args, context, info }: ResolverData<UserProfileContext>): FieldRead => {
    const parent = root as IntimateParent;
    const { access } = parent;
    const grant = grantFor(access, field, args, context.now);
    if (grant instanceof GraphQLError) throw grant;
    return { grant, field, access, args, context, info };
  });
}
