import { Field, ID, ObjectType, registerEnumType } from "type-graphql";

export enum ComplaintKind {
  USED_FOR_OTHER_PURPOSE = "USED_FOR_OTHER_PURPOSE",
  NOT_ERASED = "NOT_ERASED",
  UNWANTED_CONTACT = "UNWANTED_CONTACT",
  OTHER = "OTHER",
}
registerEnumType(ComplaintKind, { name: "ComplaintKind", description: "What a brand is said to have done." });

export enum ComplaintStatus {
  OPEN = "OPEN",
  ANSWERED = "ANSWERED",
  UPHELD = "UPHELD",
  DISMISSED = "DISMISSED",
}
registerEnumType(ComplaintStatus, {
  name: "ComplaintStatus",
  description: "The brand answers; an operator then upholds or dismisses.",
});

@ObjectType({ description: "What somebody says that a brand did with what it was licensed." })
export class Complaint {
  @Field(() => ID) id: string;
  @Field(() => Date) at: Date;
  @Field(() => ComplaintKind) kind: ComplaintKind;
  @Field(() => String, { description: "In the person's words." }) text: string;
  @Field(() => ComplaintStatus) status: ComplaintStatus;
  @Field(() => String, { nullable: true, description: "In the brand's words." }) answer: string | null;
  @Field(() => String, { nullable: true, description: "Why an operator upheld or dismissed it." })
  decisionReason: string | null;
  /** For the resolver; not part of the schema. */
  brandId: string;
  personId: string;
  licenceId: string;
}
