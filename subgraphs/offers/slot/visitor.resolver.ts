import { Arg, FieldResolver, ID, Int, Resolver } from "type-graphql";
import { notImplemented } from "../../../shared/errors.js";
import { OfferSlot } from "./proposition.js";
import { Visitor } from "./visitor.js";

@Resolver(() => Visitor)
export class VisitorResolver {
  @FieldResolver(() => [OfferSlot], {
    nullable: true,
    description: "Offers for who is in front of the screen; `count` is 1 to 10.",
  })
  offerSlots(
    @Arg("placement", () => ID) _placement: string,
    @Arg("count", () => Int, { defaultValue: 1 }) _count: number,
  ): OfferSlot[] {
    return notImplemented();
  }
}
