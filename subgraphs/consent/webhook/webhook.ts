import { Field, ObjectType, registerEnumType } from "type-graphql";
import { WebUrl } from "../../../shared/scalars.js";

export enum WebhookEvent {
  LICENCE_GRANTED = "LICENCE_GRANTED",
  LICENCE_NARROWED = "LICENCE_NARROWED",
  LICENCE_ENDED = "LICENCE_ENDED",
  ERASURE_REQUESTED = "ERASURE_REQUESTED",
  ESCROW_LOW = "ESCROW_LOW",
}
registerEnumType(WebhookEvent, { name: "WebhookEvent", description: "What a brand can be told of." });

@ObjectType({ description: "Where a brand is told of what happens, after the Standard Webhooks; never a value." })
export class Webhook {
  @Field(() => WebUrl) url: string;
  @Field(() => [WebhookEvent]) events: WebhookEvent[];
  /** Whose it is, for the resolver; not part of the schema. */
  brandId: string;
}
