import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { EpochKeys, writeOnce } from "../../../shared/epoch-keys.js";
import { systemRandom } from "../../../shared/identifier.js";

describe("epoch keys", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "confide-keys-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it("are one key for all replicas of a room, whoever started first", () => {
    const keks = [{ version: 1, key: systemRandom(32) }];
    const [first, second] = [EpochKeys.open(folder, keks, new Date()), EpochKeys.open(folder, keks, new Date())];
    const key = systemRandom(32);
    const { epoch, wrapped } = first.wrap("mara", key);
    expect(second.unwrap("mara", epoch, wrapped)).toEqual(key);
    expect(readdirSync(folder)).toEqual(["epoch-1.json"]);
    expect(statSync(join(folder, "epoch-1.json")).mode & 0o777).toBe(0o600);
  });

  it("are never written over by a replica that saw none a moment ago", () => {
    const file = join(folder, "epoch-1.json");
    writeOnce(file, "the first");
    writeOnce(file, "the second");
    expect(readFileSync(file, "utf8")).toBe("the first");
    expect(readdirSync(folder)).toEqual(["epoch-1.json"]);
  });
});
