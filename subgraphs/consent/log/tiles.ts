import type { EntityManager } from "typeorm";
import { HASH_BYTES, nodeHash, type SubtreeHash } from "./merkle.js";
import { LogTileRow, TILE_HEIGHT, TILE_WIDTH } from "./log-tile.js";

/** The tiles of the log, read and added to inside one unit of work. */
export class Tiles {
  private readonly known = new Map<string, Buffer>();
  private readonly changed = new Map<string, { level: number; tileIndex: number; isNew: boolean }>();

  constructor(private readonly manager: EntityManager) {}

  readonly subtree: SubtreeHash = async (start, height) => {
    const level = Math.floor(height / TILE_HEIGHT);
    const first = start / 2 ** (level * TILE_HEIGHT);
    const width = 2 ** (height % TILE_HEIGHT);
    const tile = await this.tile(level, Math.floor(first / TILE_WIDTH));
    const offset = (first % TILE_WIDTH) * HASH_BYTES;
    return combined(tile.subarray(offset, offset + width * HASH_BYTES), width);
  };

  /** Adds leaves behind those that there are; a tile that is full is one hash of the tile above it. */
  async append(size: number, leaves: readonly Buffer[]): Promise<void> {
    for (const [index, leaf] of leaves.entries()) await this.push(0, size + index, leaf);
  }

  async save(): Promise<void> {
    for (const [key, { level, tileIndex, isNew }] of this.changed) {
      const hashes = this.known.get(key) ?? Buffer.alloc(0);
      if (isNew) await this.manager.insert(LogTileRow, { level, tileIndex, hashes });
      else await this.manager.update(LogTileRow, { level, tileIndex }, { hashes });
    }
  }

  async tile(level: number, tileIndex: number): Promise<Buffer> {
    const key = `${level}/${tileIndex}`;
    const known = this.known.get(key);
    if (known) return known;
    const row = await this.manager.findOneBy(LogTileRow, { level, tileIndex });
    const hashes = row ? Buffer.from(row.hashes) : Buffer.alloc(0);
    this.known.set(key, hashes);
    return hashes;
  }

  private async push(level: number, position: number, hash: Buffer): Promise<void> {
    const tileIndex = Math.floor(position / TILE_WIDTH);
    const key = `${level}/${tileIndex}`;
    const before = await this.tile(level, tileIndex);
    if (before.length !== (position % TILE_WIDTH) * HASH_BYTES)
      throw new Error("a tile of the log is not as long as the log");
    const tile = Buffer.concat([before, hash]);
    this.known.set(key, tile);
    this.changed.set(key, { level, tileIndex, isNew: this.changed.get(key)?.isNew ?? before.length === 0 });
    if (tile.length === TILE_WIDTH * HASH_BYTES) await this.push(level + 1, tileIndex, combined(tile, TILE_WIDTH));
  }
}

/** The hash of a whole subtree from `width` hashes, a power of two. */
export function combined(hashes: Buffer, width: number): Buffer {
  if (hashes.length !== width * HASH_BYTES) throw new Error("the log has no hashes there");
  let row = Array.from({ length: width }, (_, i) => hashes.subarray(i * HASH_BYTES, (i + 1) * HASH_BYTES));
  while (row.length > 1) {
    row = Array.from({ length: row.length / 2 }, (_, i) => nodeHash(row[2 * i] ?? hashes, row[2 * i + 1] ?? hashes));
  }
  return Buffer.from(row[0] ?? hashes);
}
