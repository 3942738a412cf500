import { In, LessThanOrEqual, type EntityManager } from "typeorm";
import { MINUTE_MS, type Clock } from "../../../shared/clock.js";
import type { Database } from "../../../shared/database.js";
import type { Log } from "../../../shared/log.js";
import type { Funding } from "../funding/funding.js";
import { OfferStatus } from "./offer-status.js";
import { nextVersion } from "./offer-version.js";
import { Offer } from "./offer.js";

/** A brand has what is left of a budget back within so long after its offer's end. */
const EVERY_MS = MINUTE_MS;
const BATCH = 100;

/** Ends offers: those that their brand ends, and those whose time is over. Any number of processes may look for them. */
export class OfferEnding {
  private timer: NodeJS.Timeout | null = null;
  private running: Promise<unknown> | null = null;

  constructor(
    private readonly database: Database,
    private readonly funding: Funding,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  /** False, and nothing has changed, when the offer is no longer what it was taken for. */
  async end(manager: EntityManager, { id, status }: Pick<Offer, "id" | "status">): Promise<boolean> {
    const version = await nextVersion(manager);
    const ended = { status: OfferStatus.ENDED, fundingProblem: null, version };
    const { affected } = await manager.update(Offer, { id, status }, ended);
    if (affected !== 1) return false;
    await this.funding.giveBack(manager, id);
    return true;
  }

  /** Ends what was to end by now. */
  async endOverdue(): Promise<void> {
    const endsAt = LessThanOrEqual(this.clock());
    const status = In([OfferStatus.LIVE, OfferStatus.PAUSED]);
    for (let isMore = true; isMore;) {
      const overdue = await this.database.read((manager) =>
        manager.find(Offer, { select: { id: true, status: true }, where: { status, endsAt }, take: BATCH }),
      );
      for (const offer of overdue) await this.database.write((manager) => this.end(manager, offer));
      isMore = overdue.length === BATCH;
    }
    this.funding.wake();
  }

  start(): void {
    this.timer = setInterval(() => this.begin(), EVERY_MS);
    this.timer.unref();
  }

  async stop(): Promise<void> {
    if (this.timer) clearInterval(this.timer);
    this.timer = null;
    await this.running;
  }

  private begin(): void {
    this.running = this.endOverdue().catch((error: unknown) =>
      this.log.error({ err: error }, "offers that are over were not ended"),
    );
  }
}
