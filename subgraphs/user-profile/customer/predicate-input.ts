import { Field, Float, ID, InputType } from "type-graphql";

@InputType({ description: "`atLeast` is one of the field's thresholds in the catalogue." })
export class PredicateInput {
  @Field(() => ID) field: string;
  @Field(() => Float) atLeast: number;
}
