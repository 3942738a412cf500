import { Arg, FieldResolver, Resolver } from "type-graphql";
import { Precision } from "../../../shared/graphql-enums.js";
import { Licensed } from "../licensing/licensed.js";
import { Work } from "./intimate-data.js";
import { Reading, type FieldRead } from "./licensed-field.js";
import { Interval, PeriodInput, WorkPattern } from "./values.js";

@Resolver(() => Work)
export class WorkResolver {
  @FieldResolver(() => [Interval], { nullable: true })
  @Licensed("work.workingHours")
  workingHours(
    @Reading("work.workingHours") read: FieldRead,
    @Arg("during", () => PeriodInput, { nullable: true }) _during: PeriodInput | null,
    @Arg("precision", () => Precision, { nullable: true }) _precision: Precision | null,
  ): Promise<Interval[]> {
    return read.context.services.fields.series(read);
  }

  @FieldResolver(() => WorkPattern, {
    nullable: true,
    description: "Medians over the last 90 days up to the newest that has work in the calendar.",
  })
  @Licensed("work.pattern")
  pattern(
    @Reading("work.pattern") read: FieldRead,
    @Arg("precision", () => Precision, { nullable: true }) _precision: Precision | null,
  ): Promise<WorkPattern | null> {
    return read.context.services.states.workPattern(read);
  }
}
