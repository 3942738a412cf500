const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
/** Names that addresses use and the Unicode CLDR does not. */
const OTHER_NAMES: readonly (readonly [string, string])[] = [
  ["usa", "US"],
  ["united states of america", "US"],
  ["uk", "GB"],
  ["great britain", "GB"],
];

let codes: ReadonlyMap<string, string> | null = null;

/** ISO 3166-1 alpha-2 of a country that is written in English or as its code; null when it is neither. */
export function countryCode(written: string): string | null {
  codes ??= namesOfCountries();
  return codes.get(written.trim().toLowerCase()) ?? null;
}

/** The names that ICU, which Node carries, has for every code of two letters. */
function namesOfCountries(): Map<string, string> {
  const names = new Intl.DisplayNames(["en"], { type: "region", fallback: "none" });
  const found = new Map<string, string>(OTHER_NAMES);
  for (const first of LETTERS) {
    for (const second of LETTERS) {
      const code = first + second;
      const name = names.of(code);
      // Old and grouped codes map to the same names or to none that an address has; the first one is kept.
      if (name === undefined || found.has(name.toLowerCase())) continue;
      found.set(name.toLowerCase(), code);
      found.set(code.toLowerCase(), code);
    }
  }
  return found;
}
