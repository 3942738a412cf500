import type { Database } from "../../../shared/database.js";
import { generaliseBirthYear } from "../generalise/birth-year.js";
import { generaliseHomeArea } from "../generalise/home-area.js";
import { generaliseNumber, type NumberRange } from "../generalise/number-range.js";
import type { Grant } from "../licensing/access.js";
import type { FactField, FactValues } from "../observation.js";
import { leaveValue } from "./leaving.js";
import type { FieldRead } from "./licensed-field.js";
import type { VaultReader } from "./vault-reader.js";
import type { Place } from "./values.js";

/** Reads granted facts, which are said once of somebody and have no time; a period or a history does not cut them. */
export class FactReader {
  constructor(
    private readonly database: Database,
    private readonly vault: VaultReader,
  ) {}

  /** A fact that has no coarser form than itself. */
  async fact<F extends FactField>(read: FieldRead, field: F): Promise<FactValues[F] | null> {
    return leaveValue(read, await this.tell(read.grant, field));
  }

  async birthYear(read: FieldRead): Promise<NumberRange | null> {
    return leaveValue(read, await this.tellBirthYear(read.grant, read.context.now));
  }

  async household(read: FieldRead): Promise<NumberRange | null> {
    return leaveValue(read, await this.tellHousehold(read.grant));
  }

  async homeArea(read: FieldRead): Promise<Place | null> {
    return leaveValue(read, await this.tellHomeArea(read.grant));
  }

  tell<F extends FactField>({ personId }: Grant, field: F): Promise<FactValues[F] | null> {
    return this.database.glance((manager) => this.vault.fact(manager, personId, field));
  }

  async tellBirthYear(grant: Grant, now: Date): Promise<NumberRange | null> {
    const year = await this.tell(grant, "demographics.birthYear");
    return year === null ? null : generaliseBirthYear(grant, year, now);
  }

  async tellHousehold(grant: Grant): Promise<NumberRange | null> {
    const persons = await this.tell(grant, "demographics.household");
    return persons === null ? null : generaliseNumber("demographics.household", grant, persons);
  }

  async tellHomeArea(grant: Grant): Promise<Place | null> {
    const area = await this.tell(grant, "demographics.homeArea");
    return area === null ? null : generaliseHomeArea(grant.precision, area);
  }
}
