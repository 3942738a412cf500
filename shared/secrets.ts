import { hkdfSync } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { exportJWK, generateKeyPair, type JWK } from "jose";
import { z } from "zod";
import type { KeyEncryptionKeys } from "./epoch-keys.js";
import { newOpaqueId, systemRandom } from "./identifier.js";
import { SEAL_KEY_BYTES } from "./seal.js";

/** Everything that must not be known outside; each room is handed its own part only. */
export interface Secrets {
  keyEncryptionKeys: KeyEncryptionKeys[];
  capabilityKeys: { "user-profile": Buffer; offers: Buffer };
  eventKey: Buffer;
  linkKeys: { "user-profile": Buffer; consent: Buffer; offers: Buffer; identity: Buffer };
  /** Private Ed25519 JWKs, newest first. */
  signingKeys: { identity: JWK[]; consent: JWK[]; "user-profile": JWK[] };
}

const key = z.base64();
const jwks = z.array(z.looseObject({ kty: z.string(), kid: z.string() })).min(1);
const SecretsFile = z.object({
  keyEncryptionKey: key,
  capabilityKeys: z.object({ "user-profile": key, offers: key }),
  eventKey: key,
  linkKeys: z.object({ "user-profile": key, consent: key, offers: key, identity: key }),
  signingKeys: z.object({ identity: jwks, consent: jwks, "user-profile": jwks }),
});

/** The embedded topology makes its keys on first start: a copy of DATA_DIR includes them. */
export async function embeddedSecrets(dataDir: string): Promise<Secrets> {
  const file = join(dataDir, "secrets.json");
  if (!existsSync(file)) await makeSecrets(dataDir, file);
  const kept = SecretsFile.parse(JSON.parse(readFileSync(file, "utf8")));
  return {
    keyEncryptionKeys: [{ version: 1, key: bytes(kept.keyEncryptionKey) }],
    capabilityKeys: mapValues(kept.capabilityKeys, bytes),
    eventKey: bytes(kept.eventKey),
    linkKeys: mapValues(kept.linkKeys, bytes),
    signingKeys: kept.signingKeys,
  };
}

/** A key of its own for one use, so that no two uses share one (NIST SP 800-108). */
export function deriveKey(from: Buffer, use: string): Buffer {
  return Buffer.from(hkdfSync("sha256", from, Buffer.alloc(0), use, SEAL_KEY_BYTES));
}

async function makeSecrets(dataDir: string, file: string): Promise<void> {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const random = (): string => systemRandom(SEAL_KEY_BYTES).toString("base64");
  const secrets: z.infer<typeof SecretsFile> = {
    keyEncryptionKey: random(),
    capabilityKeys: { "user-profile": random(), offers: random() },
    eventKey: random(),
    linkKeys: { "user-profile": random(), consent: random(), offers: random(), identity: random() },
    signingKeys: {
      identity: [await newSigningKey()],
      consent: [await newSigningKey()],
      "user-profile": [await newSigningKey()],
    },
  };
  writeFileSync(`${file}.new`, JSON.stringify(secrets, null, 2), { mode: 0o600 });
  renameSync(`${file}.new`, file);
}

export async function newSigningKey(): Promise<z.infer<typeof jwks>[number]> {
  const { privateKey } = await generateKeyPair("EdDSA", { crv: "Ed25519", extractable: true });
  const jwk = await exportJWK(privateKey);
  return { ...jwk, kty: "OKP", kid: newOpaqueId(), alg: "EdDSA", use: "sig" };
}

function bytes(text: string): Buffer {
  const value = Buffer.from(text, "base64");
  if (value.length !== SEAL_KEY_BYTES) throw new Error("secrets.json holds a key of the wrong length");
  return value;
}

function mapValues<K extends string, A, B>(record: Record<K, A>, change: (value: A) => B): Record<K, B> {
  return Object.fromEntries(Object.entries<A>(record).map(([name, value]) => [name, change(value)])) as Record<K, B>;
}
