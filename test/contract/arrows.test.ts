import { readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { projectRoot } from "../../shared/project-root.js";

/** Which rooms a room may import (ARCHITECTURE 1). A room that is not here may not exist. */
const ALLOWED: Record<string, readonly string[]> = {
  shared: [],
  "subgraphs/user-profile": ["shared"],
  "subgraphs/consent": ["shared"],
  "subgraphs/offers": ["shared"],
  identity: ["shared"],
  gateway: ["shared"],
  demo: ["shared", "subgraphs/consent"],
  topology: [
    "shared",
    "gateway",
    "identity",
    "subgraphs/user-profile",
    "subgraphs/consent",
    "subgraphs/offers",
    "demo",
  ],
  explorer: [],
};

const sources = (folder: string): string[] =>
  readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) return sources(path);
    return /\.tsx?$/.test(name) ? [path] : [];
  });

const roomOf = (path: string): string => {
  const parts = relative(projectRoot, path).split("/");
  return parts[0] === "subgraphs" ? `${parts[0]}/${parts[1]}` : parts[0]!;
};

const importsOf = (file: string): string[] =>
  [...readFileSync(file, "utf8").matchAll(/(?:from|import)\s*\(?\s*"(\.[^"]+)"/g)].map(([, path]) =>
    join(dirname(file), path!),
  );

describe("arrows between rooms", () => {
  it.each(Object.entries(ALLOWED))("%s imports only %j", (room, allowed) => {
    const wrong = sources(join(projectRoot, room)).flatMap((file) =>
      importsOf(file)
        .filter((imported) => ![room, ...allowed].includes(roomOf(imported)))
        .map((imported) => `${relative(projectRoot, file)} -> ${relative(projectRoot, imported)}`),
    );
    expect(wrong).toEqual([]);
  });

  it("knows every room", () => {
    const folders = ["subgraphs/user-profile", "subgraphs/consent", "subgraphs/offers"];
    const others = ["test", "scripts", "bench", "dist", "data", "node_modules", "subgraphs", "coverage", "docs"];
    const found = readdirSync(projectRoot).filter((name) => {
      return statSync(join(projectRoot, name)).isDirectory() && !name.startsWith(".") && !others.includes(name);
    });
    expect([...found, ...folders].sort()).toEqual(Object.keys(ALLOWED).sort());
  });

  it("has no barrel and no default export", () => {
    const files = Object.keys(ALLOWED).flatMap((room) => sources(join(projectRoot, room)));
    expect(files.filter((file) => /\/index\.tsx?$/.test(file))).toEqual([]);
    expect(files.filter((file) => /^export default/m.test(readFileSync(file, "utf8")))).toEqual([]);
  });

  it("keeps the Elastic-2.0 packages behind gateway/ and the composition script", () => {
    const users = Object.keys(ALLOWED)
      .filter((room) => room !== "gateway")
      .flatMap((room) => sources(join(projectRoot, room)))
      .filter((file) => /"@apollo\/(gateway|composition)/.test(readFileSync(file, "utf8")));
    expect(users).toEqual([]);
  });
});
