import { Directive, Field, ID, ObjectType } from "type-graphql";

/** Consent's; this room adds the brand's offers. */
@ObjectType()
@Directive('@key(fields: "id")')
export class BrandAccount {
  @Field(() => ID) id: string;
}
