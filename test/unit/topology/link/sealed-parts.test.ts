import { describe, expect, it } from "@jest/globals";
import type { ExportPart } from "../../../../shared/export-part.js";
import { openParts, sealedParts } from "../../../../topology/link/sealed-parts.js";

const WAY = { key: Buffer.alloc(32, 7), place: "answer/nonce" };
const PARTS: ExportPart[] = [{ file: "a" }, Buffer.from("one"), Buffer.from("two"), { file: "b" }, Buffer.alloc(0)];

async function* of<T>(items: readonly T[]): AsyncGenerator<T> {
  for (const item of items) yield await Promise.resolve(item);
}

async function read(chunks: readonly Buffer[], way = WAY): Promise<ExportPart[] | null> {
  const parts = await openParts(of(chunks), way);
  if (parts === null) return null;
  const all: ExportPart[] = [];
  for await (const part of parts) all.push(part);
  return all;
}

async function frames(parts: readonly ExportPart[] | null = PARTS): Promise<Buffer[]> {
  const all: Buffer[] = [];
  for await (const frame of sealedParts(parts && of(parts), WAY)) all.push(frame);
  return all;
}

describe("an answer in parts between processes", () => {
  it("is what was sent, however it is cut on its way", async () => {
    const whole = Buffer.concat(await frames());
    for (const bytes of [1, 7, whole.length]) {
      const chunks = Array.from({ length: Math.ceil(whole.length / bytes) }, (_, at) =>
        whole.subarray(at * bytes, (at + 1) * bytes),
      );
      expect(await read(chunks)).toEqual(PARTS);
    }
  });

  it("tells nothing of what is in it", async () => {
    expect(Buffer.concat(await frames()).includes("one")).toBe(false);
  });

  it("may be that there is nothing", async () => {
    expect(await read(await frames(null))).toBeNull();
    expect(await read(await frames([]))).toEqual([]);
  });

  const flipped = (frame: Buffer): Buffer => {
    const other = Buffer.from(frame);
    other.writeUInt8(other.readUInt8(10) ^ 1, 10);
    return other;
  };
  it.each([
    ["without its end", (all: Buffer[]) => all.slice(0, -1)],
    ["cut in the middle of a part", (all: Buffer[]) => [Buffer.concat(all).subarray(0, 60)]],
    ["with a part too few", (all: Buffer[]) => all.toSpliced(1, 1)],
    ["with a part twice", (all: Buffer[]) => all.toSpliced(1, 0, all[1]!)],
    ["with two parts changed over", (all: Buffer[]) => [all[0]!, all[2]!, all[1]!, ...all.slice(3)]],
    ["altered", (all: Buffer[]) => all.toSpliced(1, 1, flipped(all[1]!))],
    ["empty", () => []],
    ["of endless length", () => [Buffer.from("ffffffff00", "hex")]],
  ])("is refused %s", async (_what, change) => {
    await expect(read(change(await frames()))).rejects.toThrow("not what was sent");
  });

  it("is refused as the answer to another request", async () => {
    await expect(read(await frames(), { ...WAY, place: "answer/other" })).rejects.toThrow("not what was sent");
  });
});
