import { Field, ID, InputType, ObjectType } from "type-graphql";
import { WebUrl } from "../../../shared/scalars.js";
import { UserError } from "../../../shared/user-error.js";
import { PartnerApp } from "./partner-app.js";

@InputType()
export class LinkPartnerAppInput {
  @Field(() => String) assertion: string;
  @Field(() => ID) idempotencyKey: string;
}

@ObjectType()
export class LinkPartnerAppPayload {
  @Field(() => [PartnerApp], { nullable: true }) partnerApps: PartnerApp[] | null;
  @Field(() => [UserError]) userErrors: UserError[];
}

@InputType()
export class UnlinkPartnerAppInput {
  @Field(() => ID) partnerAppId: string;
  @Field(() => ID) idempotencyKey: string;
}

@ObjectType()
export class UnlinkPartnerAppPayload {
  @Field(() => [PartnerApp], { nullable: true }) partnerApps: PartnerApp[] | null;
  @Field(() => [UserError]) userErrors: UserError[];
}

@InputType()
export class RegisterPartnerAppInput {
  @Field(() => String) name: string;
  @Field(() => [WebUrl]) origins: string[];
  @Field(() => [String]) placements: string[];
  @Field(() => ID) idempotencyKey: string;
}

@ObjectType()
export class RegisterPartnerAppPayload {
  @Field(() => PartnerApp, { nullable: true }) partnerApp: PartnerApp | null;
  @Field(() => String, { nullable: true }) publishableKey: string | null;
  @Field(() => String, { nullable: true, description: "Shown once." }) secretKey: string | null;
  @Field(() => [UserError]) userErrors: UserError[];
}
