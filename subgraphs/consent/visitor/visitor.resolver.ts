import { Query, Resolver } from "type-graphql";
import { notImplemented } from "../../../shared/errors.js";
import { Visitor } from "./visitor.js";

@Resolver(() => Visitor)
export class VisitorResolver {
  @Query(() => Visitor, {
    nullable: true,
    description: "The person in front of the calling partner app's screen, or nobody (generic offers).",
  })
  visitor(): Visitor {
    return notImplemented();
  }
}
