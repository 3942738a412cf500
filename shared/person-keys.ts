import { createHmac } from "node:crypto";
import { LRUCache } from "lru-cache";
import { Entity, Index, type EntityManager } from "typeorm";
import { CountColumn, PrimaryIdColumn, SealedColumn } from "./columns.js";
import type { Database } from "./database.js";
import { EpochKeys, retirementOf, type KeyEncryptionKeys } from "./epoch-keys.js";
import { erasedPerson, ErasedPersonRow, PersonErasedError, personHash } from "./erased-person.js";
import { systemRandom } from "./identifier.js";
import { insertOnce } from "./insert-once.js";
import { lockedRow } from "./locked-row.js";
import { hasOneWriter } from "./one-writer.js";
import { findRow } from "./rows.js";
import { seal, SEAL_KEY_BYTES, unseal } from "./seal.js";
import { deriveKey } from "./secrets.js";

/** A room's key of one person, wrapped by the epoch key that stands outside the database: destroy that, and the person's rows are noise. */
@Entity("person_key")
@Index("person_key_of_epoch", ["epoch"])
export class PersonKeyRow {
  @PrimaryIdColumn() personId: string;
  @CountColumn() epoch: number;
  @CountColumn() version: number;
  @SealedColumn() wrapped: Buffer;
}

/** Where a sealed value stands; a ciphertext moved to another person, row or column opens nowhere. */
export interface Place {
  table: string;
  row: string;
  column: string;
}

export class PersonKey {
  constructor(
    private readonly personId: string,
    private readonly version: number,
    private readonly key: Buffer,
  ) {}

  seal(place: Place, plaintext: Buffer): Buffer {
    return seal(this.key, this.associatedData(place), plaintext);
  }

  /** Throws when the bytes are not what was sealed here: altered data is a fault, never a value. */
  open(place: Place, sealed: Uint8Array): Buffer {
    const plaintext = unseal(this.key, this.associatedData(place), Buffer.from(sealed));
    if (!plaintext) throw new Error(`a sealed value of ${place.table}.${place.column} does not open`);
    return plaintext;
  }

  sealJson(place: Place, value: unknown): Buffer {
    return this.seal(place, Buffer.from(JSON.stringify(value)));
  }

  openJson(place: Place, sealed: Uint8Array): unknown {
    return JSON.parse(this.open(place, sealed).toString("utf8")) as unknown;
  }

  /**
   * What a text is found by where it must not stand: the same text has the same mark for ever, and without the key
   * nobody can tell which text, or whose, it was.
   */
  mark(place: Place, text: string): string {
    const key = deriveKey(this.key, "mark");
    return createHmac("sha256", key)
      .update(JSON.stringify([this.associatedData(place), text]))
      .digest("base64url");
  }

  private associatedData({ table, row, column }: Place): string {
    return JSON.stringify([this.personId, table, row, column, this.version]);
  }
}

/**
 * Opens a room's keys. A key directory that is empty beside a database that is not has been lost: a new epoch would
 * answer as if nobody had any data, so the room does not open.
 */
export async function openPersonKeys(
  database: Database,
  keyDir: string,
  keks: readonly KeyEncryptionKeys[],
  now: Date,
): Promise<PersonKeys> {
  const hasPeople = await database.read((manager) => manager.exists(PersonKeyRow));
  if (hasPeople && !EpochKeys.exist(keyDir)) {
    throw new Error(`The keys in ${keyDir} are gone, and the data cannot be read without them: bring them back.`);
  }
  return new PersonKeys(EpochKeys.open(keyDir, keks, now));
}

/** Unwrapped keys kept in memory: enough for everybody who is active on one process, 64 bytes each. */
const CACHED_KEYS = 10_000;
const FIRST_VERSION = 1;

export class PersonKeys {
  private readonly cache = new LRUCache<string, PersonKey>({ max: CACHED_KEYS });
  /** Whose key this process has destroyed: a read that had begun before must not put it back into the cache. */
  private readonly destroyed = new LRUCache<string, true>({ max: CACHED_KEYS });

  constructor(readonly epochs: EpochKeys) {}

