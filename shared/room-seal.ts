import type { KeyEncryptionKeys } from "./epoch-keys.js";
import { seal, unseal } from "./seal.js";
import { deriveKey } from "./secrets.js";

const VERSION_BYTES = 4;

/**
 * Seals what is a room's own and nobody's in particular, such as a secret that it must be able to say again. Each seal
 * names the version of KEY_ENCRYPTION_KEY that it was made with, so that older ones open for as long as that is listed.
 */
export class RoomSeal {
  private readonly keys: ReadonlyMap<number, Buffer>;
  private readonly newest: number;

  constructor(keks: readonly KeyEncryptionKeys[]) {
    this.keys = new Map(keks.map(({ version, key }) => [version, deriveKey(key, "room-seal")]));
    this.newest = keks[0]?.version ?? 0;
  }

  seal(place: string, text: string): Buffer {
    const version = Buffer.alloc(VERSION_BYTES);
    version.writeUInt32BE(this.newest);
    return Buffer.concat([version, seal(this.keyOf(this.newest), place, Buffer.from(text))]);
  }

  open(place: string, sealed: Uint8Array): string {
    const bytes = Buffer.from(sealed);
    const plaintext = unseal(this.keyOf(bytes.readUInt32BE()), place, bytes.subarray(VERSION_BYTES));
    if (!plaintext) throw new Error("a seal of this room does not open");
    return plaintext.toString("utf8");
  }

  private keyOf(version: number): Buffer {
    const key = this.keys.get(version);
    if (!key) throw new Error(`KEY_ENCRYPTION_KEY no longer lists version ${version}`);
    return key;
  }
}
