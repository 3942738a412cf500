import { afterAll, beforeAll, expect, it } from "@jest/globals";
import { describeWithSamples, samplePath, samplesIn } from "../harness/samples.js";
import { World } from "../harness/world.js";

interface CalendarMetrics {
  components: { vevent?: number };
}

/** Files of which something cannot be read that is neither an event nor a part of one. */
const CUT = "ical/bad-truncated.ics";

/** What a person is told of a calendar that they send, and that sending it again adds nothing. */
describeWithSamples("real-format calendars, as they are imported", () => {
  let world: World;
  beforeAll(async () => {
    world = await World.open();
  }, 60_000);
  afterAll(() => world.close());

  it.each(samplesIn("ical/"))(
    "%s",
    async (path, { metrics, expect: verdict }) => {
      const { components } = metrics as unknown as CalendarMetrics;
      const person = await world.person();
      const first = await person.import(samplePath(path), "work.ics");
      expect(first).toMatchObject({ status: "DONE", sources: ["ICALENDAR"] });
      expect(first.recordsRead).toBe((components.vevent ?? 0) - Number(path === CUT));
      if (verdict === "partial-or-reject") expect(first.problems.length).toBeGreaterThan(0);
      for (const { where } of first.problems) expect(where).toMatch(/^line \d+$/);
      const again = await person.import(samplePath(path), "again.ics");
      expect(again).toEqual({ ...first, id: again.id, recordsAdded: 0 });
    },
    60_000,
  );

  it.each(samplesIn("hostile/").filter(([path]) => path.endsWith(".ics")))(
    "%s is contained",
    async (path) => {
      const person = await world.person();
      const outcome = await person.import(samplePath(path), "work.ics");
      expect(outcome.recordsAdded).toBe(0);
      expect(outcome.recordsSkipped + outcome.problems.length).toBe(1);
      expect(JSON.stringify(outcome)).not.toMatch(/script|passwd|forever/);
      expect((await fetch(`${world.url}/healthz`)).status).toBe(200);
    },
    60_000,
  );

  it("reads times without a zone in the person's own", async () => {
    const floating = samplePath("ical/floating-dtstart-custom-vtimezone.ics");
    const person = await world.person();
    expect((await person.import(floating)).recordsAdded).toBe(1);
    const zone = { timeZone: "America/New_York", idempotencyKey: world.key() };
    await person.api.mutate("setMyTimeZone", zone, "me { id }");
    // The same wall time is another instant there.
    expect((await person.import(floating)).recordsAdded).toBe(1);
    expect((await person.import(floating)).recordsAdded).toBe(0);
  }, 60_000);
});
