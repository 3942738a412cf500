import { hash, verify, type Algorithm } from "@node-rs/argon2";

/**
 * Argon2id with the parameters that OWASP's Password Storage Cheat Sheet names as its minimum: 19 MiB, two passes,
 * one lane (RFC 9106 section 4 explains how to choose them; its own first choices want far more memory for each
 * sign-in than a small server can spare).
 */
const ARGON2ID = {
  algorithm: 2 satisfies Algorithm.Argon2id as Algorithm,
  memoryCost: 19_456, // KiB
  timeCost: 2,
  parallelism: 1,
};

/** NIST SP 800-63B 5.1.1.2: at least 8 characters, at least 64 permitted, each code point counts as one. */
export const PASSWORD_MIN = 8;
export const PASSWORD_MAX = 128;

/** The few that are tried first everywhere; 5.1.1.2 asks for a comparison with commonly used values. */
const COMMON = new Set(
  (
    "password password1 password12 password123 passw0rd p@ssw0rd 12345678 123456789 1234567890 0123456789 87654321 " +
    "11111111 00000000 88888888 12341234 qwertyui qwertyuiop qwerty123 1q2w3e4r 1qaz2wsx asdfghjk abcd1234 abc12345 " +
    "iloveyou sunshine princess football baseball superman starwars trustno1 letmein1 welcome1 changeme administrator confide1"
  ).split(" "),
);

/** A sentence for the person, or null when the password may be used. There are no composition rules (5.1.1.2). */
export function problemWithPassword(password: string, email: string): string | null {
  const length = [...password.normalize("NFC")].length;
  if (length < PASSWORD_MIN) return `The password needs at least ${PASSWORD_MIN} characters.`;
  if (length > PASSWORD_MAX) return `The password may have at most ${PASSWORD_MAX} characters.`;
  const lower = password.normalize("NFC").toLowerCase();
  if (lower === email || lower === email.split("@")[0]) return "The password must not be your e-mail address.";
  if (COMMON.has(lower)) return "This password is one of the first that anybody would try. Please choose another.";
  return null;
}

/** NFC first, so that a password typed on another keyboard is the same bytes (5.1.1.2). */
export function hashPassword(password: string): Promise<string> {
  return hash(password.normalize("NFC"), ARGON2ID);
}

export function isPassword(passwordHash: string, password: string): Promise<boolean> {
  if ([...password].length > PASSWORD_MAX) return Promise.resolve(false);
  return verify(passwordHash, password.normalize("NFC"));
}
