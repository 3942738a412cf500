/** How many random cases a property is tried on: few in a plain run, many where CONFIDE_TEST_FULL is set. */
export function randomRuns(plain: number, full: number): { numRuns: number } {
  return { numRuns: process.env["CONFIDE_TEST_FULL"] === "1" ? full : plain };
}
