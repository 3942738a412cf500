import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { projectRoot } from "../../shared/project-root.js";

const Services = z.record(
  z.string(),
  z.looseObject({
    command: z.array(z.string()).default([]),
    environment: z.record(z.string(), z.union([z.string(), z.number()]).transform(String)).default({}),
    volumes: z.array(z.string()).default([]),
    networks: z.array(z.string()).default([]),
    ports: z.array(z.string()).default([]),
    profiles: z.array(z.string()).default([]),
  }),
);
export type ComposeService = z.infer<typeof Services>[string];

/** `$$`, `${NAME}`, `${NAME:-default}` and `${NAME:?what to do}`. */
const VARIABLE = /\$\$|\$\{([A-Z_]+)(?::([-?])([^}]*))?\}/g;

/** docker-compose.yml as `docker compose` reads it, `variables` being what .env holds. */
export function readCompose(variables: Readonly<Record<string, string>>): Record<string, ComposeService> {
  const text = readFileSync(join(projectRoot, "docker-compose.yml"), "utf8");
  const { services } = expanded(parse(text, { merge: true }), variables) as { services: unknown };
  return Services.parse(services);
}

/** As `docker compose` does it: in values, after the file was read, so that no value can change the file's shape. */
function expanded(value: unknown, variables: Readonly<Record<string, string>>): unknown {
  if (typeof value === "string") return value.replace(VARIABLE, (...match) => replacement(match, variables));
  if (Array.isArray(value)) return value.map((item) => expanded(item, variables));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, expanded(item, variables)]));
}

function replacement([whole, name, operator, rest]: string[], variables: Readonly<Record<string, string>>): string {
  if (whole === "$$") return "$";
  const value = variables[name ?? ""];
  if (value) return value;
  if (operator === "?") throw new Error(`${name} is not set: ${rest}`);
  return rest ?? "";
}

/** What the image of the Dockerfile holds beside the dependencies, and how it starts a command. */
export function readDockerfile(): { copied: string[]; entrypoint: string[] } {
  const text = readFileSync(join(projectRoot, "Dockerfile"), "utf8");
  const stage = text.slice(text.lastIndexOf("\nFROM "));
  const copied = [...stage.matchAll(/^COPY --from=build \/confide\/(\S+) (\S+)$/gm)].map(([, from = ""]) => from);
  const [, entrypoint = "[]"] = /^ENTRYPOINT (.*)$/m.exec(stage) ?? [];
  return { copied, entrypoint: z.array(z.string()).parse(JSON.parse(entrypoint)) };
}
