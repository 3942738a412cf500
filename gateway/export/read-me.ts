/** What is first in an export. */
export const EXPORT_READ_ME = `This is all that Confide keeps for you.

vault.ndjson         your data whole, one JSON object in a line, as Confide reads it back in
fhir-bundle.json     what of it has a place in FHIR R4: heart, body, steps, energy, food, sleep, workouts
places.gpx           where you were, and where your photographs were taken
person.json          your account's settings, sources, wallet, rules, complaints, muted brands and linked apps
licences.json        what you granted to whom, on which terms
receipts/            the signed receipt of each licence
wallet-entries.json  what you earned
disclosures.json     everything that left, for whom, how finely and why
automatic-decisions.json  what your rules accepted or declined
imports.json         the files that you brought

Import the zip as it is into another account to have the same vault there.
Licences, receipts and points stay with the account that they belong to.
`;
