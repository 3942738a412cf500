import { describe, expect, it } from "@jest/globals";
import { parseOptions } from "@node-rs/argon2";
import { hashPassword, isPassword, problemWithPassword } from "../../../../identity/accounts/password.js";

const EMAIL = "runner@example.com";

describe("a password", () => {
  it.each([
    ["seven77", /at least 8/],
    ["ééééééé", /at least 8/],
    ["x".repeat(129), /at most 128/],
    [EMAIL, /e-mail address/],
    ["Runner@Example.com", /e-mail address/],
    ["Password123", /first that anybody/],
  ])("%s is refused", (password, reason) => {
    expect(problemWithPassword(password, EMAIL)).toMatch(reason);
  });

  it.each(["eight888", "x".repeat(128), "all small letters and spaces", "🔑".repeat(8)])(
    "%s may be used",
    (password) => {
      expect(problemWithPassword(password, EMAIL)).toBeNull();
    },
  );

  it("is kept as Argon2id with OWASP's parameters and a salt of its own", async () => {
    const [first, second] = await Promise.all([hashPassword("four river stones"), hashPassword("four river stones")]);
    expect(first).not.toBe(second);
    expect(first).toMatch(/^\$argon2id\$/);
    expect(parseOptions(first)).toMatchObject({ memoryCost: 19_456, timeCost: 2, parallelism: 1 });
  });

  it("is the same however its accents are typed, and no other", async () => {
    const kept = await hashPassword("caf\u00e9 au lait");
    expect(await isPassword(kept, "cafe\u0301 au lait")).toBe(true);
    expect(await isPassword(kept, "cafe au lait")).toBe(false);
    expect(await isPassword(kept, "x".repeat(1_000_000))).toBe(false);
  });
});
