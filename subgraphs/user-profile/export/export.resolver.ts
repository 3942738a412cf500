import { Arg, Ctx, Field, ID, InputType, Mutation, ObjectType, Resolver } from "type-graphql";
import { WebUrl } from "../../../shared/scalars.js";
import { UserError } from "../../../shared/user-error.js";
import type { Viewer } from "../../../shared/viewer.js";
import type { UserProfileContext } from "../context.js";

@InputType()
export class ExportMyDataInput {
  @Field(() => ID) idempotencyKey: string;
}

@ObjectType()
export class ExportMyDataPayload {
  @Field(() => WebUrl, {
    nullable: true,
    description: "Once, for ten minutes, with the person's own bearer token.",
  })
  downloadUrl: string | null;
  @Field(() => [UserError]) userErrors: UserError[];
}

@Resolver()
export class ExportResolver {
  @Mutation(() => ExportMyDataPayload, {
    nullable: true,
    description:
      "All that Confide keeps for the person, as one zip: the vault as FHIR R4, GPX and JSON lines, licences with their receipts, wallet, disclosures, imports.",
  })
  async exportMyData(
    @Arg("input", () => ExportMyDataInput) input: ExportMyDataInput,
    @Ctx() { viewer, principal, services, now }: UserProfileContext,
  ): Promise<ExportMyDataPayload> {
    const { personId } = viewer as Viewer & { kind: "person" };
    const { id, userErrors } = await services.exports.start(personId, principal, input, now);
    return { downloadUrl: id === undefined ? null : services.exports.downloadUrl(id), userErrors };
  }
}
