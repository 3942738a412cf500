import { describe, expect, it } from "@jest/globals";
import { FormLimit, networkOf } from "../../../../identity/forms/form-limits.js";

describe("networkOf", () => {
  it.each([
    ["192.0.2.7", "192.0.2.7"],
    ["::ffff:192.0.2.7", "192.0.2.7"],
    ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
    ["2001:db8:1:2::9", "2001:db8:1:2::/64"],
    ["2001:db8::9", "2001:db8:0:0::/64"],
    ["::1", "0:0:0:0::/64"],
    [undefined, "unknown"],
  ])("of %p is %p", (ip, network) => {
    expect(networkOf(ip)).toBe(network);
  });
});

describe("FormLimit", () => {
  it("counts each address for itself and starts anew with the next minute", () => {
    let at = new Date("2026-05-04T10:00:00Z");
    const limit = new FormLimit(() => at);
    for (let sent = 0; sent < 60; sent++) expect(limit.count("a")).toBeNull();
    expect(limit.count("a")).toBe(60);
    expect(limit.count("b")).toBeNull();
    at = new Date(at.getTime() + 60_000);
    expect(limit.count("a")).toBeNull();
  });
});
