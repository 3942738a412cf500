import { Arg, Ctx, FieldResolver, ID, Resolver } from "type-graphql";
import type { OffersContext } from "../context.js";
import { Proposition } from "../slot/proposition.js";
import { Person } from "./person.js";

@Resolver(() => Person)
export class PersonResolver {
  @FieldResolver(() => Proposition, {
    nullable: true,
    description: "One that this person was shown, by whomever; kept for 30 days.",
  })
  proposition(
    @Arg("id", () => ID) id: string,
    @Ctx() { services, viewer }: OffersContext,
  ): Promise<Proposition | null> {
    return services.shown.to(viewer, id);
  }
}
