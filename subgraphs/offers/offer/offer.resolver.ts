import { Arg, Ctx, FieldResolver, Mutation, Resolver, Root } from "type-graphql";
import { WebUrl } from "../../../shared/scalars.js";
import { brandOf } from "../../../shared/viewer.js";
import { Brand } from "../brand/brand.js";
import type { OffersContext } from "../context.js";
import { Campaign } from "./campaign.js";
import { CreateOfferInput, CreateOfferPayload, SetOfferStatusInput, SetOfferStatusPayload } from "./offer-mutations.js";
import { Offer } from "./offer.js";

@Resolver(() => Offer)
export class OfferResolver {
  @Mutation(() => CreateOfferPayload, { nullable: true, description: "A new offer, as a DRAFT that nobody sees." })
  async createOffer(
    @Arg("input", () => CreateOfferInput) input: CreateOfferInput,
    @Ctx() context: OffersContext,
  ): Promise<CreateOfferPayload> {
    return changed(context, await context.services.offers.create(context, input));
  }

  @Mutation(() => SetOfferStatusPayload, {
    nullable: true,
    description:
      "LIVE from DRAFT or PAUSED, PAUSED from LIVE, ENDED for good: what is left of the budget goes back to escrow.",
  })
  async setOfferStatus(
    @Arg("input", () => SetOfferStatusInput) input: SetOfferStatusInput,
    @Ctx() context: OffersContext,
  ): Promise<SetOfferStatusPayload> {
    return changed(context, await context.services.offers.setStatus(context, input));
  }

  @FieldResolver(() => Brand, { nullable: true })
  brand(@Root() offer: Offer): Brand {
    return { id: offer.brandId };
  }

  @FieldResolver(() => WebUrl, { nullable: true, description: "Served by Confide itself." })
  image(@Root() { imageId }: Offer, @Ctx() { services }: OffersContext): string | null {
    return imageId === null ? null : services.images.urlOf(imageId);
  }

  @FieldResolver(() => Campaign, { nullable: true, description: "Only for the brand that made it." })
  campaign(@Root() offer: Offer, @Ctx() { viewer }: OffersContext): Campaign | null {
    return brandOf(viewer) === offer.brandId ? offer : null;
  }
}

async function changed(
  { services, viewer }: OffersContext,
  { offerId, userErrors }: Awaited<ReturnType<OffersContext["services"]["offers"]["create"]>>,
): Promise<CreateOfferPayload> {
  return { offer: offerId ? await services.offers.visible(viewer, offerId) : null, userErrors };
}
