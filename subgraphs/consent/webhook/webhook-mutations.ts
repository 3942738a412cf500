import { Field, ID, InputType, ObjectType } from "type-graphql";
import { WebUrl } from "../../../shared/scalars.js";
import { UserError } from "../../../shared/user-error.js";
import { Webhook, WebhookEvent } from "./webhook.js";
import { WebhookDelivery } from "./webhook-delivery.js";

@InputType()
export class SetWebhookInput {
  @Field(() => WebUrl) url: string;
  @Field(() => [WebhookEvent]) events: WebhookEvent[];
  @Field(() => ID) idempotencyKey: string;
}

@ObjectType()
export class SetWebhookPayload {
  @Field(() => Webhook, { nullable: true }) webhook: Webhook | null;
  @Field(() => String, { nullable: true, description: "Shown once." }) secret: string | null;
  @Field(() => [UserError]) userErrors: UserError[];
}

@InputType()
export class RetryWebhookDeliveryInput {
  @Field(() => ID) deliveryId: string;
  @Field(() => ID) idempotencyKey: string;
}

@ObjectType()
export class RetryWebhookDeliveryPayload {
  @Field(() => WebhookDelivery, { nullable: true }) delivery: WebhookDelivery | null;
  @Field(() => [UserError]) userErrors: UserError[];
}
