import { canonicalJson } from "../../../shared/canonical-json.js";
import { HASH_BYTES } from "./merkle.js";

/** C2SP tlog-proof: the first line. */
const HEADER = "c2sp.org/tlog-proof@v1";

/** What turns a receipt back into its entry. */
export interface ProofExtra {
  salt: string;
  kind: string;
  day: string;
}

export interface Proof {
  extra: ProofExtra;
  index: number;
  path: Buffer[];
  /** The signed note, whole. */
  checkpoint: string;
}

/** A proof as text that can be kept and checked without anybody's help. */
export function writeProof({ extra, index, path, checkpoint }: Proof): string {
  const told = Buffer.from(canonicalJson({ ...extra })).toString("base64");
  const hashes = path.map((hash) => `${hash.toString("base64")}\n`).join("");
  return `${HEADER}\nextra ${told}\nindex ${index}\n${hashes}\n${checkpoint}`;
}

/** Null for what is no such text. */
export function readProof(text: string): Proof | null {
  const parsed = /^c2sp\.org\/tlog-proof@v1\nextra (?<extra>[A-Za-z0-9+/=]+)\nindex (?<index>0|[1-9]\d{0,15})\n(?<path>(?:[A-Za-z0-9+/]{43}=\n)*)\n(?<checkpoint>[^]+)$/.exec(text); // prettier-ignore
  if (!parsed?.groups) return null;
  const { extra = "", index = "", path = "", checkpoint = "" } = parsed.groups;
  const told = parsedJson(Buffer.from(extra, "base64").toString("utf8"));
  const hashes = path.split("\n").filter(Boolean).map((line) => Buffer.from(line, "base64")); // prettier-ignore
  if (!isExtra(told) || hashes.some((hash) => hash.length !== HASH_BYTES)) return null;
  return { extra: told, index: Number(index), path: hashes, checkpoint };
}

function isExtra(value: unknown): value is ProofExtra {
  if (typeof value !== "object" || value === null) return false;
  const { salt, kind, day } = value as Partial<Record<keyof ProofExtra, unknown>>;
  return typeof salt === "string" && typeof kind === "string" && typeof day === "string";
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}
