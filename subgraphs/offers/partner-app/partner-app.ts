import { Directive, Field, ID, ObjectType } from "type-graphql";

/** Consent's; this room adds where it shows offers. */
@ObjectType()
@Directive('@key(fields: "id")')
export class PartnerApp {
  @Field(() => ID) id: string;
}
