import { Arg, Ctx, Field, ID, InputType, Int, Mutation, ObjectType, Resolver } from "type-graphql";
import { WebUrl } from "../../../shared/scalars.js";
import { UserError } from "../../../shared/user-error.js";
import type { OffersContext } from "../context.js";

@InputType({ description: "The picture is then sent with PUT to `uploadUrl` and the brand's own bearer token." })
export class StartImageUploadInput {
  @Field(() => Int, { description: "The picture's size; no more than this is taken." }) bytes: number;
  @Field(() => ID) idempotencyKey: string;
}

@ObjectType()
export class StartImageUploadPayload {
  @Field(() => ID, { nullable: true, description: "For `createOffer`." }) imageUpload: string | null;
  @Field(() => WebUrl, { nullable: true }) uploadUrl: string | null;
  @Field(() => [UserError]) userErrors: UserError[];
}

@Resolver()
export class ImageUploadResolver {
  @Mutation(() => StartImageUploadPayload, {
    nullable: true,
    description:
      "Announces an offer's picture: PNG, JPEG or WebP, 300 kB, 4096 by 4096 and 8 million pixels at most. What it carries beside the picture is not kept, colour profiles included: send sRGB.",
  })
  async startImageUpload(
    @Arg("input", () => StartImageUploadInput) input: StartImageUploadInput,
    @Ctx() context: OffersContext,
  ): Promise<StartImageUploadPayload> {
    const { images } = context.services;
    const { id, userErrors } = await images.start(context, input);
    return { imageUpload: id ?? null, uploadUrl: id === undefined ? null : images.urlOf(id), userErrors };
  }
}
