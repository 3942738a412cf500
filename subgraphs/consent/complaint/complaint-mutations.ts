import { Field, ID, InputType, ObjectType } from "type-graphql";
import { UserError } from "../../../shared/user-error.js";
import { Complaint, ComplaintKind } from "./complaint.js";

@InputType()
export class FileComplaintInput {
  @Field(() => ID) licenceId: string;
  @Field(() => ComplaintKind) kind: ComplaintKind;
  @Field(() => String) text: string;
  @Field(() => ID) idempotencyKey: string;
}

@ObjectType()
export class FileComplaintPayload {
  @Field(() => Complaint, { nullable: true }) complaint: Complaint | null;
  @Field(() => [UserError]) userErrors: UserError[];
}

@InputType()
export class AnswerComplaintInput {
  @Field(() => ID) complaintId: string;
  @Field(() => String) answer: string;
  @Field(() => ID) idempotencyKey: string;
}

@ObjectType()
export class AnswerComplaintPayload {
  @Field(() => Complaint, { nullable: true }) complaint: Complaint | null;
  @Field(() => [UserError]) userErrors: UserError[];
}

@InputType()
export class DecideComplaintInput {
  @Field(() => ID) complaintId: string;
  @Field(() => Boolean) upheld: boolean;
  @Field(() => String) reason: string;
  @Field(() => ID) idempotencyKey: string;
}

@ObjectType()
export class DecideComplaintPayload {
  @Field(() => Complaint, { nullable: true }) complaint: Complaint | null;
  @Field(() => [UserError]) userErrors: UserError[];
}
