/** `npm test [-- jest's arguments]`: the one test command. Says plainly what it leaves out, and counts in one line. */
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildIfNeeded, root } from "./built.mjs";

buildIfNeeded(); // the command line is tested as users run it
const folder = mkdtempSync(join(tmpdir(), "confide-results-"));
const results = join(folder, "results.json");
const jest = [
  join(root, "node_modules", "jest", "bin", "jest.js"),
  "--json",
  `--outputFile=${results}`,
  ...process.argv.slice(2),
];
const { status } = spawnSync(process.execPath, ["--experimental-vm-modules", "--no-warnings", ...jest], {
  cwd: root,
  stdio: "inherit",
});
let isWhole = true;
if (existsSync(results)) {
  const { numPassedTests, numFailedTests, numPendingTests, numFailedTestSuites } = JSON.parse(
    readFileSync(results, "utf8"),
  );
  // A suite that could not even be loaded has no test to count.
  const failed = Math.max(numFailedTests, numFailedTestSuites);
  // What CI requires is whole: a test that was skipped there, or left out beside a focused one, is a failure.
  isWhole = numPendingTests === 0 || !process.env.CONFIDE_TEST_REQUIRE;
  console.log(`\n${numPassedTests} passed, ${failed} failed, ${numPendingTests} skipped`);
}
rmSync(folder, { recursive: true, force: true });
process.exit(isWhole ? (status ?? 1) : 1);
