import { Directive, Field, ID, ObjectType } from "type-graphql";
import type { Access } from "../licensing/access.js";

@ObjectType({
  description: "One person as one brand may see them, opened by a capability that lives for one operation.",
})
@Directive('@key(fields: "capability")')
export class Customer {
  @Field(() => ID)
  @Directive("@inaccessible")
  capability: string;

  access: Access;
}
