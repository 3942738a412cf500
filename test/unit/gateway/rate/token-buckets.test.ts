import { describe, expect, it } from "@jest/globals";
import { BUCKETS_MAX } from "../../../../gateway/limits.js";
import { TokenBuckets } from "../../../../gateway/rate/token-buckets.js";

describe("a bucket of points", () => {
  const at = (seconds: number) => new Date(Date.UTC(2026, 0, 1) + seconds * 1_000);

  it("gives until it is empty, and says how long to wait", () => {
    const buckets = new TokenBuckets(100, 10);
    expect(buckets.take("a", 60, at(0))).toEqual({ isTaken: true, available: 40, waitSeconds: 1 });
    expect(buckets.take("a", 60, at(0))).toEqual({ isTaken: false, available: 40, waitSeconds: 2 });
    expect(buckets.take("b", 60, at(0)).isTaken).toBe(true);
  });

  it("fills by itself, never over its brim, and not by a clock set back", () => {
    const buckets = new TokenBuckets(100, 10);
    buckets.take("a", 100, at(0));
    expect(buckets.take("a", 21, at(2))).toMatchObject({ isTaken: false, available: 20 });
    expect(buckets.take("a", 20, at(2))).toMatchObject({ isTaken: true, available: 0 });
    expect(buckets.take("a", 1, at(-60))).toMatchObject({ isTaken: false });
    expect(buckets.take("a", 0, at(1_000_000))).toMatchObject({ available: 100 });
  });

  it("forgets whom it has not seen for long, so that addresses cannot fill the memory", () => {
    const buckets = new TokenBuckets(100, 10);
    buckets.take("first", 100, at(0));
    for (let i = 0; i < BUCKETS_MAX; i++) buckets.take(`address:${i}`, 1, at(0));
    expect(buckets.take("first", 0, at(0)).available).toBe(100);
  });
});
