import type { Clock } from "../../shared/clock.js";
import type { Database } from "../../shared/database.js";
import type { KeyEncryptionKeys } from "../../shared/epoch-keys.js";
import { EpochRotation } from "../../shared/epoch-rotation.js";
import { erasureOf } from "../../shared/erasure.js";
import { systemRandom, type RandomBytes } from "../../shared/identifier.js";
import type { Image } from "../../shared/image-type.js";
import { inProcessLink } from "../../shared/in-process-link.js";
import type { LinkCall } from "../../shared/link.js";
import type { Log } from "../../shared/log.js";
import { openDatabase, type DatabasePlace } from "../../shared/open-database.js";
import { Outbox, takeIn, type Post } from "../../shared/outbox.js";
import { Pages } from "../../shared/page.js";
import { openPersonKeys } from "../../shared/person-keys.js";
import { Retention, type Kept } from "../../shared/retention.js";
import type { Room } from "../../shared/room.js";
import { deriveKey } from "../../shared/secrets.js";
import { ClaimService } from "./claim/claim.service.js";
import type { OffersContext } from "./context.js";
import { offersEvents } from "./events.js";
import { DisplayedOffersRow } from "./frequency-cap/displayed-offers-row.js";
import { DisplayedOffers } from "./frequency-cap/displayed-offers.js";
import { Funding } from "./funding/funding.js";
import { IMAGE_UNUSED_MS } from "./image/image-limits.js";
import { ImageRow } from "./image/image-row.js";
import { ImageService, type Upload, type UploadAnswer } from "./image/image.service.js";
import { FreshOffers } from "./offer/fresh-offers.js";
import { LiveOffers } from "./offer/live-offers.js";
import { OfferEnding } from "./offer/offer-ending.js";
import { OfferService } from "./offer/offer.service.js";
import { PropositionEventService } from "./proposition-event/proposition-event.service.js";
import { buildOffersSchema } from "./schema.js";
import type { OffersServices } from "./services.js";
import { PropositionIndexRow } from "./slot/proposition-index-row.js";
import { PartnerPlacements } from "./placement/partner-placements.js";
import { PropositionRecorder } from "./slot/proposition-recorder.js";
import { PropositionRow } from "./slot/proposition-row.js";
import { Propositions } from "./slot/propositions.js";
import { EVENT_GRACE_MS, PROPOSITION_KEPT_MS, PROPOSITION_LIFETIME_MS } from "./slot/slot-limits.js";
import { SlotService } from "./slot/slot.service.js";
import { StrangerPropositionRow } from "./slot/stranger-proposition-row.js";
import { storage } from "./storage.js";

export interface OffersOptions {
  databases: DatabasePlace;
  keyDir: string;
  clock: Clock;
  random?: RandomBytes;
  log: Log;
  post: Post;
  publicUrl: string;
  secrets: { keyEncryptionKeys: KeyEncryptionKeys[]; capabilityKey: Buffer; eventKey: Buffer; linkKey: Buffer };
}

export interface OffersRoom extends Room {
  database: Database;
  /** Does now what is done every minute: ends the offers whose time is over. */
  endOverdue(): Promise<void>;
  /** Does now what is done every hour: deletes what has served its time. */
  deleteOld(): Promise<void>;
  /** A brand's picture, as it is being sent. */
  receiveImage(brandId: string, id: string, upload: Upload): Promise<UploadAnswer>;
  /** A picture to be shown; null where there is none. */
  findImage(id: string): Promise<Image | null>;
}

/** What was shown goes after its time, of strangers with the last event that can be told of it; and pictures that no offer uses. */
const KEPT: readonly Kept[] = [
  { entity: PropositionRow, since: "createdAt", forMs: PROPOSITION_KEPT_MS },
  { entity: PropositionIndexRow, since: "createdAt", forMs: PROPOSITION_KEPT_MS },
  { entity: StrangerPropositionRow, since: "createdAt", forMs: PROPOSITION_LIFETIME_MS + EVENT_GRACE_MS },
  { entity: ImageRow, since: "unusedSince", forMs: IMAGE_UNUSED_MS },
];

export async function openOffers(options: OffersOptions): Promise<OffersRoom> {
  const { clock, log, post, secrets, random = systemRandom } = options;
  const database = await openDatabase(options.databases, storage);
  const outbox = new Outbox("offers", secrets.eventKey, database, post, clock, log);
  const funding = new Funding(outbox);
  const images = new ImageService(database, random, options.publicUrl);
  const ending = new OfferEnding(database, funding, clock, log);
  const offers = new OfferService(
    database,
    funding,
    ending,
    images,
    new Pages(deriveKey(secrets.linkKey, "cursor")),
    random,
  );
  const keys = await openPersonKeys(database, options.keyDir, secrets.keyEncryptionKeys, clock());
  const rotation = new EpochRotation(database, keys, clock, log);
  const retention = new Retention(database, clock, log, KEPT);
  const strangerKey = deriveKey(secrets.linkKey, "stranger-proposition");
  const recorder = new PropositionRecorder(database, keys, outbox, strangerKey);
  const shown = new Propositions(database, keys, offers);
  const displayed = new DisplayedOffers(keys);
  const partnerPlacements = new PartnerPlacements(database);
  const services: OffersServices = {
    capabilityKey: secrets.capabilityKey,
    offers,
    slots: new SlotService(database, new LiveOffers(database), displayed, random),
    partnerPlacements,
    images,
    shown,
    claims: new ClaimService(database, keys, shown, outbox),
    propositionEvents: new PropositionEventService(database, keys, displayed, strangerKey),
  };
  const erase = erasureOf("offers", { keys, outbox, clock }, async (manager, personId) => {
    for (const entity of [PropositionRow, PropositionIndexRow, DisplayedOffersRow]) {
      await manager.delete(entity, { personId });
    }
  });
  const handle = offersEvents(funding, partnerPlacements, erase);
  const { schema } = await buildOffersSchema();
  const link = inProcessLink({
    schema,
    log,
    createContext: (call) => contextOf(call, services, new FreshOffers(database), clock()),
    async settle({ chosen, operationId, operationName, now }: OffersContext) {
      await recorder.record(chosen, { id: operationId, name: operationName, now });
      return [];
    },
  });
  outbox.start();
  retention.start();
  rotation.start();
  ending.start();
  return {
    link,
    database,
    async takeIn(envelope) {
      await takeIn(database, secrets.eventKey, envelope, clock(), handle);
      outbox.wake();
    },
    drain: () => outbox.drain(),
    rotateKeys: () => rotation.rotate(),
    deleteOld: () => retention.deleteOld(),
    receiveImage: (brandId, id, upload) => images.receive(brandId, id, upload),
    findImage: (id) => images.find(id),
    endOverdue: () => ending.endOverdue(),
    isReady: () => database.isReachable(),
    async close() {
      await outbox.stop();
      await retention.stop();
      await rotation.stop();
      await ending.stop();
      await database.close();
    },
  };
}

function contextOf(call: LinkCall, services: OffersServices, freshOffers: FreshOffers, now: Date): OffersContext {
  const { viewer, operationId, operationName } = call;
  return {
    viewer,
    operationId,
    operationName,
    now,
    services,
    chosen: [],
    liveOffers: new Map(),
    freshOffers,
    placements: new Map(),
    displays: new Map(),
  };
}
