import type { EntityManager } from "typeorm";
import type { PersonKey, PersonKeys, Place } from "../../../shared/person-keys.js";
import { findRow, insertRow } from "../../../shared/rows.js";
import { DisplayedOffersRow } from "./displayed-offers-row.js";
import { withDisplay, type Display, type Displays } from "./displays.js";

/** What frequency caps are counted by: displays to one person, whoever showed them. */
export class DisplayedOffers {
  constructor(private readonly keys: PersonKeys) {}

  async of(manager: EntityManager, personId: string): Promise<Displays> {
    const row = await findRow(manager, DisplayedOffersRow, { personId });
    const key = row && (await this.keys.forReading(manager, personId));
    return row && key ? open(key, row) : {};
  }

  /** `key` is the person's, held for changing. */
  async add(
    manager: EntityManager,
    key: PersonKey,
    personId: string,
    added: readonly Display[],
    now: Date,
  ): Promise<void> {
    if (added.length === 0) return;
    const row = await findRow(manager, DisplayedOffersRow, { personId });
    const known: Displays = row ? open(key, row) : {};
    const displays = added.reduce((sum, display) => withDisplay(sum, display, now.getTime()), known);
    const sealed = key.sealJson(placeOf(personId), displays);
    if (row) await manager.update(DisplayedOffersRow, { personId }, { sealed });
    else await insertRow(manager, DisplayedOffersRow, { personId, sealed });
  }
}

function open(key: PersonKey, { personId, sealed }: DisplayedOffersRow): Displays {
  return key.openJson(placeOf(personId), sealed) as Displays;
}

function placeOf(personId: string): Place {
  return { table: "displayed_offers", row: personId, column: "sealed" };
}
