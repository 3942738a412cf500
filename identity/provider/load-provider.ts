import type * as oidcProvider from "oidc-provider";

type OidcProviderModule = typeof oidcProvider;

export interface LoadedProvider {
  module: OidcProviderModule;
  /** True when the package said at import that its authors do not support this version of Node. */
  saidUnsupported: boolean;
}

let loading: Promise<LoadedProvider> | null = null;

/**
 * oidc-provider 9 prints one line at import on Node 20, which its flows are tested with here (TRAPS, Versions).
 * Exactly that line is held back; the room says it once in its own log.
 */
export function loadProvider(): Promise<LoadedProvider> {
  loading ??= load();
  return loading;
}

async function load(): Promise<LoadedProvider> {
  const warn = console.warn;
  let saidUnsupported = false;
  console.warn = (...line: unknown[]): void => {
    if (typeof line[0] === "string" && line[0].includes("Unsupported runtime")) saidUnsupported = true;
    else warn(...line);
  };
  try {
    const module = await import("oidc-provider");
    return { module, saidUnsupported };
  } finally {
    console.warn = warn;
  }
}
