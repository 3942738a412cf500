import { Arg, FieldResolver, ID, Resolver } from "type-graphql";
import { notImplemented } from "../../../shared/errors.js";
import { Proposition } from "../slot/proposition.js";
import { Person } from "./person.js";

@Resolver(() => Person)
export class PersonResolver {
  @FieldResolver(() => Proposition, { nullable: true, description: "One that this person was shown." })
  proposition(@Arg("id", () => ID) _id: string): Proposition | null {
    return notImplemented();
  }
}
