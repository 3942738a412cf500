import { fileURLToPath } from "node:url";
import { describe } from "@jest/globals";

/** What tests need and the repository does not hold lies in a folder beside it. */
const FOLDER = fileURLToPath(new URL("../../../shared/", import.meta.url));

export type BesideName = "samples" | "contract";

const CALLED: Readonly<Record<BesideName, string>> = {
  samples: "the sample files are",
  contract: "the contract is",
};

export function besidePath(name: string): string {
  return `${FOLDER}${name}`;
}

/** `CONFIDE_TEST_REQUIRE=samples,contract` makes the absence of what it names a failure. */
export function isRequired(name: BesideName): boolean {
  return (process.env["CONFIDE_TEST_REQUIRE"] ?? "").split(",").includes(name);
}

/** A suite over such files: skipped with a notice where they are absent, failing where they are required. */
export function describeWith(name: BesideName, isThere: boolean, title: string, suite: () => void): void {
  if (isThere || isRequired(name)) {
    describe(title, suite);
    return;
  }
  console.warn(`Skipped "${title}": ${CALLED[name]} not beside the repository.`);
  // eslint-disable-next-line no-restricted-syntax -- it is told here, counts as skipped, and fails where it is required
  describe.skip(title, suite);
}
