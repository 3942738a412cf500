import { ArgsType, Field, ID, Int, ObjectType, registerEnumType } from "type-graphql";
import { connectionType } from "../../../shared/page.js";
import { PageArguments } from "../page-arguments.js";
import { WebhookEvent } from "./webhook.js";

export enum DeliveryStatus {
  PENDING = "PENDING",
  DELIVERED = "DELIVERED",
  DEAD = "DEAD",
}
registerEnumType(DeliveryStatus, { name: "DeliveryStatus", description: "DEAD is not tried again by itself." });

@ObjectType({ description: "One event on its way to a brand's webhook." })
export class WebhookDelivery {
  @Field(() => ID) id: string;
  @Field(() => WebhookEvent) event: WebhookEvent;
  @Field(() => Date) at: Date;
  @Field(() => DeliveryStatus) status: DeliveryStatus;
  @Field(() => Int) attempts: number;
  @Field(() => Date, { nullable: true }) nextAttemptAt: Date | null;
  @Field(() => Int, { nullable: true, description: "What the brand's server last answered." })
  httpStatus: number | null;
}

export const WebhookDeliveryConnection = connectionType("WebhookDelivery", () => WebhookDelivery);

@ArgsType()
export class DeliveriesArguments extends PageArguments {
  @Field(() => DeliveryStatus, { nullable: true }) status?: DeliveryStatus | null;
}
