import { In, type EntityManager } from "typeorm";
import type { Database } from "../../../shared/database.js";
import { clientError } from "../../../shared/errors.js";
import { lockedRow } from "../../../shared/locked-row.js";
import type { PersonKeys } from "../../../shared/person-keys.js";
import { findRow } from "../../../shared/rows.js";
import { personOf, principalOf, type Viewer } from "../../../shared/viewer.js";
import type { DisplayedOffers } from "../frequency-cap/displayed-offers.js";
import type { Display } from "../frequency-cap/displays.js";
import { PropositionIndexRow } from "../slot/proposition-index-row.js";
import { placeOf, PropositionRow, type PropositionDetail } from "../slot/proposition-row.js";
import { EVENTS_MAX } from "../slot/slot-limits.js";
import { openForStranger, sealForStranger, StrangerPropositionRow } from "../slot/stranger-proposition-row.js";
import type { PropositionEventInput } from "./proposition-event.js";
import { takeEvents } from "./take-events.js";

/** What is told of each proposition, by its id. */
type Told = ReadonlyMap<string, PropositionEventInput[]>;

interface Telling {
  audience: string;
  now: Date;
}

/** Keeps what became of propositions, as whoever was shown them tells it. */
export class PropositionEventService {
  constructor(
    private readonly database: Database,
    private readonly keys: PersonKeys,
    private readonly displayed: DisplayedOffers,
    private readonly strangerKey: Buffer,
  ) {}

  /** How many of the events were taken; the others change nothing. */
  async record(viewer: Viewer, events: readonly PropositionEventInput[], now: Date): Promise<number> {
    if (events.length > EVENTS_MAX) throw clientError("BAD_USER_INPUT", `one call takes at most ${EVENTS_MAX} events`);
    if (events.length === 0) return 0;
    const told = byProposition(events);
    const telling = { audience: principalOf(viewer), now };
    return this.database.write(async (manager) => {
      const owners = await this.ownersOf(manager, viewer, [...told.keys()]);
      let taken = 0;
      // In one order, so that two who tell of the same people do not wait for each other.
      for (const personId of [...new Set(owners.values())].sort()) {
        const own = new Map([...told].filter(([id]) => owners.get(id) === personId));
        taken += await this.ofPerson(manager, personId, own, telling);
      }
      const others = new Map([...told].filter(([id]) => !owners.has(id)));
      return taken + (await this.ofStrangers(manager, others, telling));
    });
  }

  /** Whose each of them is; a person knows only of their own, and of a stranger's there is nobody. */
  private async ownersOf(manager: EntityManager, viewer: Viewer, ids: string[]): Promise<Map<string, string>> {
    const own = personOf(viewer);
    if (own !== null) return new Map(ids.map((id) => [id, own]));
    const rows = await manager.findBy(PropositionIndexRow, { propositionId: In(ids) });
    return new Map(rows.map(({ propositionId, personId }) => [propositionId, personId]));
  }

  private async ofPerson(manager: EntityManager, personId: string, told: Told, telling: Telling): Promise<number> {
    const key = await this.keys.forChangingKept(manager, personId);
    if (!key) return 0;
    const displays: Display[] = [];
    let count = 0;
    for (const [id, events] of told) {
      const row = await findRow(manager, PropositionRow, { personId, id });
      if (!row) continue;
      const detail = key.openJson(placeOf(id), row.sealed) as PropositionDetail;
      const taken = takeEvents({ ...row, detail }, events, telling.audience, telling.now);
      if (taken.count === 0) continue;
      const sealed = key.sealJson(placeOf(id), taken.detail);
      await manager.update(PropositionRow, { personId, id }, { sealed });
      if (taken.display) displays.push(taken.display);
      count += taken.count;
    }
    await this.displayed.add(manager, key, personId, displays, telling.now);
    return count;
  }

  private async ofStrangers(manager: EntityManager, told: Told, telling: Telling): Promise<number> {
    let count = 0;
    for (const id of [...told.keys()].sort()) {
      const row = await lockedRow(manager, StrangerPropositionRow, { id });
      const detail = row && openForStranger(this.strangerKey, row);
      if (!detail) continue;
      const taken = takeEvents({ ...row, detail }, told.get(id) ?? [], telling.audience, telling.now);
      if (taken.count === 0) continue;
      const sealed = sealForStranger(this.strangerKey, id, taken.detail);
      await manager.update(StrangerPropositionRow, { id }, { sealed });
      count += taken.count;
    }
    return count;
  }
}

function byProposition(events: readonly PropositionEventInput[]): Told {
  const told = new Map<string, PropositionEventInput[]>();
  for (const event of events) {
    const known = told.get(event.propositionId);
    if (known) known.push(event);
    else told.set(event.propositionId, [event]);
  }
  return told;
}
