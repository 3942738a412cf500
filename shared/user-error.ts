import { Directive, Field, ObjectType, registerEnumType } from "type-graphql";

/** Expected refusals of a mutation: data, not errors (API.graphql). */
export enum ErrorCode {
  NOT_FOUND = "NOT_FOUND",
  INVALID = "INVALID",
  STALE_TERMS = "STALE_TERMS",
  EXCHANGE_CLOSED = "EXCHANGE_CLOSED",
  NO_PLACES_LEFT = "NO_PLACES_LEFT",
  ESCROW_TOO_LOW = "ESCROW_TOO_LOW",
  ALREADY_LICENSED = "ALREADY_LICENSED",
  ALREADY_ENDED = "ALREADY_ENDED",
  TIER_LOCKED = "TIER_LOCKED",
  PURPOSE_NOT_DECLARED = "PURPOSE_NOT_DECLARED",
  SHARING_PAUSED = "SHARING_PAUSED",
  JURISDICTION_PROHIBITED = "JURISDICTION_PROHIBITED",
  AUTHORISATION_REQUIRED = "AUTHORISATION_REQUIRED",
  IDEMPOTENCY_MISMATCH = "IDEMPOTENCY_MISMATCH",
  IN_PROGRESS = "IN_PROGRESS",
  UNSUPPORTED_FORMAT = "UNSUPPORTED_FORMAT",
  TOO_LARGE = "TOO_LARGE",
  INSUFFICIENT_POINTS = "INSUFFICIENT_POINTS",
  UNKNOWN_FIELD = "UNKNOWN_FIELD",
  UNKNOWN_TRAIT = "UNKNOWN_TRAIT",
  UNKNOWN_PLACEMENT = "UNKNOWN_PLACEMENT",
  ALREADY_CLAIMED = "ALREADY_CLAIMED",
  EXPIRED = "EXPIRED",
}
registerEnumType(ErrorCode, { name: "ErrorCode", description: "Why a mutation was refused." });

@ObjectType({ description: "An expected refusal: the payload's object is null then." })
@Directive("@shareable")
export class UserError {
  @Field(() => ErrorCode) code: ErrorCode;
  @Field(() => String, { description: "A sentence for the developer who sent it." }) message: string;
  @Field(() => [String], { nullable: true, description: "The input field that it is about." }) field: string[] | null;
}

/** Thrown inside a unit of work: rolls it back and becomes the payload's `userErrors`. */
export class Refused extends Error {
  constructor(
    readonly code: ErrorCode,
    message: string,
    readonly field: readonly string[] | null = null,
  ) {
    super(message);
  }

  toUserError(): UserError {
    return { code: this.code, message: this.message, field: this.field ? [...this.field] : null };
  }
}
