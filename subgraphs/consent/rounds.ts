import { type Clock, MINUTE_MS } from "../../shared/clock.js";
import type { Log } from "../../shared/log.js";
import type { ConsentServices } from "./services.js";

const EVERY_MS = MINUTE_MS;
/** People whose rules are looked at in one round: a room of a million gets round in well under a day on a few processes. */
const PEOPLE_A_ROUND = 200;

/** What has to happen although nobody asks: levels that time changes, rules of people who do not look in, low escrows. */
export class Rounds {
  private timer: NodeJS.Timeout | null = null;
  private running: Promise<void> | null = null;

  constructor(
    private readonly services: ConsentServices,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  start(): void {
    this.timer = setInterval(() => {
      this.running ??= this.go().finally(() => {
        this.running = null;
      });
    }, EVERY_MS);
    this.timer.unref();
  }

  async stop(): Promise<void> {
    if (this.timer) clearInterval(this.timer);
    this.timer = null;
    await this.running;
    await this.services.trust.writeWithheld().catch(() => undefined); // a figure: the database may be gone already
  }

  /** One round; a part that fails is logged, and the others go on. */
  async go(): Promise<void> {
    const { trust, automaticDecisions, domainCheck, webhookDeliverer } = this.services;
    const now = this.clock();
    const parts: readonly (() => Promise<void>)[] = [
      () => trust.refreshStale(now),
      () => trust.writeWithheld(),
      () => automaticDecisions.evaluateDaily(now, PEOPLE_A_ROUND),
      () => domainCheck.lookAgain(now),
      () => webhookDeliverer.noteLowEscrows(),
    ];
    for (const part of parts) {
      await part().catch((error: unknown) => this.log.error({ err: error }, "a part of a round failed"));
    }
  }
}
