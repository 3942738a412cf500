import { FieldResolver, Resolver, Root } from "type-graphql";
import { Licensed } from "../licensing/licensed.js";
import { leaveValue } from "./leaving.js";
import { Reading, type FieldRead } from "./licensed-field.js";
import { PhotoMoment, Place } from "./values.js";

@Resolver(() => PhotoMoment)
export class PhotoMomentResolver {
  @FieldResolver(() => Place, { nullable: true, description: "Needs location.visits too, at its own precision." })
  @Licensed("location.visits")
  place(@Root() { toldPlace }: PhotoMoment, @Reading("location.visits") read: FieldRead): Place | null {
    return leaveValue(read, toldPlace);
  }
}
