import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { ReplayGuard } from "../../../../topology/link/replay-guard.js";
import { LINK_WINDOW_MS } from "../../../../topology/link/signature.js";

const start = Date.parse("2026-03-01T12:00:00Z");
const at = (ms: number): Date => new Date(start + ms);

describe("the replay guard", () => {
  it("takes a nonce once", () => {
    const guard = new ReplayGuard();
    expect(guard.take("a", at(0))).toBe("NEW");
    expect(guard.take("a", at(0))).toBe("SEEN");
    expect(guard.take("b", at(0))).toBe("NEW");
  });

  it("remembers for as long as a request could be in its window, whenever it came", () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(90_000), { minLength: 1, maxLength: 30 }),
        fc.nat(2 * LINK_WINDOW_MS - 1),
        (gaps, later) => {
          const guard = new ReplayGuard();
          let now = 0;
          for (const [index, gap] of gaps.entries()) guard.take(`n${index}`, at((now += gap)));
          return guard.take(`n${gaps.length - 1}`, at(now + later)) === "SEEN";
        },
      ),
    );
  });

  it("takes nothing more when it is full, until the older half is forgotten", () => {
    const guard = new ReplayGuard(3);
    expect(["a", "b", "c", "d"].map((nonce) => guard.take(nonce, at(0)))).toEqual(["NEW", "NEW", "NEW", "FULL"]);
    expect(guard.take("a", at(1))).toBe("SEEN");
    expect(guard.take("d", at(2 * LINK_WINDOW_MS))).toBe("NEW");
  });
});
