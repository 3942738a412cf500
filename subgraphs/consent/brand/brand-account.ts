import { Directive, Field, ID, ObjectType } from "type-graphql";

/** The brand's own side of itself. An entity by the brand's id, so that other rooms can add what they keep. */
@ObjectType({ description: "Only for the brand itself and an operator." })
@Directive('@key(fields: "id")')
export class BrandAccount {
  @Field(() => ID) id: string;
}
