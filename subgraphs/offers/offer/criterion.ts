import { Field, ID, InputType, ObjectType, registerEnumType } from "type-graphql";
import { CriterionOperator } from "../../../shared/trait-match.js";

registerEnumType(CriterionOperator, {
  name: "CriterionOperator",
  description: "How a trait is compared; an unknown trait meets no criterion.",
});

@ObjectType({ description: "One condition of a targeting; an offer's criteria must all be met." })
export class Criterion {
  @Field(() => ID) trait: string;
  @Field(() => CriterionOperator) operator: CriterionOperator;
  @Field(() => [String]) values: string[];
}

@InputType()
export class CriterionInput {
  @Field(() => ID) trait: string;
  @Field(() => CriterionOperator) operator: CriterionOperator;
  @Field(() => [String]) values: string[];
}
