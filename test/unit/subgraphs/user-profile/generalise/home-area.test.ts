import { expect, it } from "@jest/globals";
import { generaliseHomeArea } from "../../../../../subgraphs/user-profile/generalise/home-area.js";
import { Precision } from "../../../../../shared/licensing/precision.js";

const HOME = { locality: "New York", region: "NY", country: "US" };
const NOWHERE = { latitude: null, longitude: null };

it.each([
  [Precision.EXACT, { locality: "New York", region: "NY", country: "US" }],
  [Precision.FINE, { locality: "New York", region: "NY", country: "US" }],
  [Precision.COARSE, { locality: null, region: "NY", country: "US" }],
  [Precision.BAND, { locality: null, region: null, country: "US" }],
])("tells a home at %s", (precision, told) => {
  expect(generaliseHomeArea(precision, HOME)).toEqual({ ...NOWHERE, ...told });
});

it("tells nothing where the precision lets nothing through", () => {
  expect(generaliseHomeArea(Precision.BAND, { locality: "New York", region: "NY", country: null })).toBeNull();
});
