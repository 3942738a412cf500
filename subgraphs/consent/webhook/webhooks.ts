import { findRow } from "../../../shared/rows.js";
import type { EntityManager } from "typeorm";
import type { Database } from "../../../shared/database.js";
import { newId, type RandomBytes } from "../../../shared/identifier.js";
import { once, type Outcome } from "../../../shared/idempotency.js";
import type { Connection, PageRequest, Pages } from "../../../shared/page.js";
import type { RoomSeal } from "../../../shared/room-seal.js";
import { ErrorCode, Refused } from "../../../shared/user-error.js";
import { brandOf } from "../../../shared/viewer.js";
import type { ConsentContext } from "../context.js";
import { keyedBy } from "../keyed-mutation.js";
import { before } from "../page-clause.js";
import { invalid } from "../text-check.js";
import { DeliveryStatus, type WebhookDelivery } from "./webhook-delivery.js";
import type { RetryWebhookDeliveryInput, SetWebhookInput } from "./webhook-mutations.js";
import { WebhookDeliveryRow, WebhookRow } from "./webhook-row.js";
import { newWebhookSecret } from "./webhook-signature.js";
import type { Webhook, WebhookEvent } from "./webhook.js";

/** What servers and proxies carry without cutting. */
const URL_MAX = 2_000;

export interface Telling {
  brandId: string;
  event: WebhookEvent;
  licenceId: string | null;
}

/** Where brands want to be told, and what is to be told them; the deliverer carries it. */
export class Webhooks {
  constructor(
    private readonly database: Database,
    private readonly pages: Pages,
    private readonly seal: RoomSeal,
    private readonly random: RandomBytes,
  ) {}

  /** In the unit of work in which it happens. Nothing is kept for who did not ask to be told. */
  async tell(manager: EntityManager, { brandId, event, licenceId }: Telling, now: Date): Promise<void> {
    const webhook = await findRow(manager, WebhookRow, { brandId });
    if (!webhook?.events.includes(event)) return;
    await manager.insert(WebhookDeliveryRow, {
      ...{ id: newId(now, this.random), brandId, event, licenceId, createdAt: now, nextAttemptAt: now },
      ...{ status: DeliveryStatus.PENDING, attempts: 0, httpStatus: null, closedAt: null },
    });
  }

  set(context: ConsentContext, input: SetWebhookInput): Promise<{ brandId?: string; secret?: string } & Outcome> {
    return once(this.database, keyedBy(context, "setWebhook", input), async (manager) => {
      checkUrl(input.url);
      const brandId = brandOf(context.viewer) ?? "";
      const secret = newWebhookSecret(this.random);
      await manager.delete(WebhookRow, { brandId });
      const events = [...new Set(input.events)];
      await manager.insert(WebhookRow, {
        ...{ brandId, url: input.url, events, escrowLowAt: null },
        secret: this.seal.seal(placeOfSecret(brandId), secret),
      });
      return { brandId, secret };
    });
  }

  secretOf({ brandId, secret }: WebhookRow): string {
    return this.seal.open(placeOfSecret(brandId), secret);
  }

  async of(brandId: string): Promise<Webhook | null> {
    const row = await this.database.read((manager) => manager.findOneBy(WebhookRow, { brandId }));
    return row && { brandId, url: row.url, events: row.events };
  }

  deliveries(
    brandId: string,
    status: DeliveryStatus | null,
    request: PageRequest,
  ): Promise<Connection<WebhookDelivery>> {
    const window = this.pages.window(request);
    return this.database.read(async (manager) => {
      const query = manager.createQueryBuilder(WebhookDeliveryRow, "d").where({ brandId, ...(status && { status }) });
      const rows = await before(query, "d", "createdAt", "id", window).getMany();
      return this.pages.connection(request, rows.map(deliveryOf), ({ at, id }) => ({ atMs: at.getTime(), id }));
    });
  }

  /** Only what was given up: everything else is tried by itself. */
  retry(context: ConsentContext, input: RetryWebhookDeliveryInput): Promise<{ deliveryId?: string } & Outcome> {
    return once(this.database, keyedBy(context, "retryWebhookDelivery", input), async (manager) => {
      const { deliveryId } = input;
      const own = { id: deliveryId, brandId: brandOf(context.viewer) ?? "" };
      if (!(await manager.existsBy(WebhookDeliveryRow, own))) {
        throw new Refused(ErrorCode.NOT_FOUND, "There is no such delivery.", ["deliveryId"]);
      }
      const again = { status: DeliveryStatus.PENDING, nextAttemptAt: context.now, attempts: 0, closedAt: null };
      const changed = await manager.update(WebhookDeliveryRow, { ...own, status: DeliveryStatus.DEAD }, again);
      if (changed.affected !== 1) throw invalid("Only a DEAD delivery is tried again by hand.", "deliveryId");
      return { deliveryId };
    });
  }

  async delivery(brandId: string, id: string): Promise<WebhookDelivery | null> {
    const row = await this.database.read((manager) => manager.findOneBy(WebhookDeliveryRow, { id, brandId }));
    return row && deliveryOf(row);
  }
}

function deliveryOf(row: WebhookDeliveryRow): WebhookDelivery {
  const { id, event, createdAt: at, status, attempts, nextAttemptAt, httpStatus } = row;
  return { id, event, at, status, attempts, nextAttemptAt, httpStatus };
}

function checkUrl(text: string): void {
  const { protocol, username, password } = new URL(text);
  if (protocol !== "https:") throw invalid("A webhook stands under https.", "url");
  if (username || password) throw invalid("A webhook's URL carries no credentials: every message is signed.", "url");
  if (text.length > URL_MAX) throw invalid(`A URL has at most ${URL_MAX} characters.`, "url");
}

function placeOfSecret(brandId: string): string {
  return `webhook/${brandId}`;
}
