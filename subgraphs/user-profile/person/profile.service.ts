import type { Database } from "../../../shared/database.js";
import { once, type Outcome } from "../../../shared/idempotency.js";
import { ErrorCode, Refused } from "../../../shared/user-error.js";
import { isTimeZone } from "../vault/local-day.js";
import type { DataSourceFact } from "../vault/data-source.js";
import type { PersonProfile } from "../vault/person-profile.js";
import type { Vault } from "../vault/vault.js";
import type { DataSource } from "./person.js";

/** Large families and shared houses are below; more is a slip. */
const HOUSEHOLD_MAX = 50;

/** An order that does not depend on what was brought when. */
const bySource = (a: DataSourceFact, b: DataSourceFact): number =>
  a.source.localeCompare(b.source) || (a.device ?? "").localeCompare(b.device ?? "") || a.id.localeCompare(b.id);

export class ProfileService {
  constructor(
    private readonly database: Database,
    private readonly vault: Vault,
  ) {}

  profile(personId: string): Promise<PersonProfile> {
    return this.database.glance((manager) => this.vault.profile(manager, personId));
  }

  async sources(personId: string): Promise<DataSource[]> {
    const { sources } = await this.profile(personId);
    return [...sources].sort(bySource).map(({ fromMs, toMs, ...source }) => ({
      ...source,
      from: fromMs === null ? null : new Date(fromMs),
      to: toMs === null ? null : new Date(toMs),
    }));
  }

  /** What nobody's export says: the person says it themselves. Null takes it back. */
  async setHousehold(
    personId: string,
    principal: string,
    input: { persons: number | null; idempotencyKey: string },
    now: Date,
  ): Promise<{ changed?: boolean } & Outcome> {
    const mutation = { principal, mutation: "setMyHousehold", key: input.idempotencyKey, input, now };
    return once(this.database, mutation, async (manager) => {
      const { persons } = input;
      if (persons !== null && !(persons >= 1 && persons <= HOUSEHOLD_MAX)) {
        throw new Refused(ErrorCode.INVALID, `persons is 1 to ${HOUSEHOLD_MAX}, or null.`, ["persons"]);
      }
      const profile = await this.vault.profileToChange(manager, personId);
      delete profile.factOrigins?.["demographics.household"];
      if (persons === null) delete profile.facts["demographics.household"];
      else profile.facts["demographics.household"] = persons;
      await this.vault.saveProfile(manager, personId, profile);
      return { changed: true };
    });
  }

  /** Moves no day that is already stored (ARCHITECTURE 6). */
  async setTimeZone(
    personId: string,
    principal: string,
    input: { timeZone: string; idempotencyKey: string },
    now: Date,
  ): Promise<{ changed?: boolean } & Outcome> {
    const mutation = { principal, mutation: "setMyTimeZone", key: input.idempotencyKey, input, now };
    return once(this.database, mutation, async (manager) => {
      if (!isTimeZone(input.timeZone)) {
        throw new Refused(ErrorCode.INVALID, "timeZone is an IANA name, such as Europe/Vienna.", ["timeZone"]);
      }
      const profile = await this.vault.profileToChange(manager, personId);
      await this.vault.saveProfile(manager, personId, { ...profile, timeZone: input.timeZone });
      return { changed: true };
    });
  }
}
