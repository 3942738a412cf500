import type { ExportPart } from "../../shared/export-part.js";

/** Asks the public API as the person whose export it is; throws when anything of the answer is missing. */
export type AskAsPerson = (query: string, variables: Record<string, unknown>) => Promise<Record<string, unknown>>;

interface Page {
  nodes: Record<string, unknown>[];
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
}

interface Listing {
  file: string;
  /** Of `me`, down to the connection. */
  path: readonly string[];
  node: string;
}

/** As many as a page may have. */
const PAGE = 100;

const LISTINGS: readonly Listing[] = [
  {
    file: "licences.json",
    path: ["licences"],
    node: `id brand { id name domain } exchange { id title } purpose status suspendedBy grantedAt expiresAt endedAt lastDisclosedAt
      terms { field precision history points } earned disclosureCount erasure { requestedAt dueAt acknowledgedAt erasedAt }
      receipt receiptProof`,
  },
  { file: "wallet-entries.json", path: ["wallet", "entries"], node: "id at points kind memo brand { id name }" },
  {
    file: "disclosures.json",
    path: ["disclosures"],
    node: "id at kind brand { id name } purpose licence { id } fields { field precision from to items } points operationName",
  },
  {
    file: "automatic-decisions.json",
    path: ["automaticDecisions"],
    node: "id at takesEffectAt undoneAt effect exchange { id title } licence { id } rule { id effect } explanation",
  },
  {
    file: "imports.json",
    path: ["imports"],
    node: `id sources fileName status bytesTotal recordsRead recordsAdded recordsSkipped problems { where message }
      startedAt finishedAt`,
  },
];

const PERSON = `{ me {
  id displayName timeZone region isAdult sharingPaused
  sources { source device grade fields from to observations }
  wallet { available pending }
  standingRules { id effect fields purposes industries finestAccepted minimumReward }
  complaints { id at brand { id name } licence { id } kind text status answer decisionReason }
  mutedBrands { id name }
  partnerApps { id name origins linkedAt }
} }`;

/** Everything of an export that is no vault: what the person's own screens ask for, page by page. */
export async function* recordFiles(ask: AskAsPerson): AsyncGenerator<ExportPart> {
  yield { file: "person.json" };
  yield json((await ask(PERSON, {}))["me"]);
  for (const listing of LISTINGS) {
    yield { file: listing.file };
    yield* list(nodesOf(ask, listing));
  }
  for await (const { id, receipt } of nodesOf(ask, RECEIPTS)) {
    yield { file: `receipts/${String(id)}.jws` };
    yield Buffer.from(String(receipt));
  }
}

/** Each by itself as well, as `confide verify-receipt` and others read them. */
const RECEIPTS: Listing = { file: "receipts", path: ["licences"], node: "id receipt" };

async function* list(nodes: AsyncIterable<Record<string, unknown>>): AsyncGenerator<Uint8Array> {
  let before = "[\n";
  for await (const node of nodes) {
    yield Buffer.from(before + JSON.stringify(node));
    before = ",\n";
  }
  yield Buffer.from(before === "[\n" ? "[]\n" : "\n]\n");
}

async function* nodesOf(ask: AskAsPerson, { path, node }: Listing): AsyncGenerator<Record<string, unknown>> {
  const query = documentOf(path, node);
  for (let after: string | null = null; ;) {
    const { me } = await ask(query, { after });
    const page = path.reduce<unknown>((value, name) => (value as Record<string, unknown>)[name], me) as Page;
    yield* page.nodes;
    if (!page.pageInfo.hasNextPage) return;
    after = page.pageInfo.endCursor;
  }
}

function documentOf(path: readonly string[], node: string): string {
  const connection = `(first: ${PAGE}, after: $after) { nodes { ${node} } pageInfo { hasNextPage endCursor } }`;
  const selection = [...path]
    .reverse()
    .reduce((inner, name, at) => (at === 0 ? `${name}${inner}` : `${name} { ${inner} }`), connection);
  return `query Export($after: String) { me { ${selection} } }`;
}

function json(value: unknown): Uint8Array {
  return Buffer.from(`${JSON.stringify(value, null, 2)}\n`);
}
