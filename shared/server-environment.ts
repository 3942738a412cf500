import type { JWK } from "jose";
import { z } from "zod";
import { readEnvironment, type Environment } from "./environment.js";
import type { KeyEncryptionKeys } from "./epoch-keys.js";
import type { RoomName } from "./outbox.js";
import { SEAL_KEY_BYTES } from "./seal.js";

/**
 * The environment of one process of the server topology (HTTP.md): what everybody has, and of the secrets those of its
 * own room. Sentences name the variable and never what it holds.
 */

const isSet = z.string("it is not set");

const key = isSet.transform((text, context) => {
  const bytes = keyBytes(text);
  if (bytes) return bytes;
  context.addIssue(`it is not ${SEAL_KEY_BYTES} bytes in base64`);
  return z.NEVER;
});

const keyEncryptionKeys = isSet.transform((text, context): KeyEncryptionKeys[] => {
  const keys = text.split(",").map((entry) => {
    const [, version = "", base64 = ""] = /^(\d{1,6}):(.*)$/.exec(entry.trim()) ?? [];
    return { version: Number(version), key: keyBytes(base64) };
  });
  const isWhole = keys.every((entry): entry is KeyEncryptionKeys => entry.key !== null && entry.version > 0);
  if (isWhole && new Set(keys.map(({ version }) => version)).size === keys.length) return keys;
  context.addIssue(`it is no list of VERSION:KEY, newest first, each key ${SEAL_KEY_BYTES} bytes in base64`);
  return z.NEVER;
});

const PrivateKeys = z.object({
  keys: z
    .array(z.looseObject({ kty: z.literal("OKP"), crv: z.literal("Ed25519"), kid: z.string(), d: z.string() }))
    .min(1),
});

const signingKeys = isSet.transform((text, context): JWK[] => {
  const parsed = PrivateKeys.safeParse(json(text));
  if (parsed.success) return parsed.data.keys;
  context.addIssue("it is no JWK set of private Ed25519 keys, each with a kid");
  return z.NEVER;
});

const roomUrl = isSet.transform((text, context) => {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url && /^https?:$/.test(url.protocol) && url.pathname === "/" && !url.search && !url.username) return url.origin;
  context.addIssue("it is not scheme, host and port of a room, such as http://consent:4000");
  return z.NEVER;
});

/** Every variable that not all processes have. */
const Variables = z.object({
  LINK_KEY_USER_PROFILE: key,
  LINK_KEY_CONSENT: key,
  LINK_KEY_OFFERS: key,
  LINK_KEY_IDENTITY: key,
  CAPABILITY_KEY_USER_PROFILE: key,
  CAPABILITY_KEY_OFFERS: key,
  EVENT_KEY: key,
  KEY_ENCRYPTION_KEY: keyEncryptionKeys,
  KEY_DIR: isSet.min(1),
  SIGNING_KEYS: signingKeys,
  USER_PROFILE_URL: roomUrl,
  CONSENT_URL: roomUrl,
  OFFERS_URL: roomUrl,
  IDENTITY_URL: roomUrl,
  PUBLIC_URL: isSet,
  GATEWAY_URL: roomUrl.optional(),
});
type Name = keyof typeof Variables.shape;

const URLS = { USER_PROFILE_URL: true, CONSENT_URL: true, OFFERS_URL: true, IDENTITY_URL: true } as const;
const STORING = { EVENT_KEY: true, KEY_ENCRYPTION_KEY: true, KEY_DIR: true } as const;

const Gateway = Variables.pick({
  ...URLS,
  PUBLIC_URL: true,
  LINK_KEY_USER_PROFILE: true,
  LINK_KEY_CONSENT: true,
  LINK_KEY_OFFERS: true,
  LINK_KEY_IDENTITY: true,
});
const Room = Variables.pick({ ...URLS, ...STORING, PUBLIC_URL: true });
const Identity = Variables.pick({ LINK_KEY_IDENTITY: true, SIGNING_KEYS: true });
const UserProfile = Variables.pick({
  LINK_KEY_USER_PROFILE: true,
  CAPABILITY_KEY_USER_PROFILE: true,
  SIGNING_KEYS: true,
});
const Consent = Variables.pick({
  LINK_KEY_CONSENT: true,
  CAPABILITY_KEY_USER_PROFILE: true,
  CAPABILITY_KEY_OFFERS: true,
  SIGNING_KEYS: true,
});
const Offers = Variables.pick({ LINK_KEY_OFFERS: true, CAPABILITY_KEY_OFFERS: true });

/** What would open data or make events up: the one process that everybody reaches must not even hold it. */
const NEVER_AT_THE_GATEWAY: readonly Name[] = [
  "EVENT_KEY",
  "KEY_ENCRYPTION_KEY",
  "CAPABILITY_KEY_USER_PROFILE",
  "CAPABILITY_KEY_OFFERS",
  "SIGNING_KEYS",
];

export type RoomUrls = Readonly<Record<RoomName, string>>;

export interface GatewayEnvironment extends Environment {
  urls: RoomUrls;
  linkKeys: Readonly<Record<RoomName, Buffer>>;
}

