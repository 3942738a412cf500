import { describe, expect, it } from "@jest/globals";
import { ImportSource } from "../../../../../subgraphs/user-profile/observation.js";
import { recognise } from "../../../../../subgraphs/user-profile/importers/recognise.js";

const { APPLE_HEALTH, FIT, GOOGLE_LOCATION, GPX, ICALENDAR, PHOTO, VCARD } = ImportSource;
const BROKEN_DTD = `<!DOCTYPE HealthData [
<!-- HealthKit Export Version: 12 <gpx> -->
<!ELEMENT HealthData (ExportDate,Me,(Record)*)>
<!ATTLIST VisionPrescription
  type CDATA #REQUIRED
<!ELEMENT RightEye EMPTY>
>
]>`;

function utf16be(text: string): Buffer {
  return Buffer.from(text, "utf16le").swap16();
}

describe("recognise", () => {
  it.each([
    ["a bare root", "<HealthData locale='en_US'>", APPLE_HEALTH],
    ["a declaration and blanks", '<?xml version="1.0" encoding="UTF-8"?>\n\n<gpx version="1.1">', GPX],
    ["leading blank lines", '\n  <?xml version="1.0"?><gpx/>', GPX],
    ["a byte order mark", "\ufeff<?xml version='1.0'?><gpx/>", GPX],
    ["a prefixed root", '<g:gpx xmlns:g="http://www.topografix.com/GPX/1/0">', GPX],
    ["a comment that names another root", "<!-- <gpx> --><HealthData>", APPLE_HEALTH],
    ["the broken DTD of iOS 16", `<?xml version="1.0"?>\n${BROKEN_DTD}<HealthData>`, APPLE_HEALTH],
    ["control characters", "\u000b<gpx>", GPX],
    ["a zip", "PK\x03\x04....", "zip"],
    ["an empty zip", "PK\x05\x06....", "zip"],
    ["FIT", "\x0e\x10\x00\x00\x00\x00\x00\x00.FIT", FIT],
    ["text that holds FIT's word", "\x05 345678.FIT", null],
    ["a card after a mark and a blank line", "\ufeff\r\nbegin:vcard\r\nVERSION:3.0", VCARD],
    ["text that speaks of a card", "see BEGIN:VCARD\n", null],
    ["a calendar after a mark and a blank line", "\ufeff\n\r\nbegin:vcalendar\r\nVERSION:2.0", ICALENDAR],
    ["a calendar that has only begun", "BEGIN:VCALENDAR", ICALENDAR],
    ["text that speaks of a calendar", "see BEGIN:VCALENDAR\n", null],
    ["records of locations", '{ "locations" : [', GOOGLE_LOCATION],
    ["segments of a timeline", '[{"startTime":"2025","visit": {"x":1}}]', GOOGLE_LOCATION],
    ["sleep of another service", '[{"startTime":"2025","levels":{}}]', null],
    ["HTML", "<!doctype html><html><body>Sign in</body></html>", null],
    ["JSON", '{"gpx": 1}', null],
    ["text that speaks of a root", "the <gpx> element", null],
    ["the clinical document beside an export", '<ClinicalDocument xmlns="urn:hl7-org:v3"/>', null],
    ["another case", "<GPX>", null],
    ["a root that is never reached", `<!-- ${"x".repeat(1000)}`, null],
    ["nothing", "", null],
  ])("tells %s", (_what, text, kind) => {
    expect(recognise(Buffer.from(text))).toBe(kind);
  });

  it.each([
    ["a JPEG", "\xff\xd8\xff\xe0", PHOTO],
    ["a PNG", "\x89PNG\r\n\x1a\n\0\0\0\rIHDR", PHOTO],
    ["a WebP", "RIFF\x10\0\0\0WEBPVP8X", PHOTO],
    ["a sound in the same container", "RIFF\x10\0\0\0WAVEfmt ", null],
    ["a little endian TIFF", "II*\0\x08\0\0\0", PHOTO],
    ["a big endian TIFF", "MM\0*\0\0\0\x08", PHOTO],
    ["a HEIC", "\0\0\0\x18ftypheic\0\0\0\0mif1heic", PHOTO],
    ["an AVIF by a compatible brand", "\0\0\0\x1cftyppict\0\0\0\0miafMA1Bavif", PHOTO],
    ["a film", "\0\0\0\x18ftypmp42\0\0\0\0mp41isom", null],
    ["a film whose next box is called as a brand", "\0\0\0\x10ftypqt  \0\0\0\0heic", null],
    ["a GIF", "GIF89a", null],
    ["text that begins as a TIFF", "II* is a byte order", null],
    ["two bytes of a JPEG", "\xff\xd8", null],
  ])("tells %s", (_what, text, kind) => {
    expect(recognise(Buffer.from(text, "latin1"))).toBe(kind);
  });

  it.each([
    ["UTF-16 little endian with mark", Buffer.from("\ufeff<?xml version='1.0' encoding='UTF-16'?><gpx/>", "utf16le")],
    ["UTF-16 big endian with mark", utf16be("\ufeff<gpx/>")],
    ["UTF-16 little endian without mark", Buffer.from("<?xml version='1.0' encoding='UTF-16'?><gpx/>", "utf16le")],
    ["UTF-16 big endian without mark", utf16be("<gpx/>")],
    ["Latin 1", Buffer.from("<?xml version='1.0' encoding='ISO-8859-1'?><!-- caf\xe9 --><gpx/>", "latin1")],
  ])("reads %s", (_what, bytes) => {
    expect(recognise(bytes)).toBe(GPX);
  });

  it("knows a root at whatever byte the beginning was cut after it", () => {
    const bytes = Buffer.from("<HealthData locale='fr'> <Record sourceName='l’iPhone'");
    for (let end = "<HealthData ".length; end <= bytes.length; end++) {
      expect(recognise(bytes.subarray(0, end))).toBe(APPLE_HEALTH);
    }
  });
});
