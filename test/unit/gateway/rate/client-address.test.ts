import { describe, expect, it } from "@jest/globals";
import { clientAddress } from "../../../../gateway/rate/client-address.js";

describe("somebody without a token", () => {
  it.each([
    ["192.0.2.7", "address:192.0.2.7"],
    ["::ffff:192.0.2.7", "address:192.0.2.7"],
    ["2001:db8:1:2:3:4:5:6", "address:2001:db8:1:2"],
    ["2001:db8:1:2::6", "address:2001:db8:1:2"],
    ["2001:0db8:0001:0002::", "address:2001:db8:1:2"],
    ["2001:db8::9", "address:2001:db8:0:0"],
    ["fe80::1%eth0", "address:fe80:0:0:0"],
    ["::1", "address:0:0:0:0"],
    [undefined, "address:unknown"],
  ])("at %s is counted as %s", (address, counted) => {
    expect(clientAddress(address)).toBe(counted);
  });
});
