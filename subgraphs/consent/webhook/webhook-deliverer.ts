import type { EntityManager } from "typeorm";
import { type Clock, HOUR_MS, MINUTE_MS, SECOND_MS } from "../../../shared/clock.js";
import type { Database } from "../../../shared/database.js";
import type { Log } from "../../../shared/log.js";
import { changedRows, rowsOf } from "../guarded-update.js";
import { LicenceIndexRow } from "../licence/licence-index.js";
import { Licence } from "../licence/licence.js";
import type { LicenceText } from "../licence/licence-text.js";
import type { Outbound } from "../outbound/outbound.js";
import { DeliveryStatus } from "./webhook-delivery.js";
import { WebhookDeliveryRow, WebhookRow } from "./webhook-row.js";
import { webhookHeaders } from "./webhook-signature.js";
import type { Webhooks } from "./webhooks.js";
import { WebhookEvent } from "./webhook.js";

const EVERY_MS = SECOND_MS;
/** Deliveries taken up together: a slow brand holds nobody else up for longer than one deadline. */
const BATCH = 20;
/** Whoever takes a delivery up and dies with it leaves it for this long: longer than the deadline of an attempt. */
const TAKEN_FOR_MS = 30 * SECOND_MS;

/** The schedule that Standard Webhooks 1.0 suggests, the first attempt aside; after the last it is DEAD. */
const RETRY_AFTER_MS: readonly number[] = [
  5 * SECOND_MS,
  5 * MINUTE_MS,
  30 * MINUTE_MS,
  2 * HOUR_MS,
  5 * HOUR_MS,
  10 * HOUR_MS,
  14 * HOUR_MS,
  20 * HOUR_MS,
  24 * HOUR_MS,
];
/** "Gone" asks to be told no more. */
const GONE = 410;

/** An escrow is low when it holds less than this share of what it was last funded with. */
const LOW_SHARE = 10;

/** Carries deliveries to brands: any number of processes, each taking up what no other holds. */
export class WebhookDeliverer {
  private timer: NodeJS.Timeout | null = null;
  private running: Promise<void> | null = null;

