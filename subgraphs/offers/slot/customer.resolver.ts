import { Arg, Ctx, Directive, FieldResolver, ID, Int, Resolver, Root } from "type-graphql";
import type { OffersContext } from "../context.js";
import { Customer } from "./customer.js";
import { OfferSlot } from "./proposition.js";

@Resolver(() => Customer)
export class CustomerResolver {
  @FieldResolver(() => [OfferSlot], {
    nullable: true,
    description: "The calling brand's own offers for this person, chosen by licensed traits only; `count` is 1 to 10.",
  })
  @Directive('@requires(fields: "traits")')
  offerSlots(
    @Root() customer: Customer,
    @Arg("placement", () => ID) placement: string,
    @Arg("count", () => Int, { defaultValue: 1 }) count: number,
    @Ctx() context: OffersContext,
  ): Promise<OfferSlot[] | null> {
    return context.services.slots.fill(context, customer, { placement, count });
  }
}
