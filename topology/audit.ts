import { existsSync } from "node:fs";
import { join } from "node:path";
import { IsNull } from "typeorm";
import type { Environment } from "../shared/environment.js";
import type { Database } from "../shared/database.js";
import { openEnvelope, type RoomEvent } from "../shared/outbox.js";
import { OutboxRow } from "../shared/outbox-row.js";
import { openDatabase, sqliteFile } from "../shared/open-database.js";
import { embeddedSecrets } from "../shared/secrets.js";
import { auditConsent, paidClaims, postedDisclosures, type AuditFinding } from "../subgraphs/consent/audit.js";
import { auditLog, loggedDisclosures } from "../subgraphs/consent/log/audit-log.js";
import { storage as consentStorage } from "../subgraphs/consent/storage.js";
import { auditBudgets, owedClaims, type OwedClaim } from "../subgraphs/offers/claim/claim-audit.js";
import { storage as offersStorage } from "../subgraphs/offers/storage.js";
import { closedDisclosures, pricedDisclosures } from "../subgraphs/user-profile/disclosures/priced-disclosures.js";
import { storage as userProfileStorage } from "../subgraphs/user-profile/storage.js";

/**
 * `confide audit`: prints what does not hold. `eventKey` is the environment's; without it DATA_DIR has one. Exit 1 when
 * something does not hold, 2 when there is nothing to audit.
 */
export async function audit(environment: Environment, eventKey: Buffer | null): Promise<number> {
  const { databases, dataDir } = environment;
  // Without the keys an event that is on its way cannot be read, on whichever database.
  const isThere = eventKey !== null || existsSync(join(dataDir, "secrets.json"));
  if (!isThere || ("folder" in databases && !existsSync(sqliteFile(databases.folder, "consent")))) {
    console.error("There is no data to audit in DATA_DIR.");
    return 2;
  }
  const findings = await auditRooms(environment, eventKey);
  for (const { invariant, detail } of findings) console.error(`BROKEN: ${invariant}: ${detail}`);
  console.log(findings.length === 0 ? "Every invariant holds." : `${findings.length} findings.`);
  return findings.length === 0 ? 0 : 1;
}

/** The ledger's own invariants, then disclosures and claims against what was paid for them. */
export async function auditRooms(
  { databases, dataDir }: Pick<Environment, "databases" | "dataDir">,
  given: Buffer | null = null,
): Promise<AuditFinding[]> {
  const eventKey = given ?? (await embeddedSecrets(dataDir)).eventKey;
  const consent = await openDatabase(databases, consentStorage);
  const userProfile = await openDatabase(databases, userProfileStorage);
  const offers = await openDatabase(databases, offersStorage);
  try {
    // What was paid is read first: a disclosure paid for meanwhile is then a row too many, never one too few.
    const moving = await onTheirWay(userProfile, eventKey, "disclosed");
    const own = await consent.read(auditConsent);
    const posted = await consent.read(postedDisclosures);
    const priced = await userProfile.read(pricedDisclosures);
    const closed = await userProfile.read(closedDisclosures);
    const told = await onTheirWay(userProfile, eventKey, "disclosures-closed");
    return [
      ...own,
      ...unpaid(priced, [...posted, ...(moving as unknown as Use[])]),
      ...undisclosed(posted, priced),
      ...(await consent.read(auditLog)),
      ...unlogged(closed, told as unknown as ClosedDisclosures[], await consent.read(loggedDisclosures)),
      ...(await auditClaims(offers, consent, eventKey)),
    ];
  } finally {
    await consent.close();
    await userProfile.close();
    await offers.close();
  }
}

/** What a room has told another that has not got it yet. */
async function onTheirWay(room: Database, eventKey: Buffer, type: string): Promise<RoomEvent["payload"][]> {
  const rows = await room.read((manager) => manager.findBy(OutboxRow, { deliveredAt: IsNull() }));
  const events = rows.map(({ envelope }) => openEnvelope(eventKey, Buffer.from(envelope)));
  return events.flatMap((event) => (event?.type === type ? [event.payload] : []));
}

/** What is paid before the claims are read is among them; what is paid after was on its way, or is paid when looked at again. */
async function auditClaims(offers: Database, consent: Database, eventKey: Buffer): Promise<AuditFinding[]> {
  const paidBefore = await consent.read(paidClaims);
  const owed = await offers.read(owedClaims);
  const moving = await onTheirWay(offers, eventKey, "claimed");
  const paidSince = await consent.read(paidClaims);
  return [
    ...(await offers.read(auditBudgets)),
    ...unlike("a claim is paid once, or is on its way", owed, [
      ...paidSince,
      ...moving.map(({ claim, offer, points }) => ({ claim, offerId: offer, points }) as OwedClaim),
    ]),
    ...unlike("what was paid for an offer was claimed", paidBefore, owed),
  ];
}

/** Those of `all` that are not among `known`, with the same offer and points. */
function unlike(invariant: string, all: readonly OwedClaim[], known: readonly OwedClaim[]): AuditFinding[] {
  const textOf = (claim: OwedClaim): string => `${claim.claim} of ${claim.offerId}: ${claim.points}`;
  const texts = new Set(known.map(textOf));
  return all
    .map(textOf)
    .filter((text) => !texts.has(text))
    .map((detail) => ({ invariant, detail }));
}

interface ClosedDisclosures {
  disclosures: { commitment: string }[];
}

/** An erased person's entries stay in the log without a row; a row without an entry is a loss. */
function unlogged(
  closed: readonly string[],
  told: readonly ClosedDisclosures[],
  logged: ReadonlySet<string>,
): AuditFinding[] {
  const moving = new Set(told.flatMap(({ disclosures }) => disclosures.map(({ commitment }) => commitment)));
  return closed
    .filter((commitment) => !logged.has(commitment) && !moving.has(commitment))
    .map((detail) => ({ invariant: "a closed disclosure has an entry of the log, or it is on its way", detail }));
}

interface Use {
  operation: string;
  licence: string;
}

const keyOf = ({ operation, licence }: Use): string => `${operation}/${licence}`;

function unpaid(priced: readonly Use[], paid: readonly Use[]): AuditFinding[] {
  const known = new Set(paid.map(keyOf));
  return priced
    .filter((use) => !known.has(keyOf(use)))
    .map((use) => ({ invariant: "a priced disclosure is paid, or its outcome is on its way", detail: keyOf(use) }));
}

function undisclosed(posted: readonly Use[], priced: readonly Use[]): AuditFinding[] {
  const known = new Set(priced.map(keyOf));
  return posted
    .filter((use) => !known.has(keyOf(use)))
    .map((use) => ({ invariant: "what was paid was disclosed", detail: keyOf(use) }));
}
