import { Directive, Field, ID, ObjectType } from "type-graphql";

/** Nothing but consent opens a Visitor, so nobody asks consent for one by its key. */
@ObjectType({ description: "One person as one partner app may see them: somebody to show offers to." })
@Directive('@key(fields: "capability", resolvable: false)')
export class Visitor {
  @Field(() => ID) @Directive("@inaccessible") capability: string;
}
