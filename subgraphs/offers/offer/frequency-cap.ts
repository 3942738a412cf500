import { Field, InputType, Int, ObjectType } from "type-graphql";
import { Duration } from "../../../shared/scalars.js";

@ObjectType({ description: "How often one person may be shown an offer." })
export class FrequencyCap {
  @Field(() => Int) impressions: number;
  @Field(() => Duration) per: string;
}

@InputType()
export class FrequencyCapInput {
  @Field(() => Int) impressions: number;
  @Field(() => Duration) per: string;
}
