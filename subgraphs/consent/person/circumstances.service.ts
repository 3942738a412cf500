import { findRow } from "../../../shared/rows.js";
import type { EntityManager } from "typeorm";
import type { Database } from "../../../shared/database.js";
import { once, type Outcome } from "../../../shared/idempotency.js";
import type { PersonKey, PersonKeys, Place } from "../../../shared/person-keys.js";
import { personOf } from "../../../shared/viewer.js";
import type { ConsentContext } from "../context.js";
import { keyedBy } from "../keyed-mutation.js";
import type { LawfulLicences } from "../law/lawful-licences.js";
import { type Circumstances, CircumstancesRow, UNKNOWN_CIRCUMSTANCES } from "./circumstances.js";
import { resumeAll, suspendAll } from "./pause.js";
import type { PauseSharingInput, SetMyCircumstancesInput } from "./person.js";

/** What somebody says of themselves that decides which law applies. */
export class CircumstancesService {
  constructor(
    private readonly database: Database,
    private readonly keys: PersonKeys,
    private readonly lawful: LawfulLicences,
  ) {}

  of(personId: string): Promise<Circumstances> {
    return this.database.read((manager) => this.read(manager, personId));
  }

  async read(manager: EntityManager, personId: string): Promise<Circumstances> {
    const key = await this.keys.forReading(manager, personId);
    return key ? this.readWith(manager, key, personId) : UNKNOWN_CIRCUMSTANCES;
  }

  /** The same for who acts on it: nobody pauses, resumes or says otherwise until the unit of work has ended. */
  async readLocked(manager: EntityManager, personId: string): Promise<Circumstances> {
    return this.readWith(manager, await this.keys.forChanging(manager, personId), personId);
  }

  /** What is left out stays as it is; null is "not said". */
  set(context: ConsentContext, input: SetMyCircumstancesInput): Promise<{ personId?: string } & Outcome> {
    return once(this.database, keyedBy(context, "setMyCircumstances", input), async (manager) => {
      const personId = personOf(context.viewer) ?? "";
      const known = await this.readLocked(manager, personId);
      const said = {
        ...known,
        ...(input.region !== undefined && { region: input.region }),
        ...(input.isAdult !== undefined && { isAdult: input.isAdult ?? UNKNOWN_CIRCUMSTANCES.isAdult }),
      };
      await this.write(manager, personId, said);
      await this.lawful.reconcile(manager, personId, said, context.now);
      return { personId };
    });
  }

  /**
   * Pauses or resumes everything at once. Suspended licences read as none from the next operation on, their expiry
   * keeps running, and resuming restores each as it was.
   */
  pause(context: ConsentContext, input: PauseSharingInput): Promise<{ sharingPaused?: boolean } & Outcome> {
    return once(this.database, keyedBy(context, "pauseSharing", input), async (manager) => {
      const personId = personOf(context.viewer) ?? "";
      const known = await this.readLocked(manager, personId);
      await this.write(manager, personId, { ...known, sharingPaused: input.paused });
      await (input.paused ? suspendAll(manager, personId) : resumeAll(manager, personId));
      return { sharingPaused: input.paused };
    });
  }

  /** What was forbidden may be lawful once a licence says less. */
  async reconcile(manager: EntityManager, personId: string, now: Date): Promise<void> {
    await this.lawful.reconcile(manager, personId, await this.readLocked(manager, personId), now);
  }

  private async readWith(manager: EntityManager, key: PersonKey, personId: string): Promise<Circumstances> {
    const row = await findRow(manager, CircumstancesRow, { personId });
    return row ? (key.openJson(place(personId), row.sealed) as Circumstances) : UNKNOWN_CIRCUMSTANCES;
  }

  private async write(manager: EntityManager, personId: string, circumstances: Circumstances): Promise<void> {
    const key = await this.keys.forWriting(manager, personId);
    const sealed = key.sealJson(place(personId), circumstances);
    if (await manager.existsBy(CircumstancesRow, { personId })) {
      await manager.update(CircumstancesRow, { personId }, { sealed });
    } else {
      await manager.insert(CircumstancesRow, { personId, sealed });
    }
  }
}

function place(personId: string): Place {
  return { table: "circumstances", row: personId, column: "sealed" };
}
