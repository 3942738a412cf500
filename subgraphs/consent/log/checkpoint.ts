import { createHash, createPrivateKey, createPublicKey, sign, verify } from "node:crypto";
import type { JWK } from "jose";

/** C2SP signed-note: the algorithm's byte before an Ed25519 key. */
const ED25519 = Buffer.of(1);
const KEY_HASH_BYTES = 4;

export interface Checkpoint {
  origin: string;
  size: number;
  root: Buffer;
}

/** C2SP tlog-checkpoint names a log by its origin: where it is read, without a scheme. */
export function originOf(publicUrl: string): string {
  return `${publicUrl.replace(/^https?:\/\//, "")}/log`;
}

/** A checkpoint as a signed note (C2SP tlog-checkpoint and signed-note). `key`: a private Ed25519 JWK. */
export function signCheckpoint({ origin, size, root }: Checkpoint, key: JWK): string {
  const text = `${origin}\n${size}\n${root.toString("base64")}\n`;
  const signature = sign(null, Buffer.from(text), createPrivateKey({ key, format: "jwk" }));
  const line = Buffer.concat([keyHash(origin, key), signature]).toString("base64");
  return `${text}\n\u2014 ${origin} ${line}\n`;
}

/** What one of the keys has signed; null for whatever else. */
export function openCheckpoint(note: string, keys: readonly JWK[]): Checkpoint | null {
  const parsed = /^((?<origin>[^\n]+)\n(?<size>0|[1-9]\d{0,15})\n(?<root>[A-Za-z0-9+/]{43}=)\n(?:[^\n]+\n)*)\n(?<signatures>(?:\u2014 [^\n]+\n)+)$/.exec(note); // prettier-ignore
  if (!parsed?.groups) return null;
  const { origin = "", size = "", root = "", signatures = "" } = parsed.groups;
  const text = Buffer.from(parsed[1] ?? "");
  const isSigned = signatures.split("\n").some((line) => {
    const [, name, base64 = ""] = /^\u2014 (\S+) (\S+)$/.exec(line) ?? [];
    const bytes = Buffer.from(base64, "base64");
    return name === origin && keys.some((key) => isBy(key, origin, text, bytes));
  });
  return isSigned ? { origin, size: Number(size), root: Buffer.from(root, "base64") } : null;
}

/** The verifier's key in the form of C2SP signed-note: name, key hash, key. */
export function verifierKey(origin: string, key: JWK): string {
  const encoded = Buffer.concat([ED25519, rawKey(key)]).toString("base64");
  return `${origin}+${keyHash(origin, key).toString("hex")}+${encoded}`;
}

function isBy(key: JWK, origin: string, text: Buffer, bytes: Buffer): boolean {
  if (key.crv !== "Ed25519" || !bytes.subarray(0, KEY_HASH_BYTES).equals(keyHash(origin, key))) return false;
  const { kty, crv, x } = key;
  const publicKey = createPublicKey({ key: { kty, crv, x } as JWK, format: "jwk" });
  return verify(null, text, publicKey, bytes.subarray(KEY_HASH_BYTES));
}

function keyHash(origin: string, key: JWK): Buffer {
  const hash = createHash("sha256").update(`${origin}\n`).update(ED25519).update(rawKey(key)).digest();
  return hash.subarray(0, KEY_HASH_BYTES);
}

function rawKey({ x }: JWK): Buffer {
  return Buffer.from(x ?? "", "base64url");
}
