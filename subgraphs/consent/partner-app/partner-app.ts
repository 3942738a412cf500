import { Directive, Field, ID, ObjectType } from "type-graphql";
import { WebUrl } from "../../../shared/scalars.js";

@ObjectType({ description: "Who shows offers in somebody's browser, and never learns what chose them." })
@Directive('@key(fields: "id")')
export class PartnerApp {
  @Field(() => ID) id: string;
  @Field(() => String) name: string;
  @Field(() => [WebUrl], { description: "Where it may show them." }) origins: string[];
  @Field(() => Date, { nullable: true, description: "When the person linked it." }) linkedAt: Date | null;
}
