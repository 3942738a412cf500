import { Arg, Field, ID, InputType, Int, Mutation, ObjectType, Resolver } from "type-graphql";
import { notImplemented } from "../../../shared/errors.js";
import { WebUrl } from "../../../shared/scalars.js";
import { UserError } from "../../../shared/user-error.js";

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
  @Mutation(() => StartImageUploadPayload, { nullable: true, description: "Announces an offer's picture." })
  startImageUpload(@Arg("input", () => StartImageUploadInput) _input: StartImageUploadInput): StartImageUploadPayload {
    return notImplemented();
  }
}
