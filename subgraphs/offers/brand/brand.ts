import { Directive, Field, ID, ObjectType } from "type-graphql";

/** Consent's: here only its key. */
@ObjectType()
@Directive('@key(fields: "id", resolvable: false)')
export class Brand {
  @Field(() => ID) id: string;
}
