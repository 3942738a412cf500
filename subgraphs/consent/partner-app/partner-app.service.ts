import { createHmac } from "node:crypto";
import { In, type EntityManager } from "typeorm";
import type { Database } from "../../../shared/database.js";
import { newId, newOpaqueId, type RandomBytes } from "../../../shared/identifier.js";
import { once, type Outcome } from "../../../shared/idempotency.js";
import { TITLE_MAX } from "../../../shared/limits.js";
import type { Outbox } from "../../../shared/outbox.js";
import { claimedKey, verifyAssertion, type PartnerAssertion } from "../../../shared/partner-assertion.js";
import type { PersonKeys } from "../../../shared/person-keys.js";
import type { RoomSeal } from "../../../shared/room-seal.js";
import { ErrorCode, Refused } from "../../../shared/user-error.js";
import { personOf, type Viewer } from "../../../shared/viewer.js";
import type { ConsentContext } from "../context.js";
import { keyedBy } from "../keyed-mutation.js";
import { checkText, invalid } from "../text-check.js";
import type { LinkRequest } from "./link-request.js";
import type { LinkPartnerAppInput, RegisterPartnerAppInput, UnlinkPartnerAppInput } from "./partner-app-mutations.js";
import { PartnerAppRow, PartnerLinkRow, PartnerSubjectRow } from "./partner-app-row.js";
import type { PartnerApp } from "./partner-app.js";

const SECRET_BYTES = 32;
/** A partner app with more sites than this is several. */
const ORIGINS_MAX = 20;
const PLACEMENTS_MAX = 50;
/** HTTP.md: placement ids are global names. */
const PLACEMENT_ID = /^[a-z][a-z0-9-]{0,40}$/;

export interface PartnerAppTools {
  database: Database;
  keys: PersonKeys;
  outbox: Outbox;
  seal: RoomSeal;
  /** Hashes partners' user ids. */
  subjectKey: Buffer;
  publicUrl: string;
  random: RandomBytes;
}

interface Registered {
  partnerAppId: string;
  publishableKey: string;
  secretKey: string;
}

/** Partner apps, and who of their users is whom here. */
export class PartnerAppService {
  constructor(private readonly tools: PartnerAppTools) {}

  async register(context: ConsentContext, input: RegisterPartnerAppInput): Promise<Partial<Registered> & Outcome> {
    const { database, outbox } = this.tools;
    const outcome = await once<Registered>(database, keyedBy(context, "registerPartnerApp", input), async (manager) => {
      checkText(input.name, TITLE_MAX, "name");
      return this.insert(manager, input, context.now);
    });
    outbox.wake();
    return outcome;
  }

  /** What an assertion asks for, for the page that asks the person; null when it is not valid. */
  async linkRequest(assertion: string, now: Date): Promise<LinkRequest | null> {
    const found = await this.verified(assertion, now);
    if (!found) return null;
    const { app, asserted } = found;
    return { partnerApp: partnerAppOf(app, null), origin: asserted.origin, label: asserted.label };
  }

  async link(context: ConsentContext, input: LinkPartnerAppInput): Promise<{ personId?: string } & Outcome> {
    const found = await this.verified(input.assertion, context.now);
    return once(this.tools.database, keyedBy(context, "linkPartnerApp", input), async (manager) => {
      if (!found) throw invalid("This link is not valid, or no longer: go back and begin again.", "assertion");
      const personId = personOf(context.viewer) ?? "";
      await this.tie(manager, personId, found.app.id, this.hashOf(found.app.id, found.asserted.subject), context.now);
      return { personId };
    });
  }

  unlink(context: ConsentContext, input: UnlinkPartnerAppInput): Promise<{ personId?: string } & Outcome> {
    return once(this.tools.database, keyedBy(context, "unlinkPartnerApp", input), async (manager) => {
      const personId = personOf(context.viewer) ?? "";
      const { partnerAppId } = input;
      if (!(await manager.existsBy(PartnerLinkRow, { personId, partnerAppId }))) {
        throw new Refused(ErrorCode.NOT_FOUND, "This partner app is not linked.", ["partnerAppId"]);
      }
      await this.untie(manager, personId, partnerAppId);
      return { personId };
    });
  }

  /** Those that somebody linked, in the order of linking. */
  linkedBy(personId: string): Promise<PartnerApp[]> {
    return this.tools.database.read(async (manager) => {
      const links = await manager.find(PartnerLinkRow, { where: { personId }, order: { linkedAt: "ASC" } });
      const apps = await manager.findBy(PartnerAppRow, { id: In(links.map(({ partnerAppId }) => partnerAppId)) });
      return links.flatMap(({ partnerAppId, linkedAt }) =>
        apps.filter(({ id }) => id === partnerAppId).map((app) => partnerAppOf(app, linkedAt)),
      );
    });
  }

  async find(id: string): Promise<PartnerApp | null> {
    const app = await this.tools.database.read((manager) => manager.findOneBy(PartnerAppRow, { id }));
    return app && partnerAppOf(app, null);
  }

