import { Child } from "./child.js";

/** What `confide secrets` prints, read as docker compose reads an .env file: quotes around a value are no part of it. */
export async function newSecrets(): Promise<Record<string, string>> {
  const child = new Child(["secrets"], {});
  if ((await child.ended()) !== 0) throw new Error(`no secrets were printed:\n${child.output}`);
  return readDotEnv(child.output);
}

export function readDotEnv(text: string): Record<string, string> {
  const values: Record<string, string> = {};
  for (const line of text.split("\n")) {
    const [, name, value] = /^([A-Z_]+)=(.*)$/.exec(line) ?? [];
    if (name !== undefined && value !== undefined) values[name] = value.replace(/^'(.*)'$/, "$1");
  }
  return values;
}
