import { describe, expect, it } from "@jest/globals";
import { newId, newOpaqueId } from "../../../shared/identifier.js";

describe("ids", () => {
  it("sort by the time and, within a millisecond, by the order of making", () => {
    const now = Date.parse("2026-03-01T12:00:00Z");
    const ids = Array.from({ length: 2_000 }, (_, i) => newId(new Date(now + Math.floor(i / 500))));
    expect([...ids].sort()).toEqual(ids);
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) expect(id).toMatch(/^[0-9A-HJKMNP-TV-Z]{26}$/);
  });

  it("can be drawn from a source of one's own", () => {
    const zeros = (length: number): Buffer => Buffer.alloc(length);
    expect(newId(new Date(1), zeros)).toBe(`0000000001${"0".repeat(16)}`);
    expect(newOpaqueId(zeros)).toBe("A".repeat(22));
  });
});
