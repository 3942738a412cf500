import { Directive, Field, ID, ObjectType } from "type-graphql";

@ObjectType({ description: "One person as one partner app may see them: somebody to show offers to." })
@Directive('@key(fields: "capability")')
export class Visitor {
  @Field(() => ID) capability: string;
}
