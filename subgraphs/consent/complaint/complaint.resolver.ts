import { Arg, Args, Ctx, FieldResolver, Mutation, Query, Resolver, Root } from "type-graphql";
import type { Connection } from "../../../shared/page.js";
import { Brand } from "../brand/brand.js";
import type { ConsentContext } from "../context.js";
import { Licence } from "../licence/licence.js";
import { pageOf } from "../page-request.js";
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
  complaints(
    @Args(() => ComplaintsArguments) { status = null, ...page }: ComplaintsArguments,
    @Ctx() { services, viewer }: ConsentContext,
  ): Promise<Connection<Complaint>> {
    return services.complaints.all(status, pageOf(viewer, "Query.complaints", page, status));
  }

  @FieldResolver(() => Brand)
  brand(@Root() { brandId }: Complaint, @Ctx() context: ConsentContext): Promise<Brand> {
    return context.services.brands.ownerIn(context, brandId);
  }

  @FieldResolver(() => Licence)
  licence(@Root() { personId, licenceId }: Complaint, @Ctx() { services }: ConsentContext): Promise<Licence> {
    return services.licences.own(personId, licenceId);
  }

  @Mutation(() => FileComplaintPayload, {
    nullable: true,
    description: "Tells an operator what a brand did with a licence that it had; one at a time for each licence.",
  })
  async fileComplaint(
    @Arg("input", () => FileComplaintInput) input: FileComplaintInput,
    @Ctx() context: ConsentContext,
  ): Promise<FileComplaintPayload> {
    return changed(context, await context.services.complaints.file(context, input));
  }

  @Mutation(() => AnswerComplaintPayload, { nullable: true, description: "The brand's side of it, once." })
  async answerComplaint(
    @Arg("input", () => AnswerComplaintInput) input: AnswerComplaintInput,
    @Ctx() context: ConsentContext,
  ): Promise<AnswerComplaintPayload> {
    return changed(context, await context.services.complaints.answer(context, input));
  }

  @Mutation(() => DecideComplaintPayload, { nullable: true, description: "Upholds or dismisses it, for good." })
  async decideComplaint(
    @Arg("input", () => DecideComplaintInput) input: DecideComplaintInput,
    @Ctx() context: ConsentContext,
  ): Promise<DecideComplaintPayload> {
    return changed(context, await context.services.complaints.decide(context, input));
  }
}

async function changed(
  { services, viewer }: ConsentContext,
  { complaintId, userErrors }: Awaited<ReturnType<ConsentContext["services"]["complaints"]["file"]>>,
): Promise<FileComplaintPayload> {
  return { complaint: complaintId ? await services.complaints.visible(viewer, complaintId) : null, userErrors };
}
