import { join, resolve } from "node:path";
import { z } from "zod";
import { readDatabaseUrl } from "./mariadb-server.js";
import type { DatabasePlace } from "./open-database.js";
import { projectRoot } from "./project-root.js";

/** The only reader of the environment: checked once, with a sentence that names what is wrong. */
const port = z.coerce.number().int().min(0).max(65_535);

const Variables = z.object({
  PORT: port.default(4000),
  HOST: z.string().min(1).default("127.0.0.1"),
  DATA_DIR: z.string().min(1).default("./data"),
  PUBLIC_URL: z.url({ protocol: /^https?$/ }).optional(),
  EMBED_URL: z.url({ protocol: /^https?$/ }).optional(),
  DATABASE_URL: z
    .string()
    .transform((text, context) => {
      try {
        return readDatabaseUrl(text);
      } catch (error) {
        context.addIssue(error instanceof Error ? error.message : "it cannot be read");
        return z.NEVER;
      }
    })
    .optional(),
  OUTBOUND_ALLOW: z
    .string()
    .transform((text, context) => {
      const allowed = text.split(",").map((entry) => /^((?:\*\.)?[a-z0-9.-]+)=(https?:\/\/[^/]+)$/.exec(entry.trim()));
      if (allowed.every((entry) => entry !== null && URL.canParse(entry[2] ?? ""))) {
        return new Map(allowed.map((entry) => [entry?.[1] ?? "", new URL(entry?.[2] ?? "")]));
      }
      context.addIssue("it is no list of HOST=ORIGIN, such as *.example=http://127.0.0.1:4010");
      return z.NEVER;
    })
    .optional(),
  METRICS_PORT: port.optional(),
  REPLICAS: z.coerce.number().int().min(1).max(1_000).default(1),
  LOG_LEVEL: z.enum(["fatal", "error", "warn", "info", "debug", "trace", "silent"]).default("info"),
  NODE_ENV: z.string().default("development"),
});

export interface Environment {
  port: number;
  host: string;
  dataDir: string;
  /** On the server that DATABASE_URL names, else files under DATA_DIR. */
  databases: DatabasePlace;
  /** Where people and brands reach this installation; printed everywhere, the issuer of every token. */
  publicUrl: string;
  embedUrl: string;
  /** Metrics are served there, on the loopback address alone; null where nobody asks for them. */
  metricsPort: number | null;
  /** Hosts that are asked somewhere else than at their public address: for tests and the demo. */
  outboundAllow: ReadonlyMap<string, URL>;
  /** Processes of this kind that share what one principal may ask. */
  replicas: number;
  logLevel: string;
  isProduction: boolean;
}

export interface Overrides {
  port?: number | undefined;
  dataDir?: string | undefined;
}

/** Throws one error that names every bad value. `overrides` are the command line's. */
export function readEnvironment(variables: NodeJS.ProcessEnv, overrides: Overrides = {}): Environment {
  const given = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ""));
  const parsed = Variables.safeParse({
    ...given,
    ...(overrides.port !== undefined && { PORT: overrides.port }),
    ...(overrides.dataDir !== undefined && { DATA_DIR: overrides.dataDir }),
  });
  if (!parsed.success) {
    const problems = parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`);
    throw new Error(`The environment cannot be used. ${problems.join("; ")}`);
  }
  const values = parsed.data;
  if (values.OUTBOUND_ALLOW && values.NODE_ENV === "production") {
    throw new Error("The environment cannot be used. OUTBOUND_ALLOW: it is for tests and the demo, not for production");
  }
  const dataDir = resolve(values.DATA_DIR);
  return {
    port: values.PORT,
    host: values.HOST,
    dataDir,
    databases: values.DATABASE_URL ? { server: values.DATABASE_URL } : { folder: dataDir },
    publicUrl: (values.PUBLIC_URL ?? `http://localhost:${values.PORT}`).replace(/\/$/, ""),
    embedUrl: (values.EMBED_URL ?? `http://localhost:${values.PORT + 2}`).replace(/\/$/, ""),
    metricsPort: values.METRICS_PORT ?? null,
    outboundAllow: values.OUTBOUND_ALLOW ?? new Map<string, URL>(),
    replicas: values.REPLICAS,
    logLevel: values.LOG_LEVEL,
    isProduction: values.NODE_ENV === "production",
  };
}

/** Files that the package ships. */
export const CATALOGUE_FILE = join(projectRoot, "shared", "catalogue.json");
export const SUPERGRAPH_FILE = join(projectRoot, "supergraph.graphql");
