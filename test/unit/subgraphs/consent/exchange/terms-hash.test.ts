import { describe, expect, it } from "@jest/globals";
import { Precision } from "../../../../../shared/licensing/precision.js";
import { Purpose } from "../../../../../shared/licensing/purpose.js";
import { termsHash } from "../../../../../subgraphs/consent/exchange/terms-hash.js";

const brand = { id: "b", name: "Northwind", domain: "northwind.example" };
const term = { id: "t", field: "heart.rate", precision: Precision.FINE, history: "P30D", points: 5 };
const shown = {
  id: "e",
  title: "Title",
  summary: "Summary",
  purpose: Purpose.PERSONALISED_OFFERS,
  terms: [term],
  optionalTerms: [{ ...term, id: "o", field: "body.weight" }],
  lasts: "P90D",
  rewardPerDisclosure: 1,
  maxDisclosures: null,
  retention: "P30D",
  storageCountries: ["IE"],
  recipients: ["Post"],
  opensAt: new Date(0),
  closesAt: null,
};

describe("the hash of what a person is shown", () => {
  const hash = termsHash(brand, shown, null);

  it("is the same for the same words, in whatever order they were put together", () => {
    expect(termsHash({ ...brand }, Object.fromEntries(Object.entries(shown).reverse()) as typeof shown, null)).toBe(
      hash,
    );
  });

  it.each<[string, object]>([
    ["id", { id: "f" }],
    ["title", { title: "Title." }],
    ["summary", { summary: "Other" }],
    ["purpose", { purpose: Purpose.DIRECT_MARKETING }],
    ["a term's precision", { terms: [{ ...term, precision: Precision.EXACT }] }],
    ["a term's history", { terms: [{ ...term, history: "P31D" }] }],
    ["a term's points", { terms: [{ ...term, points: 4 }] }],
    ["an optional term's points", { optionalTerms: [{ ...term, id: "o", field: "body.weight", points: 4 }] }],
    ["what is optional", { terms: [...shown.terms, ...shown.optionalTerms], optionalTerms: [] }],
    ["lasts", { lasts: "P91D" }],
    ["rewardPerDisclosure", { rewardPerDisclosure: 0 }],
    ["maxDisclosures", { maxDisclosures: 9 }],
    ["retention", { retention: "P31D" }],
    ["storageCountries", { storageCountries: ["IE", "US"] }],
    ["recipients", { recipients: [] }],
    ["opensAt", { opensAt: new Date(1) }],
    ["closesAt", { closesAt: new Date(1) }],
  ])("changes with %s", (_, change) => {
    expect(termsHash(brand, { ...shown, ...change }, null)).not.toBe(hash);
  });

  it.each([["id"], ["name"], ["domain"]])("changes with the brand's %s", (name) => {
    expect(termsHash({ ...brand, [name]: "other" }, shown, null)).not.toBe(hash);
  });
});
