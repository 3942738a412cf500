import { Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import type { ConsentContext } from "../context.js";
import { IntimateField, RewardRange } from "./intimate-field.js";

@Resolver(() => IntimateField)
export class IntimateFieldResolver {
  @FieldResolver(() => RewardRange, { nullable: true, description: "Unknown under 10 exchanges in 90 days." })
  typicalReward(@Root() field: IntimateField, @Ctx() { services, now }: ConsentContext): Promise<RewardRange | null> {
    return services.fieldRewards.typical(field.path, now);
  }
}
