import { describe, expect, it } from "@jest/globals";
import { importFile } from "../../../../../subgraphs/user-profile/importers/import-file.js";
import { importVcard } from "../../../../../subgraphs/user-profile/importers/vcard.js";
import { describeWithSamples, samplePath, samplesIn } from "../../../../harness/samples.js";
import { bytesOf, CollectingSink, UTC } from "./collecting-sink.js";

function factsOf(sink: CollectingSink): Record<string, unknown> {
  return Object.fromEntries(sink.facts.map(({ field, value }) => [field, value]));
}

/** What expected.json says of each in counts and raw values, as the fields hold it. */
const FACTS: Record<string, Record<string, unknown>> = {
  "vcard/gmail-single.vcf": {
    "contact.givenName": "Greg",
    "contact.familyName": "Dartmouth",
    "contact.email": "gdartmouth@hotmail.com",
    "contact.phone": "555 555 1111",
    "contact.postalAddress": "123 Home St, Home City, HM 12345",
    "demographics.birthYear": 1960,
  },
  // Its telephones are words, its address a workplace's.
  "vcard/outlook-2003.vcf": {
    "contact.givenName": "John",
    "contact.familyName": "Doe",
    "contact.email": "jdoe@hotmail.com",
    "contact.postalAddress": "TheOffice, 123 Main St, Austin, TX, 12345, United States of America",
    "demographics.birthYear": 1980,
  },
  // Its birthday has no year.
  "vcard/rfc6350-example.vcf": {
    "contact.givenName": "Simon",
    "contact.familyName": "Perreault",
    "contact.email": "simon.perreault@viagenie.ca",
    "contact.phone": "+1-418-656-9254 ext. 102",
    "contact.postalAddress": "Suite D2-630, 2875 Laurier, Quebec, QC, G1V 2M2, Canada",
    "demographics.gender": "M",
    "demographics.languages": ["fr", "en"],
  },
  "vcard/synth-me-v4.vcf": {
    "contact.givenName": "Alex",
    "contact.familyName": "Example",
    "contact.email": "alex@example.com",
    "contact.phone": "+1-555-555-0100",
    "contact.postalAddress": "1 Example St, New York, NY, 10024, United States",
    "demographics.birthYear": 1988,
    "demographics.gender": "F",
    "demographics.languages": ["en", "es"],
    "demographics.homeArea": { locality: "New York", region: "NY", country: "US" },
  },
};

describeWithSamples("vCard samples", () => {
  it.each(samplesIn("vcard/"))("%s gives the expected facts", async (name, sample) => {
    const sink = new CollectingSink();
    const { isComplete, sources } = await importFile(samplePath(name), sink);
    expect(sources).toEqual(["VCARD"]);
    expect(factsOf(sink)).toEqual(FACTS[name] ?? {});
    expect(isComplete).toBe(sample.expect === "parse");
    expect(sink.problems).toHaveLength(sample.expect === "parse" ? 0 : 1);
    expect(sink.records).toBe((sample.metrics as { cards: number }).cards);
  });
});

async function read(...lines: string[]): Promise<CollectingSink> {
  const sink = new CollectingSink();
  await importVcard({ chunks: bytesOf(lines.join("\r\n"), 5), sink, label: "", zone: UTC });
  return sink;
}

describe("vCards", () => {
  it("refuses an address book", async () => {
    const card = ["BEGIN:VCARD", "N:Other;Person", "END:VCARD"];
    const sink = await read(...card, ...card);
    expect(sink.items).toEqual([]);
    expect(sink.problems).toEqual([{ where: "card", message: expect.stringMatching(/address book/) }]);
  });

  it("decodes quoted-printable over soft breaks, folding and escapes", async () => {
    const quoted = ["N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:M=C3=BCl=", "ler;Zo=C3=AB"];
    expect(factsOf(await read("BEGIN:VCARD", ...quoted, "END:VCARD"))).toEqual({
      "contact.familyName": "Müller",
      "contact.givenName": "Zoë",
    });
    expect(factsOf(await read("BEGIN:VCARD", "item1.N:a\\;b\\,", "  c;d", "END:VCARD"))).toEqual({
      "contact.familyName": "a;b, c",
      "contact.givenName": "d",
    });
  });

  it("prefers the preferred, and leaves out what cannot be", async () => {
    const mails = ["EMAIL:nobody", "EMAIL;PREF=2:b@example.com", "EMAIL;PREF=1:a@example.com"];
    const sink = await read("BEGIN:VCARD", ...mails, "TEL;TYPE=FAX:12345", "BDAY:19-no", "GENDER:U", "END:VCARD");
    expect(factsOf(sink)).toEqual({ "contact.email": "a@example.com" });
    expect(sink.problems).toEqual([{ where: "card", message: expect.stringMatching(/date of birth/) }]);
  });
});
