import { Directive, Field, ID, Int, ObjectType } from "type-graphql";

@ObjectType({ description: "What a term on a field has typically paid." })
export class RewardRange {
  @Field(() => Int) low: number;
  @Field(() => Int) high: number;
  @Field(() => Int) exchanges: number;
}

/** Consent's part of the catalogue: what a field is worth. */
@ObjectType({ description: "A licensable field." })
@Directive('@key(fields: "path")')
export class IntimateField {
  @Field(() => ID) path: string;
}
