import type { Demo } from "./demo.js";

/** What a newcomer needs on one screen: where everything is, who can sign in, and one request that works as it stands. */
export function printDemo({ graphql, dashboard, explorer, people, brands, partners }: Demo): void {
  const lines = [
    "",
    `  GraphQL    ${graphql}`,
    `  Explorer   ${explorer}`,
    `  Account    ${new URL("/account", dashboard).href}`,
    "",
    "  People (sign in with e-mail and password)",
    ...people.map(
      ({ displayName, email, password }) => `    ${displayName.padEnd(12)} ${email.padEnd(22)} ${password}`,
    ),
    "",
    "  Brands (client credentials; secrets are in demo.json)",
    ...brands.map(({ name, clientId }) => `    ${name.padEnd(14)} ${clientId}`),
    "",
    "  Partner app (its server signs with the secret key in demo.json; it calls Mara `mara`)",
    ...partners.map(({ name, publishableKey }) => `    ${name.padEnd(18)} ${publishableKey}`),
    "",
    "  What Mara sees of herself:",
    "",
    readyCurl(graphql, people[0]?.token ?? ""),
    "",
    "  The README's flip continues from here.",
  ];
  console.log(lines.join("\n"));
}

function readyCurl(graphql: string, token: string): string {
  const query = "{ me { displayName data { heart { restingRate(precision: BAND) { start min max unit } } } } }";
  return `curl -s ${graphql} -H 'Authorization: Bearer ${token}' -H 'Content-Type: application/json' -d '${JSON.stringify({ query })}'`;
}
