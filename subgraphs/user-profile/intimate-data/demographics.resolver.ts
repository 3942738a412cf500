import { Arg, FieldResolver, Resolver } from "type-graphql";
import { Precision } from "../../../shared/graphql-enums.js";
import { Licensed } from "../licensing/licensed.js";
import { Demographics } from "./intimate-data.js";
import { Reading, type FieldRead } from "./licensed-field.js";
import { NumberRange, Place } from "./values.js";

@Resolver(() => Demographics)
export class DemographicsResolver {
  @FieldResolver(() => NumberRange, { nullable: true })
  @Licensed("demographics.birthYear")
  birthYear(
    @Reading("demographics.birthYear") read: FieldRead,
    @Arg("precision", () => Precision, { nullable: true }) _precision: Precision | null,
  ): Promise<NumberRange | null> {
    return read.context.services.facts.birthYear(read);
  }

  @FieldResolver(() => String, { nullable: true })
  @Licensed("demographics.gender")
  gender(@Reading("demographics.gender") read: FieldRead): Promise<string | null> {
    return read.context.services.facts.fact(read, "demographics.gender");
  }

  @FieldResolver(() => [String], { nullable: true })
  @Licensed("demographics.languages")
  languages(@Reading("demographics.languages") read: FieldRead): Promise<string[] | null> {
    return read.context.services.facts.fact(read, "demographics.languages");
  }

  @FieldResolver(() => NumberRange, { nullable: true })
  @Licensed("demographics.household")
  household(
    @Reading("demographics.household") read: FieldRead,
    @Arg("precision", () => Precision, { nullable: true }) _precision: Precision | null,
  ): Promise<NumberRange | null> {
    return read.context.services.facts.household(read);
  }

  @FieldResolver(() => Place, { nullable: true })
  @Licensed("demographics.homeArea")
  homeArea(
    @Reading("demographics.homeArea") read: FieldRead,
    @Arg("precision", () => Precision, { nullable: true }) _precision: Precision | null,
  ): Promise<Place | null> {
    return read.context.services.facts.homeArea(read);
  }
}
