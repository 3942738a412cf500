import { createReadStream } from "node:fs";
import { SaxesParser } from "saxes";
import type * as ImportLimitsModule from "../subgraphs/user-profile/importers/import-limits.js";
import { built } from "./built.js";

/** A file through a parser that counts its elements and keeps nothing, in the pieces that the importer reads. */
export async function barePassMs(path: string): Promise<number> {
  const { PIECE_BYTES } = await built<typeof ImportLimitsModule>("subgraphs/user-profile/importers/import-limits.js");
  const startMs = performance.now();
  const elements = await countElements(path, PIECE_BYTES);
  const tookMs = performance.now() - startMs;
  if (elements === 0) throw new Error("the parser saw nothing");
  return tookMs;
}

async function countElements(path: string, pieceBytes: number): Promise<number> {
  let elements = 0;
  const parser = new SaxesParser();
  parser.on("opentag", () => {
    elements += 1;
  });
  const pieces: AsyncIterable<string> = createReadStream(path, { highWaterMark: pieceBytes, encoding: "utf8" });
  for await (const piece of pieces) parser.write(piece);
  parser.close();
  return elements;
}
