import { Arg, Ctx, Field, Float, ID, InputType, Mutation, ObjectType, Resolver } from "type-graphql";
import { WebUrl } from "../../../shared/scalars.js";
import { Refused, UserError } from "../../../shared/user-error.js";
import type { Viewer } from "../../../shared/viewer.js";
import type { UserProfileContext } from "../context.js";
import { ImportSource } from "../observation.js";
import { Import } from "./import.js";

@InputType({
  description:
    "The file is then sent, as a stream, with PUT to `uploadUrl` and the person's own bearer token. `source` may be left out: it is recognised from the content.",
})
export class StartImportInput {
  @Field(() => String) fileName: string;
  @Field(() => Float, { description: "The file's size; no more than this is taken." }) bytes: number;
  @Field(() => ImportSource, { nullable: true }) source: ImportSource | null;
  @Field(() => ID, { nullable: true }) idempotencyKey: string | null;
}

@ObjectType()
export class StartImportPayload {
  @Field(() => Import, { nullable: true }) import: Import | null;
  @Field(() => WebUrl, { nullable: true }) uploadUrl: string | null;
  @Field(() => [UserError]) userErrors: UserError[];
}

@InputType()
export class CancelImportInput {
  @Field(() => ID) importId: string;
}

@ObjectType()
export class CancelImportPayload {
  @Field(() => Import, { nullable: true }) import: Import | null;
  @Field(() => [UserError]) userErrors: UserError[];
}

@Resolver()
export class ImportResolver {
  @Mutation(() => StartImportPayload, { nullable: true, description: "Announces a file; send it to `uploadUrl`." })
  async startImport(
    @Arg("input", () => StartImportInput) input: StartImportInput,
    @Ctx() { viewer, services }: UserProfileContext,
  ): Promise<StartImportPayload> {
    const person = viewer as Viewer & { kind: "person" };
    const { id, userErrors } = await services.imports.start(person, { ...input });
    if (id === undefined) return { import: null, uploadUrl: null, userErrors };
    return {
      import: await services.imports.find(person.personId, id),
      uploadUrl: services.imports.uploadUrl(id),
      userErrors,
    };
  }

  @Mutation(() => CancelImportPayload, { nullable: true, description: "Ends an import; what it had read stays." })
  async cancelImport(
    @Arg("input", () => CancelImportInput) input: CancelImportInput,
    @Ctx() { viewer, services }: UserProfileContext,
  ): Promise<CancelImportPayload> {
    const { personId } = viewer as Viewer & { kind: "person" };
    try {
      return { import: await services.imports.cancel(personId, input.importId), userErrors: [] };
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      return { import: null, userErrors: [error.toUserError()] };
    }
  }
}
