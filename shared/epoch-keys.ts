import { existsSync, linkSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { newOpaqueId, systemRandom } from "./identifier.js";
import { seal, SEAL_KEY_BYTES, unseal } from "./seal.js";

/** KEY_ENCRYPTION_KEY: versions, newest first. */
export interface KeyEncryptionKeys {
  version: number;
  key: Buffer;
}

const EPOCH_FILE = /^epoch-\d+\.json$/;

const EpochFile = z.object({ epoch: z.int().positive(), kekVersion: z.int().positive(), wrapped: z.string() });

/**
 * Epoch keys stand in files under KEY_DIR, never in a database or its backup, themselves wrapped by
 * KEY_ENCRYPTION_KEY (ARCHITECTURE 6). There is one epoch until the vault rotates them.
 */
export class EpochKeys {
  private constructor(
    private readonly current: number,
    private readonly keys: ReadonlyMap<number, Buffer>,
  ) {}

  static exist(directory: string): boolean {
    return existsSync(directory) && readdirSync(directory).some((name) => EPOCH_FILE.test(name));
  }

  /** Reads the room's epochs; makes the first one when there is none. */
  static open(directory: string, keks: readonly KeyEncryptionKeys[]): EpochKeys {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    if (!EpochKeys.exist(directory)) writeEpoch(directory, 1, keks);
    const keys = new Map<number, Buffer>();
    for (const name of readdirSync(directory).filter((entry) => EPOCH_FILE.test(entry))) {
      const { epoch, key } = readEpoch(join(directory, name), keks);
      keys.set(epoch, key);
    }
    return new EpochKeys(Math.max(...keys.keys()), keys);
  }

  wrap(personId: string, key: Buffer): { epoch: number; wrapped: Buffer } {
    const epochKey = this.keys.get(this.current);
    if (!epochKey) throw new Error("the current epoch has no key");
    return { epoch: this.current, wrapped: seal(epochKey, `person-key/${personId}`, key) };
  }

  /** Null once the epoch's key is destroyed: that is what erasure rests on. */
  unwrap(personId: string, epoch: number, wrapped: Buffer): Buffer | null {
    const epochKey = this.keys.get(epoch);
    return epochKey ? unseal(epochKey, `person-key/${personId}`, wrapped) : null;
  }
}

function writeEpoch(directory: string, epoch: number, keks: readonly KeyEncryptionKeys[]): void {
  const kek = keks[0];
  if (!kek) throw new Error("KEY_ENCRYPTION_KEY holds no key");
  const wrapped = seal(kek.key, `epoch/${epoch}`, systemRandom(SEAL_KEY_BYTES)).toString("base64");
  writeOnce(join(directory, `epoch-${epoch}.json`), JSON.stringify({ epoch, kekVersion: kek.version, wrapped }));
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

function readEpoch(file: string, keks: readonly KeyEncryptionKeys[]): { epoch: number; key: Buffer } {
  const { epoch, kekVersion, wrapped } = EpochFile.parse(JSON.parse(readFileSync(file, "utf8")));
  const kek = keks.find((candidate) => candidate.version === kekVersion);
  const key = kek && unseal(kek.key, `epoch/${epoch}`, Buffer.from(wrapped, "base64"));
  if (!key) throw new Error(`epoch ${epoch} does not open with KEY_ENCRYPTION_KEY (it wants version ${kekVersion})`);
  return { epoch, key };
}