/** `secrets` is what the room is opened with. */
export interface RoomEnvironment<Secrets> extends Environment {
  urls: RoomUrls;
  keyDir: string;
  secrets: Secrets & { linkKey: Buffer; eventKey: Buffer; keyEncryptionKeys: KeyEncryptionKeys[] };
}

type Given = NodeJS.ProcessEnv;

export function readGatewayEnvironment(given: Given): GatewayEnvironment {
  const values = read(Gateway, given);
  const held = NEVER_AT_THE_GATEWAY.filter((name) => given[name]);
  if (held.length > 0)
    throw new Error(`The gateway must not know ${held.join(", ")}: leave it out of its environment.`);
  return {
    ...readEnvironment(given),
    urls: urlsOf(values),
    linkKeys: {
      "user-profile": values.LINK_KEY_USER_PROFILE,
      consent: values.LINK_KEY_CONSENT,
      offers: values.LINK_KEY_OFFERS,
      identity: values.LINK_KEY_IDENTITY,
    },
  };
}

export function readIdentityEnvironment(given: Given): RoomEnvironment<{ signingKeys: JWK[] }> {
  const { LINK_KEY_IDENTITY: linkKey, SIGNING_KEYS, ...values } = read(Room.extend(Identity.shape), given);
  return room(given, values, { linkKey, signingKeys: SIGNING_KEYS });
}

/** What `confide seed` wants: identity's, and where the gateway is reached from here, which PUBLIC_URL need not say. */
export function readSeedEnvironment(given: Given): ReturnType<typeof readIdentityEnvironment> & { gatewayUrl: string } {
  const environment = readIdentityEnvironment(given);
  const { GATEWAY_URL } = read(Variables.pick({ GATEWAY_URL: true }), given);
  return { ...environment, gatewayUrl: GATEWAY_URL ?? environment.publicUrl };
}

export function readUserProfileEnvironment(
  given: Given,
): RoomEnvironment<{ capabilityKey: Buffer; signingKeys: JWK[] }> {
  const values = read(Room.extend(UserProfile.shape), given);
  return room(given, values, {
    linkKey: values.LINK_KEY_USER_PROFILE,
    capabilityKey: values.CAPABILITY_KEY_USER_PROFILE,
    signingKeys: values.SIGNING_KEYS,
  });
}

export function readConsentEnvironment(
  given: Given,
): RoomEnvironment<{ capabilityKeys: { "user-profile": Buffer; offers: Buffer }; signingKeys: JWK[] }> {
  const values = read(Room.extend(Consent.shape), given);
  return room(given, values, {
    linkKey: values.LINK_KEY_CONSENT,
    capabilityKeys: { "user-profile": values.CAPABILITY_KEY_USER_PROFILE, offers: values.CAPABILITY_KEY_OFFERS },
    signingKeys: values.SIGNING_KEYS,
  });
}

export function readOffersEnvironment(given: Given): RoomEnvironment<{ capabilityKey: Buffer }> {
  const values = read(Room.extend(Offers.shape), given);
  return room(given, values, { linkKey: values.LINK_KEY_OFFERS, capabilityKey: values.CAPABILITY_KEY_OFFERS });
}

/** EVENT_KEY alone, for the audit; null where the environment has none. */
export function readEventKey(given: Given): Buffer | null {
  return given["EVENT_KEY"] ? read(Variables.pick({ EVENT_KEY: true }), given).EVENT_KEY : null;
}

function room<S extends { linkKey: Buffer }>(
  given: Given,
  values: z.infer<typeof Room>,
  own: S,
): Environment & {
  urls: RoomUrls;
  keyDir: string;
  secrets: S & { eventKey: Buffer; keyEncryptionKeys: KeyEncryptionKeys[] };
} {
  const { EVENT_KEY: eventKey, KEY_ENCRYPTION_KEY, KEY_DIR: keyDir } = values;
  const secrets = { ...own, eventKey, keyEncryptionKeys: KEY_ENCRYPTION_KEY };
  return { ...readEnvironment(given), urls: urlsOf(values), keyDir, secrets };
}

function urlsOf(values: {
  USER_PROFILE_URL: string;
  CONSENT_URL: string;
  OFFERS_URL: string;
  IDENTITY_URL: string;
}): RoomUrls {
  return {
    "user-profile": values.USER_PROFILE_URL,
    consent: values.CONSENT_URL,
    offers: values.OFFERS_URL,
    identity: values.IDENTITY_URL,
  };
}

/** Throws one error that names everything that is missing or cannot be used. */
function read<T extends z.ZodType>(schema: T, given: Given): z.infer<T> {
  const set = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== ""));
  const { success, data, error } = schema.safeParse(set);
  if (success) return data;
  const problems = error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`);
  throw new Error(`The environment cannot be used. ${problems.join("; ")}`);
}

function keyBytes(text: string): Buffer | null {
  const bytes = Buffer.from(text, "base64");
  return bytes.length === SEAL_KEY_BYTES && bytes.toString("base64") === text ? bytes : null;
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