  /** Who stands in front of a partner app's screen; null for nobody that is known. Global Privacy Control is nobody. */
  async personBehind(viewer: Viewer & { kind: "visitor" }): Promise<string | null> {
    if (viewer.gpc) return null;
    const { partnerAppId, subject } = viewer;
    const subjectHash = this.hashOf(partnerAppId, subject);
    const row = await this.tools.database.read((manager) =>
      manager.findOneBy(PartnerSubjectRow, { partnerAppId, subjectHash }),
    );
    return row?.personId ?? null;
  }

  private async insert(manager: EntityManager, input: RegisterPartnerAppInput, now: Date): Promise<Registered> {
    const { random, seal, outbox } = this.tools;
    const origins = checkedOrigins(input.origins);
    checkPlacements(input.placements);
    const id = newId(now, random);
    const publishableKey = `pk_${newOpaqueId(random)}`;
    const secretKey = `sk_${random(SECRET_BYTES).toString("base64url")}`;
    const sealed = seal.seal(placeOfSecret(id), secretKey);
    const app = { id, name: input.name, origins, publishableKey, registeredAt: now };
    await manager.insert(PartnerAppRow, { ...app, secretKey: sealed });
    const issued = { partnerAppId: id, name: input.name, publishableKey, secretKey, origins };
    await outbox.enqueue(manager, "identity", "partner-issued", issued);
    const placed = { partnerAppId: id, placements: [...input.placements] };
    await outbox.enqueue(manager, "offers", "placements-registered", placed);
    return { partnerAppId: id, publishableKey, secretKey };
  }

  /** One person for each of a partner's users, and one of its users for each person: a new one takes the old one's place. */
  private async tie(
    manager: EntityManager,
    personId: string,
    partnerAppId: string,
    subjectHash: string,
    now: Date,
  ): Promise<void> {
    await this.tools.keys.forChanging(manager, personId); // so that an erasure under way is not missed
    const known = await manager.findOneBy(PartnerSubjectRow, { partnerAppId, subjectHash });
    if (known?.personId === personId) return;
    if (known) throw invalid("This user of the partner app is linked to another account.", "assertion");
    await this.untie(manager, personId, partnerAppId);
    await manager.insert(PartnerSubjectRow, { partnerAppId, subjectHash, personId });
    await manager.insert(PartnerLinkRow, { personId, partnerAppId, subjectHash, linkedAt: now });
  }

  private async untie(manager: EntityManager, personId: string, partnerAppId: string): Promise<void> {
    const link = await manager.findOneBy(PartnerLinkRow, { personId, partnerAppId });
    if (!link) return;
    await manager.delete(PartnerSubjectRow, { partnerAppId, subjectHash: link.subjectHash });
    await manager.delete(PartnerLinkRow, { personId, partnerAppId });
  }

  private async verified(
    assertion: string,
    now: Date,
  ): Promise<{ app: PartnerAppRow; asserted: PartnerAssertion } | null> {
    const publishableKey = claimedKey(assertion);
    if (publishableKey === null) return null;
    const app = await this.tools.database.read((manager) => manager.findOneBy(PartnerAppRow, { publishableKey }));
    if (!app) return null;
    const secretKey = this.tools.seal.open(placeOfSecret(app.id), app.secretKey);
    const check = { publishableKey, secretKey, audience: this.tools.publicUrl, origins: app.origins, now };
    const asserted = await verifyAssertion(assertion, check);
    return asserted && { app, asserted };
  }

  private hashOf(partnerAppId: string, subject: string): string {
    const text = `${partnerAppId}\n${subject}`;
    return createHmac("sha256", this.tools.subjectKey).update(text).digest("base64url");
  }
}

function partnerAppOf({ id, name, origins }: PartnerAppRow, linkedAt: Date | null): PartnerApp {
  return { id, name, origins, linkedAt };
}

function checkedOrigins(origins: readonly string[]): string[] {
  if (origins.length === 0 || origins.length > ORIGINS_MAX) throw invalid(`1 to ${ORIGINS_MAX} origins.`, "origins");
  return origins.map((text, index) => {
    const url = new URL(text);
    const isOrigin = url.pathname === "/" && !url.search && !url.hash && !url.username;
    const isSafe = url.protocol === "https:" || url.hostname === "localhost" || url.hostname === "127.0.0.1";
    if (isOrigin && isSafe) return url.origin;
    throw invalid("An origin is https, host and port; http only on localhost.", "origins", index);
  });
}

function checkPlacements(placements: readonly string[]): void {
  if (placements.length > PLACEMENTS_MAX) throw invalid(`At most ${PLACEMENTS_MAX} placements.`, "placements");
  placements.forEach((placement, index) => {
    if (PLACEMENT_ID.test(placement) && placements.indexOf(placement) === index) return;
    throw invalid("A placement is named once, in small letters, digits and hyphens.", "placements", index);
  });
}

function placeOfSecret(id: string): string {
  return `partner_app/${id}`;
}
