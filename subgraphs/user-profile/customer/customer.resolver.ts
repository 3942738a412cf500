import { Arg, Ctx, Directive, FieldResolver, Resolver, Root } from "type-graphql";
import type { UserProfileContext } from "../context.js";
import { IntimateData } from "../intimate-data/intimate-data.js";
import { Comparing, type Comparison } from "../predicates/comparing.js";
import { Customer } from "./customer.js";
import { PredicateInput } from "./predicate-input.js";

@Resolver(() => Customer)
export class CustomerResolver {
  @FieldResolver(() => IntimateData, {
    nullable: true,
    description: "The fields that this person licensed to this brand.",
  })
  data(@Root() customer: Customer): IntimateData {
    return { access: customer.access };
  }

  @FieldResolver(() => Boolean, {
    nullable: true,
    description:
      "An answer, not a copy: compares with one of the field's published thresholds over the last 30 days, and answers the same for 30 days. Null without data, and where a band leaves it open.",
  })
  satisfies(
    @Comparing() comparison: Comparison,
    @Arg("predicate", () => PredicateInput) _predicate: PredicateInput,
  ): Promise<boolean | null> {
    return comparison.context.services.predicates.satisfies(comparison);
  }

  @FieldResolver(() => String, { nullable: true, description: "Sealed for offers; never shown, never an error." })
  @Directive("@inaccessible")
  traits(@Root() customer: Customer, @Ctx() context: UserProfileContext): Promise<string | null> {
    return context.services.traits.sealedFor(customer.access, context.now);
  }
}
