import { createHash } from "node:crypto";

/** SHA-256, as RFC 6962 and C2SP's logs use it. */
export const HASH_BYTES = 32;

/** RFC 6962, section 2.1: leaves and nodes are hashed apart, so that none passes for the other. */
export function leafHash(entry: Uint8Array): Buffer {
  return createHash("sha256").update(Buffer.of(0)).update(entry).digest();
}

export function nodeHash(left: Uint8Array, right: Uint8Array): Buffer {
  return createHash("sha256").update(Buffer.of(1)).update(left).update(right).digest();
}

/** The hash of the 2^height leaves from `start` on, which is a multiple of that. */
export type SubtreeHash = (start: number, height: number) => Promise<Buffer>;

/** The root of a tree of that size; of none, the hash of nothing. */
export function rootHash(size: number, subtree: SubtreeHash): Promise<Buffer> {
  return size === 0 ? Promise.resolve(createHash("sha256").digest()) : rangeHash(0, size, subtree);
}

/** RFC 6962, section 2.1.1: what a verifier needs beside the leaf, the nearest first. */
export async function inclusionPath(index: number, size: number, subtree: SubtreeHash): Promise<Buffer[]> {
  const path: Buffer[] = [];
  let [from, to] = [0, size];
  while (to - from > 1) {
    const middle = from + splitOf(to - from);
    if (index < middle) {
      path.push(await rangeHash(middle, to, subtree));
      to = middle;
    } else {
      path.push(await rangeHash(from, middle, subtree));
      from = middle;
    }
  }
  return path.reverse();
}

/** The root that a leaf at that index leads to; null where the path does not fit the tree (RFC 9162, section 2.1.3.2). */
export function rootFromPath(
  leaf: Uint8Array,
  index: number,
  size: number,
  path: readonly Uint8Array[],
): Buffer | null {
  if (!Number.isSafeInteger(index) || !Number.isSafeInteger(size) || index < 0 || index >= size) return null;
  let hash: Buffer = Buffer.from(leaf);
  let [node, last] = [index, size - 1];
  for (const beside of path) {
    if (last === 0) return null;
    const isRight = node % 2 === 1;
    if (isRight || node === last) {
      hash = nodeHash(beside, hash);
      // A node without a sibling moves up as it is until it has one.
      for (; !isRight && node % 2 === 0 && node !== 0; node /= 2) last = Math.floor(last / 2);
    } else {
      hash = nodeHash(hash, beside);
    }
    node = Math.floor(node / 2);
    last = Math.floor(last / 2);
  }
  return last === 0 ? hash : null;
}

/** A range of leaves that begins where a subtree of its size may begin. */
async function rangeHash(from: number, to: number, subtree: SubtreeHash): Promise<Buffer> {
  const size = to - from;
  const height = Math.log2(size);
  if (Number.isInteger(height)) return subtree(from, height);
  const middle = from + splitOf(size);
  return nodeHash(await rangeHash(from, middle, subtree), await rangeHash(middle, to, subtree));
}

/** The largest power of two below the size. */
function splitOf(size: number): number {
  return 2 ** Math.ceil(Math.log2(size) - 1);
}
