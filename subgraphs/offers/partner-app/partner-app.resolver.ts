import { Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import type { OffersContext } from "../context.js";
import { PlacementRow } from "../placement/placement.js";
import { PartnerApp } from "./partner-app.js";

@Resolver(() => PartnerApp)
export class PartnerAppResolver {
  @FieldResolver(() => [PlacementRow], { nullable: true, description: "Where it shows offers." })
  placements(@Root() { id }: PartnerApp, @Ctx() { services }: OffersContext): Promise<PlacementRow[]> {
    return services.partnerPlacements.of(id);
  }
}
