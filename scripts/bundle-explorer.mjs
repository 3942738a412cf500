import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { dist, root } from "./built.mjs";

const PAGE = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>Confide explorer</title>
    <link rel="icon" href="data:," />
    <link rel="stylesheet" href="explorer.css" />
  </head>
  <body>
    <div id="explorer">The explorer needs JavaScript.</div>
    <script type="module" src="explorer.js"></script>
  </body>
</html>
`;

/** GraphiQL with its editor and language workers, all served by ourselves: the page asks no other host. */
export async function bundleExplorer() {
  const outdir = join(dist, "explorer");
  const shared = { bundle: true, minify: true, outdir, logLevel: "error", target: "es2022", legalComments: "linked" };
  await build({
    ...shared,
    entryPoints: { explorer: join(root, "explorer", "explorer.tsx") },
    format: "esm",
    jsx: "automatic",
    define: { "process.env.NODE_ENV": '"production"' },
    loader: { ".ttf": "file", ".woff2": "dataurl" },
  });
  await build({
    ...shared,
    entryPoints: {
      "editor.worker": "monaco-editor/esm/vs/editor/editor.worker.js",
      "json.worker": "monaco-editor/esm/vs/language/json/json.worker.js",
      "graphql.worker": "monaco-graphql/esm/graphql.worker.js",
    },
    format: "iife",
  });
  mkdirSync(outdir, { recursive: true });
  writeFileSync(join(outdir, "index.html"), PAGE);
}
