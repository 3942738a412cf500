import { Arg, Args, FieldResolver, Mutation, Resolver } from "type-graphql";
import { notImplemented } from "../../../shared/errors.js";
import type { Connection } from "../../../shared/page.js";
import { DeliveriesArguments, type WebhookDelivery, WebhookDeliveryConnection } from "./webhook-delivery.js";
import {
  RetryWebhookDeliveryInput,
  RetryWebhookDeliveryPayload,
  SetWebhookInput,
  SetWebhookPayload,
} from "./webhook-mutations.js";
import { Webhook } from "./webhook.js";

@Resolver(() => Webhook)
export class WebhookResolver {
  @FieldResolver(() => WebhookDeliveryConnection)
  deliveries(@Args(() => DeliveriesArguments) _page: DeliveriesArguments): Connection<WebhookDelivery> {
    return notImplemented();
  }

  @Mutation(() => SetWebhookPayload, { nullable: true, description: "Replaces the webhook that there was." })
  setWebhook(@Arg("input", () => SetWebhookInput) _input: SetWebhookInput): SetWebhookPayload {
    return notImplemented();
  }

  @Mutation(() => RetryWebhookDeliveryPayload, { nullable: true, description: "Tries a DEAD delivery once more." })
  retryWebhookDelivery(
    @Arg("input", () => RetryWebhookDeliveryInput) _input: RetryWebhookDeliveryInput,
  ): RetryWebhookDeliveryPayload {
    return notImplemented();
  }
}
