import { LessThan } from "typeorm";
import { SECOND_MS, type Clock } from "../../../shared/clock.js";
import type { Database } from "../../../shared/database.js";
import type { Log } from "../../../shared/log.js";
import type { Outbox } from "../../../shared/outbox.js";
import { LicenceUseRow, UseState } from "./licence-use.js";

/** How often holds are looked at: an unused price is back in escrow well within a minute. */
const PERIOD_MS = 5 * SECOND_MS;

/** A hold without an outcome is only asked after once a disclosure would long have arrived. */
const PATIENCE_MS = 30 * SECOND_MS;

/** Asks user-profile for the outcome of prices that are still held although their capability is dead; writes nothing while there are none. */
export class OutcomeAsker {
  private timer: NodeJS.Timeout | null = null;

  constructor(
    private readonly database: Database,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  start(): void {
    this.timer = setInterval(() => {
      this.ask().catch((error: unknown) => this.log.error({ err: error }, "outcomes could not be asked for"));
    }, PERIOD_MS);
    this.timer.unref();
  }

  stop(): void {
    if (this.timer) clearInterval(this.timer);
    this.timer = null;
  }

  /** True when there was something to ask. The answer is user-profile's watermark. */
  async ask(): Promise<boolean> {
    const upTo = new Date(this.clock().getTime() - PATIENCE_MS);
    const isHeld = await this.database.read((manager) =>
      manager.existsBy(LicenceUseRow, { state: UseState.HELD, expiresAt: LessThan(upTo) }),
    );
    if (!isHeld) return false;
    const payload = { upTo: upTo.toISOString() };
    await this.database.write((manager) => this.outbox.enqueue(manager, "user-profile", "outcomes-asked", payload));
    this.outbox.wake();
    return true;
  }
}
