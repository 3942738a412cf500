import { Ctx, Directive, FieldResolver, Resolver, Root } from "type-graphql";
import type { UserProfileContext } from "../context.js";
import { Visitor } from "./visitor.js";

@Resolver(() => Visitor)
export class VisitorResolver {
  @FieldResolver(() => String, { nullable: true, description: "Sealed for offers; never shown, never an error." })
  @Directive("@inaccessible")
  traits(@Root() { claims }: Visitor, @Ctx() { services, now }: UserProfileContext): Promise<string | null> {
    return services.traits.sealedForVisitor(claims, now);
  }
}
