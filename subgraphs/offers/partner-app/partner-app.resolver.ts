import { FieldResolver, Resolver } from "type-graphql";
import { notImplemented } from "../../../shared/errors.js";
import { PlacementRow } from "../placement/placement.js";
import { PartnerApp } from "./partner-app.js";

@Resolver(() => PartnerApp)
export class PartnerAppResolver {
  @FieldResolver(() => [PlacementRow], { nullable: true, description: "Where it shows offers." })
  placements(): PlacementRow[] {
    return notImplemented();
  }
}
