/** Small exports, written for a test: every number has digits that nothing coarser than EXACT may show. */

interface HealthRecord {
  type: string;
  unit: string;
  value: string;
  /** `YYYY-MM-DD HH:MM:SS`, UTC. */
  start: string;
  end?: string;
}

/** An Apple Health export of some records, a night's stages and a run. */
export function healthText(records: readonly HealthRecord[], extra = ""): string {
  const lines = records.map(
    ({ type, unit, value, start, end = start }) =>
      `<Record type="HK${type}" sourceName="Watch" unit="${unit}" startDate="${start} +0000" endDate="${end} +0000" value="${value}"/>`,
  );
  return `<?xml version="1.0"?><HealthData locale="en_GB">${lines.join("\n")}${extra}</HealthData>`;
}

/** Google's Records.json of single positions. */
export function recordsText(points: readonly { latitude: number; longitude: number; timestamp: string }[]): string {
  const locations = points.map(({ latitude, longitude, timestamp }) => ({
    latitudeE7: Math.round(latitude * 1e7),
    longitudeE7: Math.round(longitude * 1e7),
    timestamp,
  }));
  return JSON.stringify({ locations });
}

/** One's own card. */
export const CARD = [
  "BEGIN:VCARD",
  "VERSION:4.0",
  "FN:Zoë Ünseen",
  "N:Ünseen;Zoë;;;",
  "EMAIL:zoe@unseen.example",
  "TEL;VALUE=uri:tel:+43-1-555-0199",
  "BDAY:19840229",
  "GENDER:F",
  "LANG:de-AT",
  "ADR;TYPE=home:;;Some Street 1;Graz;Styria;8010;Austria",
  "END:VCARD",
  "",
].join("\r\n");
