import { describe, expect, it } from "@jest/globals";
import { licensedReading } from "../../../../harness/licensing/licensed-reading.js";
import { KNOWN_PLACES } from "../../../../harness/licensing/known-places.js";
import type { Named } from "../../../../harness/licensing/contract-fields.js";
import type { VaultContents } from "../../../../harness/licensing/vault-contents.js";
import { ImportSource, Provenance } from "../../../../../subgraphs/user-profile/observation.js";

const NOW = new Date("2026-03-31T12:00:00Z");
const MINUTE_MS = 60_000;
const TAKEN_MS = Date.parse("2026-03-18T10:37:42.500Z"); // a Wednesday
const { latitude, longitude } = KNOWN_PLACES[0]!;
const VAULT: VaultContents = {
  timeZone: "UTC",
  facts: {},
  observations: [
    {
      kind: "photo",
      startMs: TAKEN_MS,
      endMs: TAKEN_MS,
      offsetMinutes: 0,
      latitude,
      longitude,
      camera: null,
      origin: { source: ImportSource.PHOTO, device: null, grade: Provenance.OBSERVED },
    },
  ],
};

describe("places inside photographs", () => {
  const asking = (moments: Named, visitDays: number) =>
    licensedReading(
      VAULT,
      [
        { field: "photos.moments", precision: moments, historyDays: 90 },
        { field: "location.visits", precision: "COARSE", historyDays: visitDays },
      ],
      NOW,
    );
  const during = (from: number | string, to: number | string): string =>
    `photos { moments(during: { from: "${new Date(from).toISOString()}", to: "${new Date(to).toISOString()}" })
       { takenAt place { locality } } }`;

  it.each([
    ["FINE", "2026-03-18T10:00:00.000Z"],
    ["COARSE", "2026-03-18T00:00:00.000Z"],
    ["BAND", "2026-03-16T00:00:00.000Z"],
  ] as const)(
    "at %s are told whenever the moment is, so that no end of a period finds when it was",
    async (cell, told) => {
      const ask = await asking(cell, 90);
      const around = [1, TAKEN_MS - Date.parse(told) - MINUTE_MS, TAKEN_MS - Date.parse(told) + MINUTE_MS];
      for (const afterMs of around) {
        const { data, errors } = await ask(during(told, Date.parse(told) + afterMs));
        expect(errors).toEqual([]);
        expect(data).toEqual({ photos: { moments: [{ takenAt: told, place: { locality: "Vienna" } }] } });
      }
    },
  );

  it("are not told of a moment that begins before their own history", async () => {
    const ask = await asking("BAND", 14); // since the 17th; the moment's week begins on the 16th
    const { data } = await ask(during("2026-03-01T00:00:00Z", NOW.getTime()));
    expect(data).toEqual({ photos: { moments: [{ takenAt: "2026-03-16T00:00:00.000Z", place: null }] } });
  });
});
