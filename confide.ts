#!/usr/bin/env node
import "reflect-metadata";
import { parseArgs } from "node:util";
import { readEnvironment, type Environment } from "./shared/environment.js";

const USAGE = `usage: confide COMMAND

  start [--port N] [--data-dir DIR] [--no-demo]   the embedded topology: everything in one process
  gateway | identity | subgraph NAME              one process of the server topology; NAME is user-profile, consent or offers
  seed                                            makes the demo in a server installation that is running and empty
  secrets                                         prints new secrets for it, as an .env file
  migrate [--data-dir DIR]                        makes the databases and brings their tables up to date
  audit [--data-dir DIR]                          checks the ledger's and the disclosures' invariants
  verify-receipt FILE [--keys jwks.json] [--checkpoint FILE]
                                                  checks a receipt offline: its signature, its record, its place in the log

Settings are read from the environment; see the README.`;

/** Exit codes: 0 all is well, 1 what was checked does not hold, 2 the command could not be run. */
async function main(argv: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: argv,
    allowPositionals: true,
    allowNegative: true,
    options: {
      port: { type: "string" },
      "data-dir": { type: "string" },
      demo: { type: "boolean", default: true },
      keys: { type: "string" },
      checkpoint: { type: "string" },
      help: { type: "boolean", short: "h", default: false },
    },
  });
  const [command, ...rest] = positionals;
  if (values.help || command === undefined) return say(USAGE, values.help ? 0 : 2);
  const environment = (): Environment =>
    readEnvironment(process.env, {
      ...(values.port !== undefined && { port: Number(values.port) }),
      ...(values["data-dir"] !== undefined && { dataDir: values["data-dir"] }),
    });
  switch (command) {
    case "start": {
      const { start } = await import("./topology/start.js");
      return start(environment(), { demo: values.demo });
    }
    case "gateway": {
      const { gateway } = await import("./topology/server/gateway.js");
      return gateway(process.env);
    }
    case "identity": {
      const { identity } = await import("./topology/server/identity.js");
      return identity(process.env);
    }
    case "subgraph": {
      const { subgraph } = await import("./topology/server/subgraph.js");
      return subgraph(rest[0], process.env);
    }
    case "seed": {
      const { seed } = await import("./topology/server/seed.js");
      return seed(process.env);
    }
    case "secrets": {
      const { printSecrets } = await import("./topology/server/secrets.js");
      return printSecrets();
    }
    case "migrate": {
      const { migrate } = await import("./topology/databases.js");
      return migrate(environment());
    }
    case "audit": {
      const { audit } = await import("./topology/audit.js");
      const { readEventKey } = await import("./shared/server-environment.js");
      return audit(environment(), readEventKey(process.env));
    }
    case "verify-receipt": {
      const { verifyReceiptFile } = await import("./topology/verify-receipt.js");
      return verifyReceiptFile(rest[0], {
        keysFile: values.keys,
        checkpointFile: values.checkpoint,
        environment: environment(),
      });
    }
    default:
      return say(`There is no command "${command}".\n\n${USAGE}`, 2);
  }
}

function say(text: string, code: number): number {
  console.log(text);
  return code;
}

// Databases, keys and uploads are for their owner alone.
process.umask(0o077);

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  console.error(error instanceof Error ? error.message : "confide could not be run");
  process.exitCode = 2;
}
