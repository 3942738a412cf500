import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The package's own folder, whether the code runs from source or from `dist`. */
export const projectRoot: string = find(dirname(fileURLToPath(import.meta.url)));

function find(directory: string): string {
  const file = join(directory, "package.json");
  if (existsSync(file) && (JSON.parse(readFileSync(file, "utf8")) as { name?: string }).name === "confide") {
    return directory;
  }
  const parent = dirname(directory);
  if (parent === directory) throw new Error("the package's folder was not found");
  return find(parent);
}
