import { GraphQLError } from "graphql";
import { createParameterDecorator, type ResolverData } from "type-graphql";
import type { UserProfileContext } from "../context.js";
import { predicateGrant, type AskedPredicate, type PredicateGrant } from "../licensing/predicate-access.js";
import type { IntimateParent } from "../licensing/access.js";

/** What a predicate's resolver works with: its grant and what it compares. */
export interface Comparison {
  grant: PredicateGrant;
  predicate: AskedPredicate;
  context: UserProfileContext;
}

/** Hands the resolver its grant, asking again what the gate has asked, as `Reading` does for a field. */
export function Comparing(): ReturnType<typeof createParameterDecorator> {
  return createParameterDecorator(({ root, args, context }: ResolverData<UserProfileContext>): Comparison => {
    const { access } = root as IntimateParent;
    const { predicate } = args as { predicate: AskedPredicate };
    const grant = predicateGrant(access, predicate, context.now);
    if (grant instanceof GraphQLError) throw grant;
    return { grant, predicate, context };
  });
}
