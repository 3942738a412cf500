import { Field, ID, InputType, Int, ObjectType } from "type-graphql";
import { Precision } from "../../../shared/graphql-enums.js";
import { Duration } from "../../../shared/scalars.js";

@ObjectType({ description: "A field, how finely, how far back, and the points that granting it pays." })
export class Term {
  @Field(() => ID) id: string;
  @Field(() => ID) field: string;
  @Field(() => Precision) precision: Precision;
  @Field(() => Duration) history: string;
  @Field(() => Int) points: number;
}

@InputType()
export class TermInput {
  @Field(() => ID) field: string;
  @Field(() => Precision) precision: Precision;
  @Field(() => Duration) history: string;
  @Field(() => Int, { defaultValue: 0 }) points: number;
}
