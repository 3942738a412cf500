import { existsSync } from "node:fs";
import { expect, it } from "@jest/globals";
import { importFile } from "../../../../../subgraphs/user-profile/importers/import-file.js";
import { describeWithSamples, samplePath, samplesIn } from "../../../../harness/samples.js";
import { CollectingSink } from "./collecting-sink.js";

/** What is told of each, and how many items are stored at most. */
const CONTAINED: Record<string, { message: RegExp; items: number }> = {
  "empty.gpx": { message: /empty: there is nothing to import/, items: 0 },
  // Three meals of 100 kcal; their names are not read at all.
  "csv-formula-injection.csv": { message: /^$/, items: 3 },
  "csv-nul-bytes.csv": { message: /no format that is read here/, items: 0 },
  "empty.zip": { message: /holds nothing to import/, items: 0 },
  "fit-giant-definition.fit": { message: /checksum is wrong/, items: 0 },
  "fit-header-claims-4GB.fit": { message: /breaks at byte/, items: 0 },
  "ics-deep-nesting.ics": { message: /nested too deeply/, items: 0 },
  "ics-secondly-forever.ics": { message: /repeats more often than working time does; nothing of it/, items: 0 },
  // An event without an end or a duration; its words and links are not read at all.
  "ics-xss.ics": { message: /^$/, items: 0 },
  "json-deep-200k.json": { message: /no format that is read here/, items: 0 },
  // Of five heart rates one is somebody's.
  "json-number-extremes.json": { message: /lacks a plausible value/, items: 1 },
  "json-proto-pollution.json": { message: /no format that is read here/, items: 0 },
  "not-a-zip.zip": { message: /damaged or cut/, items: 0 },
  "wrong-ext-html-as-export.xml": { message: /no format that is read here/, items: 0 },
  // Its content counts, not its name: a location history without locations.
  "wrong-ext-json-as.gpx": { message: /holds no locations/, items: 0 },
  "xml-billion-laughs-apple.xml": { message: /uses an entity, which is not expanded/, items: 0 },
  "xml-billion-laughs.gpx": { message: /uses an entity, which is not expanded/, items: 0 },
  "xml-deep-100k.gpx": { message: /nested too deeply/, items: 0 },
  "xml-external-entity.gpx": { message: /uses an entity, which is not expanded/, items: 0 },
  "xml-latin1-declared-utf8.gpx": { message: /not of the encoding it declares/, items: 0 },
  // Only a formatted name and URLs, none of which is read.
  "vcard-xss.vcf": { message: /^$/, items: 0 },
  // A photograph; its description is not read at all.
  "xss-in-exif-description.jpg": { message: /^$/, items: 1 },
  // One point is a workout and a visit; its names are not read at all.
  "xss-in-names.gpx": { message: /^$/, items: 2 },
  "zip-bomb-1GB.zip": { message: /expands to far more/, items: 0 },
  "zip-duplicate-names.zip": { message: /same name; neither was read/, items: 0 },
  "zip-nested-6-levels.zip": { message: /inside an archive inside an archive is not read/, items: 0 },
  "zip-slip.zip": { message: /names a file outside of itself/, items: 0 },
  "zip-symlink.zip": { message: /symbolic link; it was not followed/, items: 0 },
};

/** Files that the archive of names with `../` would have left, had it been unpacked. */
const ESCAPED = ["/tmp/evil-slip.txt", "/tmp/evil-abs.txt", "/tmp/evil2.txt", "/tmp/evil3.txt", "/tmp/evil4.txt"];

async function told(name: string): Promise<{ sink: CollectingSink; message: string }> {
  const sink = new CollectingSink();
  let thrown = "";
  try {
    await importFile(samplePath(name), sink);
  } catch (error) {
    if (!(error instanceof Error) || !/^(Unsupported|Import)/.test(error.name)) throw error;
    thrown = error.message;
  }
  return { sink, message: [thrown, ...sink.problems.map(({ message }) => message)].filter(Boolean).join("\n") };
}

describeWithSamples("Hostile samples", () => {
  const names = samplesIn("hostile/").map(([name]) => name.replace("hostile/", ""));

  it("knows them all", () => {
    expect(Object.keys(CONTAINED).sort()).toEqual(names.sort());
  });

  it.each(Object.entries(CONTAINED))("contains %s", async (name, { message, items }) => {
    const before = process.memoryUsage.rss();
    const outcome = await told(`hostile/${name}`);
    expect(outcome.message).toMatch(message);
    expect(outcome.sink.items).toHaveLength(items);
    expect(JSON.stringify([outcome.sink.items, outcome.message])).not.toMatch(/script|lol|root:/);
    expect(process.memoryUsage.rss() - before).toBeLessThan(200 * 1024 ** 2);
    for (const path of ESCAPED) expect(existsSync(path)).toBe(false);
  });
});
