import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import {
  inclusionPath,
  leafHash,
  nodeHash,
  rootFromPath,
  rootHash,
  type SubtreeHash,
} from "../../../../../subgraphs/consent/log/merkle.js";

/** RFC 6962, section 2.1, word by word. */
function naiveRoot(leaves: readonly Buffer[]): Buffer {
  if (leaves.length === 1) return leaves[0]!;
  let split = 1;
  while (split * 2 < leaves.length) split *= 2;
  return nodeHash(naiveRoot(leaves.slice(0, split)), naiveRoot(leaves.slice(split)));
}

const leavesOf = (size: number): Buffer[] =>
  Array.from({ length: size }, (_, i) => leafHash(Buffer.from(`entry ${i}`)));
const subtreeOf =
  (leaves: readonly Buffer[]): SubtreeHash =>
  async (start, height) =>
    naiveRoot(leaves.slice(start, start + 2 ** height));

describe("the Merkle tree", () => {
  it("knows the hashes of RFC 6962's own examples", async () => {
    const none = await rootHash(0, subtreeOf([]));
    expect(none.toString("hex")).toBe("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    expect(leafHash(Buffer.alloc(0)).toString("hex")).toBe("6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"); // prettier-ignore
  });

  it("has the root of the naive definition, and a path for every leaf and for no other", async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 600 }), fc.nat(), fc.nat(), async (size, at, other) => {
        const leaves = leavesOf(size);
        const index = at % size;
        const root = naiveRoot(leaves);
        expect(await rootHash(size, subtreeOf(leaves))).toEqual(root);
        const path = await inclusionPath(index, size, subtreeOf(leaves));
        expect(path.length).toBeLessThanOrEqual(Math.ceil(Math.log2(size)));
        expect(rootFromPath(leaves[index]!, index, size, path)).toEqual(root);
        const wrong = other % size;
        if (wrong !== index) {
          expect(rootFromPath(leaves[wrong]!, index, size, path)).not.toEqual(root);
          expect(rootFromPath(leaves[index]!, wrong, size, path)).not.toEqual(root);
        }
        expect(rootFromPath(leaves[index]!, index, size, [...path, root])).not.toEqual(root);
        if (path.length > 0) expect(rootFromPath(leaves[index]!, index, size, path.slice(1))).not.toEqual(root);
      }),
      { numRuns: 200 },
    );
  });

  it.each([
    [-1, 4],
    [4, 4],
    [0.5, 4],
    [0, 0],
  ])("leads nowhere from leaf %d of %d", (index, size) => {
    expect(rootFromPath(leavesOf(1)[0]!, index, size, [])).toBeNull();
  });
});
