import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { generatedFiles } from "../../scripts/generated-files.js";
import { projectRoot } from "../../shared/project-root.js";

describe("generated files", () => {
  it("are what `npm run compose` would write", async () => {
    const files = await generatedFiles();
    const stale = [...files].filter(([name, text]) => readFileSync(join(projectRoot, name), "utf8") !== text);
    expect(stale.map(([name]) => name)).toEqual([]);
    expect([...files.keys()].sort()).toEqual([
      "shared/catalogue.json",
      "subgraphs/consent/schema.graphql",
      "subgraphs/offers/schema.graphql",
      "subgraphs/user-profile/schema.graphql",
      "supergraph.graphql",
    ]);
  });
});
