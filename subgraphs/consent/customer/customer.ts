import { Directive, Field, ID, ObjectType } from "type-graphql";
import { connectionType } from "../../../shared/page.js";

/** Nothing but consent opens a Customer, so nobody asks consent for one by its key. */
@ObjectType({
  description: "One person as one brand may see them, opened by a capability that lives for one operation.",
})
@Directive('@key(fields: "capability", resolvable: false)')
export class Customer {
  @Field(() => ID) @Directive("@inaccessible") capability: string;
  @Field(() => ID, {
    description: "Random per person and brand, never derived from either; replaced when the last licence has ended.",
  })
  ref: string;
  /** Whose licences these are, for the resolver; not part of the schema. */
  personId: string;
  licenceIds: readonly string[];
}

export const CustomerConnection = connectionType("Customer", () => Customer);
