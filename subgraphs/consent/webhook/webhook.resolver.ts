import { Arg, Args, Ctx, FieldResolver, Mutation, Resolver, Root } from "type-graphql";
import type { Connection } from "../../../shared/page.js";
import { brandOf } from "../../../shared/viewer.js";
import type { ConsentContext } from "../context.js";
import { pageOf } from "../page-request.js";
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
  @FieldResolver(() => WebhookDeliveryConnection, { description: "Newest first; closed ones stay for seven days." })
  deliveries(
    @Root() { brandId }: Webhook,
    @Args(() => DeliveriesArguments) { status = null, ...page }: DeliveriesArguments,
    @Ctx() { services, viewer }: ConsentContext,
  ): Promise<Connection<WebhookDelivery>> {
    return services.webhooks.deliveries(brandId, status, pageOf(viewer, "Webhook.deliveries", page, [brandId, status]));
  }

  @Mutation(() => SetWebhookPayload, { nullable: true, description: "Replaces the webhook that there was." })
  async setWebhook(
    @Arg("input", () => SetWebhookInput) input: SetWebhookInput,
    @Ctx() context: ConsentContext,
  ): Promise<SetWebhookPayload> {
    const { webhooks } = context.services;
    const { brandId, secret, userErrors } = await webhooks.set(context, input);
    return { webhook: brandId ? await webhooks.of(brandId) : null, secret: secret ?? null, userErrors };
  }

  @Mutation(() => RetryWebhookDeliveryPayload, { nullable: true, description: "Tries a DEAD delivery anew." })
  async retryWebhookDelivery(
    @Arg("input", () => RetryWebhookDeliveryInput) input: RetryWebhookDeliveryInput,
    @Ctx() context: ConsentContext,
  ): Promise<RetryWebhookDeliveryPayload> {
    const { webhooks } = context.services;
    const { deliveryId, userErrors } = await webhooks.retry(context, input);
    const brandId = brandOf(context.viewer) ?? "";
    return { delivery: deliveryId ? await webhooks.delivery(brandId, deliveryId) : null, userErrors };
  }
}
