import { ArgsType, Field } from "type-graphql";
import { connectionType } from "../../../shared/page.js";
import { PageArguments } from "../page-arguments.js";
import { Complaint, ComplaintStatus } from "./complaint.js";

export const ComplaintConnection = connectionType("Complaint", () => Complaint);

@ArgsType()
export class ComplaintsArguments extends PageArguments {
  @Field(() => ComplaintStatus, { nullable: true }) status?: ComplaintStatus | null;
}