  /**
   * The person's key, made on first use; it is not destroyed before the unit of work has ended. Throws
   * PersonErasedError for somebody who was erased. Only inside a unit of work that writes.
   */
  async forWriting(manager: EntityManager, personId: string): Promise<PersonKey> {
    const isSure = hasOneWriter(manager);
    const cached = this.cache.get(personId);
    if (cached && isSure) return cached;
    // Another process may have destroyed what this one remembers.
    const row = await findRow(manager, PersonKeyRow, { personId }, isSure ? undefined : "SHARE");
    return row ? (cached ?? this.opened(row)) : this.make(manager, personId);
  }

  /**
   * The same for what is read, changed and sealed again: of two such units of work for one person, in this room, the
   * second begins to read when the first has ended.
   */
  async forChanging(manager: EntityManager, personId: string): Promise<PersonKey> {
    return (await this.forChangingKept(manager, personId)) ?? this.make(manager, personId);
  }

  /** The same for what is there already: null, and no key is made, for somebody who has nothing here. */
  async forChangingKept(manager: EntityManager, personId: string): Promise<PersonKey | null> {
    const row = await lockedRow(manager, PersonKeyRow, { personId });
    return row && (this.cache.get(personId) ?? this.opened(row));
  }

  /** Null for somebody who has nothing here, or whose key was destroyed. */
  async forReading(manager: EntityManager, personId: string): Promise<PersonKey | null> {
    const cached = this.cache.get(personId);
    if (cached) return cached;
    const row = await findRow(manager, PersonKeyRow, { personId });
    const personKey = row && this.unwrapped(row);
    const isCommitted = !manager.queryRunner?.isTransactionActive;
    if (personKey && isCommitted && !this.destroyed.has(personId)) this.cache.set(personId, personKey);
    return personKey;
  }

  /**
   * Takes a person's key away, for good: whatever it has sealed is noise from then on, and none is made again. Answers
   * from when on no copy of the database, however old, opens it either. In the unit of work that deletes their rows,
   * which `holdForErasure` has begun.
   */
  async destroy(manager: EntityManager, personId: string, erasureId: string, now: Date): Promise<Date> {
    await insertOnce(manager, ErasedPersonRow, { personHash: personHash(personId), erasureId, erasedAt: now });
    await manager.delete(PersonKeyRow, { personId });
    this.destroyed.set(personId, true);
    this.cache.delete(personId);
    return retirementOf(this.epochs.current.beganAt);
  }

  /** Waits for whoever is just writing for somebody; nobody begins to until the unit of work has ended. */
  async holdForErasure(manager: EntityManager, personId: string): Promise<void> {
    await lockedRow(manager, PersonKeyRow, { personId });
  }

  /** The same key under the current epoch; null where its own epoch's key is gone. */
  wrappedAnew({ personId, epoch, wrapped }: PersonKeyRow): { epoch: number; wrapped: Buffer } | null {
    const key = this.epochs.unwrap(personId, epoch, Buffer.from(wrapped));
    return key && this.epochs.wrap(personId, key);
  }

  private async make(manager: EntityManager, personId: string): Promise<PersonKey> {
    const key = systemRandom(SEAL_KEY_BYTES);
    const { epoch, wrapped } = this.epochs.wrap(personId, key);
    const isMade = await insertOnce(manager, PersonKeyRow, { personId, epoch, version: FIRST_VERSION, wrapped });
    // Not cached here: the transaction may yet roll back and take the key with it.
    if (await erasedPerson(manager, personId)) throw new PersonErasedError();
    if (isMade) return new PersonKey(personId, FIRST_VERSION, key);
    const row = await lockedRow(manager, PersonKeyRow, { personId });
    if (!row) throw new Error("a person's key was there and is gone");
    return this.opened(row);
  }

  private opened(row: PersonKeyRow): PersonKey {
    const personKey = this.unwrapped(row);
    if (!personKey) throw new Error("a person's key was destroyed; nothing can be written for them");
    return personKey;
  }

  private unwrapped({ personId, epoch, version, wrapped }: PersonKeyRow): PersonKey | null {
    const key = this.epochs.unwrap(personId, epoch, Buffer.from(wrapped));
    return key && new PersonKey(personId, version, key);
  }
}
