import { Field, ID, InputType, Int, ObjectType } from "type-graphql";
import { Purpose } from "../../../shared/graphql-enums.js";
import { WebUrl } from "../../../shared/scalars.js";
import { UserError } from "../../../shared/user-error.js";
import { Brand } from "./brand.js";

@InputType()
export class RegisterBrandInput {
  @Field(() => String) name: string;
  @Field(() => String) legalName: string;
  @Field(() => String) domain: string;
  @Field(() => String) industry: string;
  @Field(() => String) postalAddress: string;
  @Field(() => String) contactEmail: string;
  @Field(() => String) country: string;
  @Field(() => WebUrl) privacyNoticeUrl: string;
  @Field(() => [Purpose]) purposes: Purpose[];
  @Field(() => ID) idempotencyKey: string;
}

@ObjectType()
export class RegisterBrandPayload {
  @Field(() => Brand, { nullable: true }) brand: Brand | null;
  @Field(() => ID, { nullable: true }) clientId: string | null;
  @Field(() => String, { nullable: true, description: "Shown once." }) clientSecret: string | null;
  @Field(() => WebUrl, { nullable: true, description: "Shown once: makes who opens it the first brand member." })
  memberInvitation: string | null;
  @Field(() => [UserError]) userErrors: UserError[];
}

@InputType()
export class SuspendBrandInput {
  @Field(() => ID) brandId: string;
  @Field(() => Boolean) suspended: boolean;
  @Field(() => String, { description: "Public." }) reason: string;
  @Field(() => ID) idempotencyKey: string;
}

@ObjectType()
export class SuspendBrandPayload {
  @Field(() => Brand, { nullable: true }) brand: Brand | null;
  @Field(() => [UserError]) userErrors: UserError[];
}

@InputType()
export class VerifyDomainInput {
  @Field(() => ID) idempotencyKey: string;
}

@ObjectType()
export class VerifyDomainPayload {
  @Field(() => Brand, { nullable: true }) brand: Brand | null;
  @Field(() => [UserError]) userErrors: UserError[];
}

@InputType()
export class MuteBrandInput {
  @Field(() => ID) brandId: string;
  @Field(() => Boolean) muted: boolean;
  @Field(() => ID) idempotencyKey: string;
}

@ObjectType()
export class MuteBrandPayload {
  @Field(() => [Brand], { nullable: true }) mutedBrands: Brand[] | null;
  @Field(() => [UserError]) userErrors: UserError[];
}

@InputType()
export class FundEscrowInput {
  @Field(() => ID) brandId: string;
  @Field(() => Int) points: number;
  @Field(() => ID) idempotencyKey: string;
}

@ObjectType()
export class FundEscrowPayload {
  @Field(() => Brand, { nullable: true }) brand: Brand | null;
  @Field(() => [UserError]) userErrors: UserError[];
}
