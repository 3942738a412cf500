import { Arg, FieldResolver, Resolver } from "type-graphql";
import { Precision } from "../../../shared/graphql-enums.js";
import { Licensed } from "../licensing/licensed.js";
import { Photos } from "./intimate-data.js";
import { Reading, type FieldRead } from "./licensed-field.js";
import { NumberRange, PeriodInput, PhotoMoment, Visit } from "./values.js";

@Resolver(() => Photos)
export class PhotosResolver {
  @FieldResolver(() => NumberRange, { nullable: true })
  @Licensed("photos.count")
  count(
    @Reading("photos.count") read: FieldRead,
    @Arg("during", () => PeriodInput, { nullable: true }) _during: PeriodInput | null,
    @Arg("precision", () => Precision, { nullable: true }) _precision: Precision | null,
  ): Promise<NumberRange> {
    return read.context.services.photos.count(read);
  }

  @FieldResolver(() => [Visit], { nullable: true })
  @Licensed("photos.places")
  places(
    @Reading("photos.places") read: FieldRead,
    @Arg("during", () => PeriodInput, { nullable: true }) _during: PeriodInput | null,
    @Arg("precision", () => Precision, { nullable: true }) _precision: Precision | null,
  ): Promise<Visit[]> {
    return read.context.services.photos.places(read);
  }

  @FieldResolver(() => [PhotoMoment], { nullable: true })
  @Licensed("photos.moments")
  moments(
    @Reading("photos.moments") read: FieldRead,
    @Arg("during", () => PeriodInput, { nullable: true }) _during: PeriodInput | null,
    @Arg("precision", () => Precision, { nullable: true }) _precision: Precision | null,
  ): Promise<PhotoMoment[]> {
    return read.context.services.photos.moments(read);
  }
}
