/** Who asks, as the gateway proved it from the bearer token. A subgraph never sees the token. */
export type Viewer =
  | { kind: "nobody" }
  | {
      kind: "person";
      personId: string;
      displayName: string;
      /** Keyed hash of the account's e-mail address, so that a typed confirmation can be compared without knowing it. */
      emailHash: string;
      scopes: readonly PersonScope[];
      /** When they signed in; absent from a personal access token, which is no sign-in. */
      signedInAtMs?: number;
    }
  | { kind: "brand"; brandId: string; clientId: string }
  | { kind: "brandMember"; brandId: string; personId: string }
  | { kind: "visitor"; partnerAppId: string; subject: string; gpc: boolean }
  | { kind: "operator"; clientId: string };

export type ViewerKind = Viewer["kind"];

/** What a personal access token may do (HTTP.md); a dashboard session has all four. */
export type PersonScope = "read" | "import" | "consent" | "spend";
export const PERSON_SCOPES: readonly PersonScope[] = ["read", "import", "consent", "spend"];

export const NOBODY: Viewer = { kind: "nobody" };

/** One text per principal: what idempotency keys, cursors, capabilities and rate limits are bound to. */
export function principalOf(viewer: Viewer): string {
  switch (viewer.kind) {
    case "nobody":
      return "nobody";
    case "person":
      return principalOfPerson(viewer.personId);
    case "brand":
      return `brand:${viewer.brandId}`;
    case "brandMember":
      return `member:${viewer.brandId}:${viewer.personId}`;
    case "visitor":
      return `visitor:${viewer.partnerAppId}:${viewer.subject}`;
    case "operator":
      return `operator:${viewer.clientId}`;
  }
}

export function principalOfPerson(personId: string): string {
  return `person:${personId}`;
}

/** The brand somebody speaks for, be it the brand's own server or one of its people. */
export function brandOf(viewer: Viewer): string | null {
  return viewer.kind === "brand" || viewer.kind === "brandMember" ? viewer.brandId : null;
}

export function personOf(viewer: Viewer): string | null {
  return viewer.kind === "person" ? viewer.personId : null;
}
