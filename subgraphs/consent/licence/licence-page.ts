import { ArgsType, Field } from "type-graphql";
import { connectionType } from "../../../shared/page.js";
import { PageArguments } from "../page-arguments.js";
import { Licence } from "./licence.js";
import { LicenceStatus } from "./licence-status.js";

export const LicenceConnection = connectionType("Licence", () => Licence);

@ArgsType()
export class LicencesArguments extends PageArguments {
  @Field(() => LicenceStatus, { nullable: true }) status?: LicenceStatus | null;
}
