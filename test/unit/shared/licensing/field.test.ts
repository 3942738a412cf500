import { describe, expect, it } from "@jest/globals";
import { FIELDS, fieldSpec } from "../../../../shared/licensing/field.js";
import { PRECISIONS } from "../../../../shared/licensing/precision.js";
import { seriesRules } from "../../../../subgraphs/user-profile/generalise/series-rules.js";

// The published table, once more and by hand: tier, special category, and per cell x (exists), p (the person only), - (none).
const TABLE = `
demographics.birthYear    PERSONAL no  xxxx-
demographics.gender       INTIMATE yes x----
demographics.languages    EVERYDAY no  x----
demographics.household    PERSONAL no  x--x-
demographics.homeArea     PERSONAL no  pxxx-
contact.givenName         PERSONAL no  x----
contact.familyName        INTIMATE no  x----
contact.email             INTIMATE no  x----
contact.phone             INTIMATE no  x----
contact.postalAddress     INTIMATE no  x----
location.home             INTIMATE no  pxxx-
location.visits           INTIMATE no  pxxx-
fitness.workouts          PERSONAL no  xxx--
fitness.steps             PERSONAL no  xxxxx
fitness.activeEnergy      PERSONAL no  xxxxx
heart.rate                INTIMATE yes xxxxx
heart.restingRate         INTIMATE yes xxxxx
heart.variability         INTIMATE yes xxxxx
body.weight               INTIMATE yes xxxxx
body.height               INTIMATE yes xxxx-
body.bodyMassIndex        INTIMATE yes xx-x-
sleep.duration            INTIMATE yes xxxxx
sleep.stages              INTIMATE yes x----
diet.energy               INTIMATE yes xxxxx
diet.macronutrients       INTIMATE yes xxx--
work.workingHours         PERSONAL no  xxxx-
work.pattern              PERSONAL no  xxx--
photos.count              PERSONAL no  xxxx-
photos.places             INTIMATE no  pxxx-
photos.moments            INTIMATE no  pxxx-
`;

describe("the table of fields", () => {
  it("has every field of the contract with its tier, category and cells", () => {
    const lines = FIELDS.map(({ path, tier, specialCategory, precisions, personOnly }) => {
      const cells = PRECISIONS.map((p) => (personOnly.includes(p) ? "p" : precisions[p] === undefined ? "-" : "x"));
      return [path, tier, specialCategory ? "yes" : "no", cells.join("")].join(" ");
    });
    expect(lines).toEqual(
      TABLE.trim()
        .split("\n")
        .map((line) => line.replace(/ +/g, " ")),
    );
  });

  it("calls contact identifying, and nothing else", () => {
    const paths = FIELDS.filter((field) => field.identifying).map(({ path }) => path);
    expect(paths).toEqual(FIELDS.map(({ path }) => path).filter((path) => path.startsWith("contact.")));
  });

  it("has at most three thresholds, on edges of the field's band, exactly where PREDICATE exists", () => {
    for (const { path, thresholds, precisions } of FIELDS) {
      expect([path, thresholds.length > 0]).toEqual([path, precisions.PREDICATE !== undefined]);
      expect(thresholds.length).toBeLessThanOrEqual(3);
      const edge = seriesRules(path)?.levels.BAND?.edge ?? NaN;
      for (const threshold of thresholds) expect([path, threshold % edge]).toEqual([path, 0]);
    }
  });

  it("gives each field an absolute IRI, its broader term where it is our own", () => {
    for (const { iri, broader } of FIELDS) {
      expect(new URL(iri).protocol).toBe("https:");
      expect(iri.startsWith("https://w3id.org/dpv/pd#")).toBe(broader === null);
    }
  });

  it("knows no other path", () => {
    expect(fieldSpec("heart.rate")?.unit).toBe("/min");
    expect(fieldSpec("heart")).toBeUndefined();
    expect(fieldSpec("__proto__")).toBeUndefined();
  });
});
