import { Directive, Field, ID, ObjectType } from "type-graphql";

/** user-profile's; this room adds what somebody was shown. */
@ObjectType()
@Directive('@key(fields: "id")')
export class Person {
  @Field(() => ID) id: string;
}
