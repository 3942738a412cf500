import { describe, expect, it } from "@jest/globals";
import { emailHash, emailHashKey, normaliseEmail } from "../../../shared/email-address.js";

describe("an e-mail address", () => {
  it("has one spelling", () => {
    expect(normaliseEmail("  Runner@Example.COM ")).toBe("runner@example.com");
    expect(normaliseEmail("caf\u00e9@example.com")).toBe(normaliseEmail("cafe\u0301@example.com"));
  });

  it.each(["", "runner", "@example.com", "runner@", "a b@example.com", "a@b@c", `${"x".repeat(250)}@example.com`])(
    "is not %p",
    (text) => {
      expect(normaliseEmail(text)).toBeNull();
    },
  );

  it("is found through a hash that only the key's holders can make", () => {
    const [ours, theirs] = [emailHashKey(Buffer.alloc(32, 1)), emailHashKey(Buffer.alloc(32, 2))];
    expect(emailHash(ours, "runner@example.com")).toBe(emailHash(ours, "runner@example.com"));
    expect(emailHash(ours, "runner@example.com")).not.toBe(emailHash(ours, "walker@example.com"));
    expect(emailHash(ours, "runner@example.com")).not.toBe(emailHash(theirs, "runner@example.com"));
  });
});
