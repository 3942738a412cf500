/** Runs once, before the suites that are about MariaDB and only when there are any to run. */
import { mariadbIsInstalled, startMariadb } from "./throwaway-mariadb.mjs";

export default async function setup() {
  if (!mariadbIsInstalled()) return;
  const { url, stop } = await startMariadb();
  process.env["CONFIDE_TEST_MARIADB"] = url;
  globalThis.stopMariadb = stop;
}
