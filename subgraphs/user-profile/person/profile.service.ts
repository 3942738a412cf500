import type { Database } from "../../../shared/database.js";
import { once, type Outcome } from "../../../shared/idempotency.js";
import { ErrorCode, Refused } from "../../../shared/user-error.js";
import { isTimeZone } from "../vault/local-day.js";
import type { PersonProfile } from "../vault/person-profile.js";
import type { Vault } from "../vault/vault.js";
import type { DataSource } from "./person.js";

export class ProfileService {
  constructor(
    private readonly database: Database,
    private readonly vault: Vault,
  ) {}

  profile(personId: string): Promise<PersonProfile> {
    return this.database.read((manager) => this.vault.profile(manager, personId));
  }

  async sources(personId: string): Promise<DataSource[]> {
    const { sources } = await this.profile(personId);
    return sources.map(({ fromMs, toMs, ...source }) => ({
      ...source,
      from: fromMs === null ? null : new Date(fromMs),
      to: toMs === null ? null : new Date(toMs),
    }));
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
