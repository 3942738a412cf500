import { describe, expect, it } from "@jest/globals";
import { decimal } from "../../../../../subgraphs/user-profile/importers/decimal.js";

describe("decimal", () => {
  it.each([
    ["72", 72],
    ["2.39e1", 23.9],
    ["-122.426", -122.426],
    ["0e5", 0],
    ["0", 0],
    [" 11.3\n", 11.3],
    ["139.3170000000021", 139.3170000000021],
  ])("reads %j", (text, value) => {
    expect(decimal(text)).toBe(value);
  });

  it.each([
    undefined,
    "",
    "  ",
    "undefined",
    "NaN",
    "Infinity",
    "-Infinity",
    "1e309",
    "0x1F",
    "0b1",
    "72,5",
    "7 2",
    "72 bpm",
  ])("refuses %j", (text) => {
    expect(decimal(text)).toBeNaN();
  });
});
