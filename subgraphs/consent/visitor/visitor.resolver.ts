import { Ctx, Query, Resolver } from "type-graphql";
import type { ConsentContext } from "../context.js";
import { Visitor } from "./visitor.js";

@Resolver(() => Visitor)
export class VisitorResolver {
  @Query(() => Visitor, {
    nullable: true,
    description: "The person in front of the calling partner app's screen, or nobody (generic offers).",
  })
  visitor(@Ctx() context: ConsentContext): Promise<Visitor> {
    return context.services.visitors.open(context);
  }
}
