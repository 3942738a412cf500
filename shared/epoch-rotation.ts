import { LessThan, type EntityManager } from "typeorm";
import { HOUR_MS, type Clock } from "./clock.js";
import type { Database } from "./database.js";
import { EPOCH_MS } from "./epoch-keys.js";
import type { Log } from "./log.js";
import { PersonKeyRow, type PersonKeys } from "./person-keys.js";

const EVERY_MS = HOUR_MS;

/** Rows that one unit of work wraps anew: others wait some 10 ms for it. */
const BATCH = 200;

/**
 * Begins a new epoch when the last is old enough, wraps every living person's key with it, and destroys the keys of
 * epochs that are over. A stop in between leaves nothing half done: what is not wrapped anew is the next time's.
 */
export class EpochRotation {
  private timer: NodeJS.Timeout | null = null;
  private running: Promise<void> | null = null;
  private isStopping = false;

  constructor(
    private readonly database: Pick<Database, "read" | "write">,
    private readonly keys: PersonKeys,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  start(): void {
    this.timer = setInterval(() => this.begin(), EVERY_MS);
    this.timer.unref();
    this.begin();
  }

  async stop(): Promise<void> {
    if (this.timer) clearInterval(this.timer);
    this.timer = null;
    this.isStopping = true;
    await this.running;
  }

  async rotate(): Promise<void> {
    const { epochs } = this.keys;
    const now = this.clock();
    epochs.reload();
    if (now.getTime() - epochs.current.beganAt.getTime() >= EPOCH_MS) epochs.beginNext(now);
    await this.wrapAnew();
    for (const epoch of epochs.retired(now)) await this.retire(epoch);
  }

  /** The key goes when no living person needs it any more. */
  private async retire(epoch: number): Promise<void> {
    if (this.isStopping) return;
    const isNeeded = await this.database.read((manager) => manager.existsBy(PersonKeyRow, { epoch }));
    if (isNeeded) this.log.error({ epoch }, "keys of an epoch that is over could not be wrapped anew; it is kept");
    else this.keys.epochs.destroy(epoch);
  }

  private async wrapAnew(): Promise<void> {
    const current = this.keys.epochs.current.number;
    let after = "";
    for (let isMore = true; isMore && !this.isStopping;) {
      const rows = await this.database.read((manager) => older(manager, current, after));
      if (rows.length > 0) await this.database.write((manager) => this.wrap(manager, rows));
      after = rows.at(-1)?.personId ?? after;
      isMore = rows.length === BATCH;
    }
  }

  /** Guarded: a key that was destroyed meanwhile stays so. */
  private async wrap(manager: EntityManager, rows: readonly PersonKeyRow[]): Promise<void> {
    for (const row of rows) {
      const anew = this.keys.wrappedAnew(row);
      if (!anew) continue;
      const { personId, epoch, version } = row;
      await manager.update(PersonKeyRow, { personId, epoch, version }, anew);
    }
  }

  private begin(): void {
    this.running ??= this.rotate()
      .catch((error: unknown) => this.log.error({ err: error }, "keys were not wrapped anew"))
      .finally(() => {
        this.running = null;
      });
  }
}

function older(manager: EntityManager, current: number, after: string): Promise<PersonKeyRow[]> {
  return manager
    .createQueryBuilder(PersonKeyRow, "k")
    .where({ epoch: LessThan(current) })
    .andWhere("k.personId > :after", { after })
    .orderBy("k.personId")
    .take(BATCH)
    .getMany();
}
