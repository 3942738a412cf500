import { Arg, Ctx, Directive, FieldResolver, ID, Int, Resolver, Root } from "type-graphql";
import type { OffersContext } from "../context.js";
import { OfferSlot } from "./proposition.js";
import { Visitor } from "./visitor.js";

@Resolver(() => Visitor)
export class VisitorResolver {
  @FieldResolver(() => [OfferSlot], {
    nullable: true,
    description:
      "Offers of all brands for who is in front of the screen, each judged by what is licensed to its own brand; `count` is 1 to 10.",
  })
  @Directive('@requires(fields: "traits")')
  offerSlots(
    @Root() visitor: Visitor,
    @Arg("placement", () => ID) placement: string,
    @Arg("count", () => Int, { defaultValue: 1 }) count: number,
    @Ctx() context: OffersContext,
  ): Promise<OfferSlot[] | null> {
    return context.services.slots.fillVisitor(context, visitor, { placement, count });
  }
}
