import { systemRandom } from "../../shared/identifier.js";
import { SEAL_KEY_BYTES } from "../../shared/seal.js";
import { newSigningKey } from "../../shared/secrets.js";

const ROOMS = ["USER_PROFILE", "CONSENT", "OFFERS", "IDENTITY"] as const;
const SIGNING_ROOMS = ["USER_PROFILE", "CONSENT", "IDENTITY"] as const;
const READERS = ["USER_PROFILE", "OFFERS"] as const;
/** The database server's own account, and one for each room. */
const ACCOUNTS = ["ROOT", ...ROOMS] as const;

/** `confide secrets`: prints everything that docker-compose.yml wants to be secret, new, as an .env file. */
export async function printSecrets(): Promise<number> {
  const lines = [
    "# Secrets of one installation: whoever has them can read every vault. Keep them out of any repository.",
  ];
  for (const room of ROOMS) lines.push(`LINK_KEY_${room}=${key()}`);
  for (const room of READERS) lines.push(`CAPABILITY_KEY_${room}=${key()}`);
  lines.push(`EVENT_KEY=${key()}`);
  for (const room of ROOMS) lines.push(`KEY_ENCRYPTION_KEY_${room}=1:${key()}`);
  for (const room of SIGNING_ROOMS) {
    lines.push(`SIGNING_KEYS_${room}='${JSON.stringify({ keys: [await newSigningKey()] })}'`);
  }
  for (const account of ACCOUNTS) lines.push(`DATABASE_PASSWORD_${account}=${password()}`);
  console.log(lines.join("\n"));
  return 0;
}

function key(): string {
  return systemRandom(SEAL_KEY_BYTES).toString("base64");
}

/** Stands in a URL as it is. */
function password(): string {
  return systemRandom(24).toString("base64url");
}
