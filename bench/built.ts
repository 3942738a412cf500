import "reflect-metadata";

/**
 * Loads a module as it is built, which is what people run: compiled by tsc, loaded without a translator. Name its source's
 * type: `await built<typeof Source>("shared/database.js")`.
 */
export function built<T>(path: string): Promise<T> {
  return import(new URL(`../dist/${path}`, import.meta.url).href) as Promise<T>;
}
