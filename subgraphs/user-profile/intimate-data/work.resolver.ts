import { Arg, FieldResolver, Resolver } from "type-graphql";
import { Precision } from "../../../shared/graphql-enums.js";
import { Licensed } from "../licensing/licensed.js";
import { Work } from "./intimate-data.js";
import { Reading, type FieldRead } from "./licensed-field.js";
import { nothingStored } from "./nothing-stored.js";
import { Interval, PeriodInput, WorkPattern } from "./values.js";

@Resolver(() => Work)
export class WorkResolver {
  @FieldResolver(() => [Interval], { nullable: true })
  @Licensed("work.workingHours")
  workingHours(
    @Reading("work.workingHours") read: FieldRead,
    @Arg("during", () => PeriodInput, { nullable: true }) _during: PeriodInput | null,
    @Arg("precision", () => Precision, { nullable: true }) _precision: Precision | null,
  ): null {
    return nothingStored(read);
  }

  @FieldResolver(() => WorkPattern, { nullable: true })
  @Licensed("work.pattern")
  pattern(
    @Reading("work.pattern") read: FieldRead,
    @Arg("precision", () => Precision, { nullable: true }) _precision: Precision | null,
  ): null {
    return nothingStored(read);
  }
}
