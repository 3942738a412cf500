import { pino, type Logger } from "pino";

export type Log = Logger;

/**
 * Structured log that cannot print what a vault holds: an error becomes its class name and code, never its message,
 * because database and parser errors echo the values they met.
 */
export function createLog(level: string): Log {
  return pino({
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    serializers: { err: describeError, error: describeError },
  });
}

/** Name, code and the frames of the stack (places in our code), without the message. */
export function describeError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { type: typeof error };
  const code = (error as { code?: unknown }).code;
  const frames = (error.stack ?? "").split("\n").filter((line) => /^\s+at /.test(line));
  return {
    type: error.name,
    ...(typeof code === "string" || typeof code === "number" ? { code } : {}),
    at: frames.slice(0, 8).map((line) => line.trim()),
  };
}
