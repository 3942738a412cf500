import { ArgsType, Field, Int } from "type-graphql";

@ArgsType()
export class PageArguments {
  @Field(() => Int, { defaultValue: 20 }) first: number;
  @Field(() => String, { nullable: true }) after?: string | null;
}
