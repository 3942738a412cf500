import { IsNull, LessThan, type EntityManager } from "typeorm";
import { canonicalJson } from "../../../shared/canonical-json.js";
import { type Clock, MINUTE_MS, SECOND_MS } from "../../../shared/clock.js";
import { commitmentOf } from "../../../shared/commitment.js";
import type { Database } from "../../../shared/database.js";
import type { Log } from "../../../shared/log.js";
import type { Outbox } from "../../../shared/outbox.js";
import type { PersonKeys } from "../../../shared/person-keys.js";
import { findRow } from "../../../shared/rows.js";
import { DisclosureByBrandRow, type DisclosureDetail, DisclosureRow } from "./disclosure.js";
import { place } from "./disclosure.service.js";

const EVERY_MS = 2 * SECOND_MS;
/** Longer than a capability and every deadline behind it; a choice of offers is told within it unless a room is down. */
const CLOSES_AFTER_MS = MINUTE_MS;
/** One event's worth: some 60 kB. */
const BATCH = 500;

/**
 * Closes disclosures that nothing can be added to any more, and tells consent of each by a commitment: a salted hash
 * that only who has the row and the person's key can make again. Any number of processes may run one.
 */
export class DisclosureCloser {
  private timer: NodeJS.Timeout | null = null;
  private running: Promise<void> | null = null;

  constructor(
    private readonly database: Database,
    private readonly keys: PersonKeys,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  start(): void {
    this.timer = setInterval(() => {
      this.running ??= this.closeAll()
        .catch((error: unknown) => this.log.error({ err: error }, "disclosures could not be closed"))
        .finally(() => {
          this.running = null;
        });
    }, EVERY_MS);
    this.timer.unref();
  }

  async stop(): Promise<void> {
    if (this.timer) clearInterval(this.timer);
    this.timer = null;
    await this.running;
  }

  /** Until none is left that may be closed. */
  async closeAll(): Promise<void> {
    for (;;) {
      const openSince = LessThan(new Date(this.clock().getTime() - CLOSES_AFTER_MS));
      // From the global table: the rows themselves lie with their people.
      const due = await this.database.read((manager) =>
        manager.find(DisclosureByBrandRow, { where: { openSince }, take: BATCH }),
      );
      if (due.length === 0) return;
      await this.database.write((manager) => this.close(manager, due));
      this.outbox.wake();
    }
  }

  private async close(manager: EntityManager, due: readonly DisclosureByBrandRow[]): Promise<void> {
    const disclosures: { brand: string; at: string; commitment: string }[] = [];
    for (const { brandId, disclosureId, personId } of due) {
      await manager.update(DisclosureByBrandRow, { brandId, disclosureId }, { openSince: null });
      const row = await findRow(manager, DisclosureRow, { personId, id: disclosureId });
      const commitment = row && (await this.commitmentOf(manager, row));
      if (!row || !commitment) continue; // its person was erased meanwhile
      // Guarded: of two processes, one closes it.
      const open = { personId, id: disclosureId, commitment: IsNull() };
      const { affected } = await manager.update(DisclosureRow, open, { commitment });
      if (affected === 1) disclosures.push({ brand: brandId, at: row.at.toISOString(), commitment });
    }
    if (disclosures.length > 0) await this.outbox.enqueue(manager, "consent", "disclosures-closed", { disclosures });
  }

  private async commitmentOf(manager: EntityManager, row: DisclosureRow): Promise<string | null> {
    const key = await this.keys.forReading(manager, row.personId);
    if (!key) return null;
    const { id, operation, licenceId, kind, brandId, purpose, points, at, sealed } = row;
    const detail = key.openJson(place(id), sealed) as DisclosureDetail;
    const said = { id, operation, licence: licenceId, kind, brand: brandId, purpose, points, at: at.toISOString() };
    const content = canonicalJson({ ...said, detail });
    const salt = Buffer.from(key.mark({ table: "disclosure", row: id, column: "salt" }, "log"), "base64url");
    return commitmentOf(salt, content);
  }
}
