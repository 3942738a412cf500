import { Arg, Args, Mutation, Query, Resolver } from "type-graphql";
import { notImplemented } from "../../../shared/errors.js";
import type { Connection } from "../../../shared/page.js";
import { Complaint } from "./complaint.js";
import {
  AnswerComplaintInput,
  AnswerComplaintPayload,
  DecideComplaintInput,
  DecideComplaintPayload,
  FileComplaintInput,
  FileComplaintPayload,
} from "./complaint-mutations.js";
import { ComplaintConnection, ComplaintsArguments } from "./complaint-page.js";

@Resolver(() => Complaint)
export class ComplaintResolver {
  @Query(() => ComplaintConnection, { nullable: true, description: "Operators only." })
  complaints(@Args(() => ComplaintsArguments) _page: ComplaintsArguments): Connection<Complaint> {
    return notImplemented();
  }

  @Mutation(() => FileComplaintPayload, { nullable: true, description: "Tells an operator what a brand did." })
  fileComplaint(@Arg("input", () => FileComplaintInput) _input: FileComplaintInput): FileComplaintPayload {
    return notImplemented();
  }

  @Mutation(() => AnswerComplaintPayload, { nullable: true, description: "The brand's side of it." })
  answerComplaint(@Arg("input", () => AnswerComplaintInput) _input: AnswerComplaintInput): AnswerComplaintPayload {
    return notImplemented();
  }

  @Mutation(() => DecideComplaintPayload, { nullable: true, description: "Upholds or dismisses it, for good." })
  decideComplaint(@Arg("input", () => DecideComplaintInput) _input: DecideComplaintInput): DecideComplaintPayload {
    return notImplemented();
  }
}
