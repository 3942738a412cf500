import { createHash } from "node:crypto";
import canonicalizeModule from "canonicalize";

// The package is CommonJS with a `default` type; under NodeNext the callable is the module itself.
const canonicalize = canonicalizeModule as unknown as (value: unknown) => string | undefined;

/** JSON Canonicalization Scheme (RFC 8785): one text for one value, whatever the order of its keys. */
export function canonicalJson(value: unknown): string {
  const text = canonicalize(value);
  if (text === undefined) throw new TypeError("only JSON values have a canonical form");
  return text;
}

/** Base64url SHA-256 over the canonical form. */
export function canonicalHash(value: unknown): string {
  return createHash("sha256").update(canonicalJson(value)).digest("base64url");
}
