import {
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { DAY_MS } from "./clock.js";
import { newOpaqueId, systemRandom } from "./identifier.js";
import { seal, SEAL_KEY_BYTES, unseal } from "./seal.js";

/** KEY_ENCRYPTION_KEY: versions, newest first. */
export interface KeyEncryptionKeys {
  version: number;
  key: Buffer;
}

/** ARCHITECTURE 6: a new epoch begins after 7 days. */
export const EPOCH_MS = 7 * DAY_MS;

/**
 * What an epoch has wrapped is wrapped anew when the next begins; its key is kept for one epoch more, for a replica
 * that has not noticed, and then destroyed. So nothing that was ever wrapped with it opens after 14 days.
 */
export const EPOCH_KEPT_MS = 2 * EPOCH_MS;

const EPOCH_FILE = /^epoch-(\d+)\.json$/;

const EpochFile = z.object({
  epoch: z.int().positive(),
  kekVersion: z.int().positive(),
  wrapped: z.string(),
  /** Left out by releases that had one epoch only: the file's own time tells it. */
  beganAt: z.coerce.date().optional(),
});

export interface Epoch {
  number: number;
  beganAt: Date;
  key: Buffer;
}

/**
 * Epoch keys stand in files under KEY_DIR, never in a database or its backup, themselves wrapped by
 * KEY_ENCRYPTION_KEY (ARCHITECTURE 6). Replicas of a room share the directory: one begins an epoch, the others find it.
 */
export class EpochKeys {
  private epochs: ReadonlyMap<number, Epoch>;

  private constructor(
    private readonly directory: string,
    private readonly keks: readonly KeyEncryptionKeys[],
  ) {
    this.epochs = this.read();
  }

  static exist(directory: string): boolean {
    return existsSync(directory) && readdirSync(directory).some((name) => EPOCH_FILE.test(name));
  }

  /** Reads the room's epochs; makes the first one when there is none. */
  static open(directory: string, keks: readonly KeyEncryptionKeys[], now: Date): EpochKeys {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    if (!EpochKeys.exist(directory)) writeEpoch(directory, 1, keks, now);
    return new EpochKeys(directory, keks);
  }

  /** The newest: what is wrapped now is wrapped with it. */
  get current(): Epoch {
    const newest = this.epochs.get(Math.max(...this.epochs.keys()));
    if (!newest) throw new Error("there is no epoch key");
    return newest;
  }

  wrap(personId: string, key: Buffer): { epoch: number; wrapped: Buffer } {
    // Another replica may have begun the next one.
    if (existsSync(this.file(this.current.number + 1))) this.reload();
    const { number, key: epochKey } = this.current;
    return { epoch: number, wrapped: seal(epochKey, placeOf(personId), key) };
  }

  /** Null once the epoch's key is destroyed: that is what erasure rests on. */
  unwrap(personId: string, epoch: number, wrapped: Buffer): Buffer | null {
    if (!this.epochs.has(epoch) && existsSync(this.file(epoch))) this.reload();
    const epochKey = this.epochs.get(epoch)?.key;
    return epochKey ? unseal(epochKey, placeOf(personId), wrapped) : null;
  }

  /** Sees what other replicas have begun and destroyed. */
  reload(): void {
    this.epochs = this.read();
  }

  beginNext(now: Date): void {
    writeEpoch(this.directory, this.current.number + 1, this.keks, now);
    this.reload();
  }

  /** The epochs before the current one whose time to be kept is over. */
  retired(now: Date): number[] {
    const { number: current } = this.current;
    return [...this.epochs.values()]
      .filter(({ number, beganAt }) => number < current && retirementOf(beganAt) <= now)
      .map(({ number }) => number);
  }

  destroy(epoch: number): void {
    if (epoch === this.current.number) throw new Error("the current epoch's key is in use");
    overwrite(this.file(epoch));
    rmSync(this.file(epoch), { force: true });
    this.reload();
  }

  private file(epoch: number): string {
    return join(this.directory, `epoch-${epoch}.json`);
  }

  private read(): Map<number, Epoch> {
    const epochs = readdirSync(this.directory)
      .filter((name) => EPOCH_FILE.test(name))
      .flatMap((name) => readEpoch(join(this.directory, name), this.keks) ?? []);
    return new Map(epochs.map((epoch) => [epoch.number, epoch]));
  }
}

/** When the key of an epoch that began then is destroyed at the latest. */
export function retirementOf(beganAt: Date): Date {
  return new Date(beganAt.getTime() + EPOCH_KEPT_MS);
}

function placeOf(personId: string): string {
  return `person-key/${personId}`;
}

function writeEpoch(directory: string, epoch: number, keks: readonly KeyEncryptionKeys[], now: Date): void {
  const kek = keks[0];
  if (!kek) throw new Error("KEY_ENCRYPTION_KEY holds no key");
  const wrapped = seal(kek.key, `epoch/${epoch}`, systemRandom(SEAL_KEY_BYTES)).toString("base64");
  const file = { epoch, kekVersion: kek.version, wrapped, beganAt: now.toISOString() };
  writeOnce(join(directory, `epoch-${epoch}.json`), JSON.stringify(file));
}

/**
 * Leaves a file that is there as it is. Replicas of a room start at once: a key that one has written over another's
 * would be lost with the process that still holds it. A hard link, since it fails where a renaming would replace.
 */
export function writeOnce(file: string, text: string): void {
  const temporary = `${file}.${newOpaqueId()}`;
  writeFileSync(temporary, text, { mode: 0o600 });
  try {
    linkSync(temporary, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  } finally {
    rmSync(temporary);
  }
}

/** A disk that keeps old blocks may keep these too; what it keeps is still wrapped by KEY_ENCRYPTION_KEY. */
function overwrite(file: string): void {
  if (!existsSync(file)) return;
  const descriptor = openSync(file, "r+");
  writeSync(descriptor, Buffer.alloc(statSync(file).size));
  fsyncSync(descriptor);
  closeSync(descriptor);
}

/** Null for a file that another replica is just destroying. */
function readEpoch(file: string, keks: readonly KeyEncryptionKeys[]): Epoch | null {
  const text = readIfThere(file);
  if (text === null) return null;
  const { epoch: number, kekVersion, wrapped, beganAt } = EpochFile.parse(JSON.parse(text));
  const kek = keks.find((candidate) => candidate.version === kekVersion);
  const key = kek && unseal(kek.key, `epoch/${number}`, Buffer.from(wrapped, "base64"));
  if (!key) throw new Error(`epoch ${number} does not open with KEY_ENCRYPTION_KEY (it wants version ${kekVersion})`);
  return { number, key, beganAt: beganAt ?? statSync(file).mtime };
}

function readIfThere(file: string): string | null {
  try {
    const text = readFileSync(file, "utf8");
    return text.startsWith("\0") ? null : text;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
}
