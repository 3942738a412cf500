import { describe, expect, it } from "@jest/globals";
import { systemRandom } from "../../../../shared/identifier.js";
import {
  bodyHash,
  isGenuine,
  isInWindow,
  LINK_WINDOW_MS,
  linkKeys,
  readSignature,
  sign,
  STREAM,
  type SignedRequest,
} from "../../../../topology/link/signature.js";

const now = new Date("2026-03-01T12:00:00Z");
const key = systemRandom(32);
const request: SignedRequest = { method: "POST", target: "/graphql", call: "", body: bodyHash(Buffer.from("{}")) };

describe("a signature of the link", () => {
  it("holds for the request that it was made for, and for that alone", () => {
    const { header, nonce } = sign(key, request, { now });
    const signature = readSignature(header)!;
    expect(signature).toMatchObject({ atMs: now.getTime(), nonce, body: request.body });
    expect(isGenuine(key, request, signature)).toBe(true);
    const others: Partial<SignedRequest>[] = [
      { method: "PUT" },
      { target: "/graphql?" },
      { target: "/events" },
      { call: "e30" },
      { body: bodyHash(Buffer.from("{ }")) },
      { body: STREAM },
    ];
    for (const other of others) expect(isGenuine(key, { ...request, ...other }, signature)).toBe(false);
    expect(isGenuine(systemRandom(32), request, signature)).toBe(false);
    expect(isGenuine(key, request, { ...signature, atMs: signature.atMs + 1 })).toBe(false);
    expect(isGenuine(key, request, { ...signature, nonce: sign(key, request, { now }).nonce })).toBe(false);
  });

  it("is never the same twice", () => {
    const headers = Array.from({ length: 100 }, () => sign(key, request, { now }).header);
    expect(new Set(headers).size).toBe(100);
  });

  it.each([undefined, "", "v1", "v2 1 a b c", `v1 1 ${"a".repeat(22)} stream ${"a".repeat(42)}`, "v1 -1 x x x"])(
    "is not read from %j",
    (header) => {
      expect(readSignature(header)).toBeNull();
    },
  );

  it("is in its window to the millisecond, either way", () => {
    const at = (ms: number) => isInWindow({ atMs: now.getTime() + ms, nonce: "", body: "", mac: "" }, now);
    expect([at(-LINK_WINDOW_MS), at(LINK_WINDOW_MS)]).toEqual([true, true]);
    expect([at(-LINK_WINDOW_MS - 1), at(LINK_WINDOW_MS + 1)]).toEqual([false, false]);
  });

  it("has keys of its own for every pair of speaker and room", () => {
    const pairs = (["gateway", "rooms"] as const).flatMap((speaker) =>
      (["user-profile", "consent", "offers", "identity"] as const).map((room) => linkKeys(key, speaker, room)),
    );
    const all = pairs.flatMap((keys) => [keys.request, keys.answer]).map((each) => each.toString("hex"));
    expect(new Set(all).size).toBe(16);
    expect(all).not.toContain(key.toString("hex"));
  });
});
