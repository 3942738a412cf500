/** `npm run build`: TypeScript to dist/, and the explorer's page with GraphiQL in it. */
import { execFileSync } from "node:child_process";
import { rmSync, writeFileSync } from "node:fs";
import { bundleExplorer } from "./bundle-explorer.mjs";
import { builtStamp, dist, root } from "./built.mjs";

rmSync(dist, { recursive: true, force: true });
execFileSync(process.execPath, ["node_modules/typescript/bin/tsc", "-p", "tsconfig.json"], {
  cwd: root,
  stdio: "inherit",
});
await bundleExplorer();
writeFileSync(builtStamp, "");