  constructor(
    private readonly database: Database,
    private readonly webhooks: Webhooks,
    private readonly text: LicenceText,
    private readonly outbound: Outbound,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  start(): void {
    this.timer = setInterval(() => this.begin(), EVERY_MS);
    this.timer.unref();
  }

  async stop(): Promise<void> {
    if (this.timer) clearInterval(this.timer);
    this.timer = null;
    await this.running?.catch(() => undefined); // told already
  }

  /** Attempts all that is due, behind what is being attempted; returns when each has been answered or has failed. */
  async deliverDue(): Promise<void> {
    while (this.running) await this.running;
    this.running = this.attemptAll().finally(() => {
      this.running = null;
    });
    await this.running;
  }

  private async attemptAll(): Promise<void> {
    for (;;) {
      const due = await this.due();
      const taken = await Promise.all(due.map((row) => this.attempt(row)));
      if (!taken.includes(true)) return;
    }
  }

  private begin(): void {
    if (this.running) return;
    this.deliverDue().catch((error: unknown) => this.log.error({ err: error }, "webhooks could not be delivered"));
  }

  private due(): Promise<WebhookDeliveryRow[]> {
    return this.database.read((manager) =>
      manager
        .createQueryBuilder(WebhookDeliveryRow, "d")
        .where("d.status = :status AND d.nextAttemptAt <= :now", {
          status: DeliveryStatus.PENDING,
          now: this.clock().getTime(),
        })
        .orderBy("d.nextAttemptAt")
        .take(BATCH)
        .getMany(),
    );
  }

  /** False where another process had taken it up. */
  private async attempt(row: WebhookDeliveryRow): Promise<boolean> {
    const now = this.clock();
    const taken = await this.database.write((manager) =>
      changedRows(
        manager,
        "UPDATE webhook_delivery SET nextAttemptAt = ?, attempts = attempts + 1 WHERE id = ? AND status = 'PENDING' AND nextAttemptAt = ?",
        [now.getTime() + TAKEN_FOR_MS, row.id, row.nextAttemptAt?.getTime() ?? 0],
      ),
    );
    if (taken !== 1) return false;
    const httpStatus = await this.send(row, now);
    await this.note(row, httpStatus, this.clock());
    return true;
  }

  /** Null: nothing came back. */
  private async send(row: WebhookDeliveryRow, at: Date): Promise<number | null> {
    try {
      const message = await this.database.read(async (manager) => {
        const webhook = await manager.findOneBy(WebhookRow, { brandId: row.brandId });
        return webhook && { webhook, body: await this.bodyOf(manager, row) };
      });
      if (!message) return GONE; // the brand has none any more
      const { webhook, body } = message;
      const headers = webhookHeaders(this.webhooks.secretOf(webhook), { id: row.id, at, body });
      return (await this.outbound.send({ method: "POST", url: webhook.url, headers, body })).status;
    } catch (error) {
      this.log.info({ err: error, brand: row.brandId }, "a webhook was not answered");
      return null;
    }
  }

  private async note({ id, attempts }: WebhookDeliveryRow, httpStatus: number | null, now: Date): Promise<void> {
    const isDelivered = httpStatus !== null && httpStatus >= 200 && httpStatus < 300;
    const waitMs = httpStatus === GONE ? undefined : RETRY_AFTER_MS[attempts];
    const next = isDelivered || waitMs === undefined ? null : now.getTime() + waitMs;
    const status = isDelivered ? "DELIVERED" : next === null ? "DEAD" : "PENDING";
    await this.database.write((manager) =>
      changedRows(
        manager,
        "UPDATE webhook_delivery SET status = ?, httpStatus = ?, nextAttemptAt = ?, closedAt = ? WHERE id = ? AND status = 'PENDING'",
        [status, httpStatus, next, next === null ? now.getTime() : null, id],
      ),
    );
  }

  /** HTTP.md: `{ type, at, data: { licenceId, ref, state } }`, never a value. */
  private async bodyOf(manager: EntityManager, { event, createdAt, licenceId }: WebhookDeliveryRow): Promise<string> {
    const entry = licenceId === null ? null : await manager.findOneBy(LicenceIndexRow, { licenceId });
    const licence = entry && (await manager.findOneBy(Licence, { personId: entry.personId, id: entry.licenceId }));
    const data = licence ? { licenceId, ref: licence.ref, state: await this.text.state(manager, licence) } : {};
    return JSON.stringify({ type: event, at: createdAt.toISOString(), data });
  }

  /** Once for each time that a brand was funded. */
  async noteLowEscrows(): Promise<void> {
    const now = this.clock();
    const low = await this.database.read((manager) =>
      rowsOf<{ brandId: string; fundedAt: number | string }>(
        manager,
        "SELECT w.brandId, t.createdAt AS fundedAt FROM webhook w JOIN brand b ON b.id = w.brandId JOIN account a ON a.id = b.escrowAccountId " +
          "JOIN transfer t ON t.creditAccountId = a.id AND t.kind = 'FUNDING' AND t.createdAt = " +
          "(SELECT MAX(l.createdAt) FROM transfer l WHERE l.creditAccountId = a.id AND l.kind = 'FUNDING') " +
          `WHERE a.balance * ${LOW_SHARE} < t.points AND (w.escrowLowAt IS NULL OR w.escrowLowAt < t.createdAt)`,
        [],
      ),
    );
    for (const { brandId, fundedAt } of low) {
      await this.database.write(async (manager) => {
        const noted = await changedRows(
          manager,
          "UPDATE webhook SET escrowLowAt = ? WHERE brandId = ? AND (escrowLowAt IS NULL OR escrowLowAt < ?)",
          [now.getTime(), brandId, Number(fundedAt)],
        );
        const telling = { brandId, event: WebhookEvent.ESCROW_LOW, licenceId: null };
        if (noted === 1) await this.webhooks.tell(manager, telling, now);
      });
    }
  }
}
