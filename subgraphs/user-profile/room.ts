import type { IncomingMessage } from "node:http";
import { join } from "node:path";
import type { JWK } from "jose";
import type { Clock } from "../../shared/clock.js";
import type { Database } from "../../shared/database.js";
import { emailHashKey } from "../../shared/email-address.js";
import type { KeyEncryptionKeys } from "../../shared/epoch-keys.js";
import { EpochRotation } from "../../shared/epoch-rotation.js";
import type { ExportPart } from "../../shared/export-part.js";
import { unlessErased } from "../../shared/erasure.js";
import { newId } from "../../shared/identifier.js";
import { inProcessLink } from "../../shared/in-process-link.js";
import type { Log } from "../../shared/log.js";
import { openDatabase, type DatabasePlace } from "../../shared/open-database.js";
import { Outbox, takeIn, type Post } from "../../shared/outbox.js";
import { Pages } from "../../shared/page.js";
import { openPersonKeys, type PersonKeys } from "../../shared/person-keys.js";
import { Retention, type Kept } from "../../shared/retention.js";
import type { Room } from "../../shared/room.js";
import { deriveKey } from "../../shared/secrets.js";
import { Signer } from "../../shared/signer.js";
import { CatalogueService } from "./catalogue/catalogue.service.js";
import { UserProfileContext } from "./context.js";
import { DeletionService } from "./deletion/deletion.service.js";
import { takeDecided } from "./disclosures/decided.js";
import { DisclosureReader } from "./disclosures/disclosure-reader.js";
import { DisclosureService } from "./disclosures/disclosure.service.js";
import { DisclosureCloser } from "./disclosures/disclosure-closer.js";
import { answerOutcomesAsked } from "./disclosures/outcomes-asked.js";
import { ERASURE_SHOWN_MS, ErasureRow } from "./erasure/erasure-row.js";
import { ErasureService } from "./erasure/erasure.service.js";
import { ExportFiles } from "./export/export-files.js";
import { ExportRow } from "./export/export-row.js";
import { ExportService } from "./export/export.service.js";
import { FileReaders } from "./imports/file-readers.js";
import { ImportHolds } from "./imports/import-holds.js";
import { ImportRunner } from "./imports/import-runner.js";
import { ImportService, type UploadAnswer } from "./imports/import.service.js";
import { ImportStore } from "./imports/import-store.js";
import { UploadSpool } from "./imports/upload-spool.js";
import { FactReader } from "./intimate-data/fact-reader.js";
import { FieldReader } from "./intimate-data/field-reader.js";
import { PhotoReader } from "./intimate-data/photo-reader.js";
import { StateReader } from "./intimate-data/state-reader.js";
import { VaultReader } from "./intimate-data/vault-reader.js";
import { WorkoutHeart } from "./intimate-data/workout-heart.js";
import { ProfileService } from "./person/profile.service.js";
import { ANSWER_STANDS_MS, PredicateAnswerRow } from "./predicates/predicate-answer.js";
import { PredicateAnswers } from "./predicates/predicate-answers.js";
import { PredicateService } from "./predicates/predicate.service.js";
import { buildUserProfileSchema } from "./schema.js";
import type { UserProfileServices } from "./services.js";
import { storage } from "./storage.js";
import { TraitService } from "./traits/trait.service.js";
import { Vault } from "./vault/vault.js";

export interface UserProfileOptions {
  databases: DatabasePlace;
  /** Uploads on their way lie in here. */
  dataDir: string;
  keyDir: string;
  clock: Clock;
  log: Log;
  post: Post;
  publicUrl: string;
  /** No other process has this database. */
  isAlone: boolean;
  secrets: {
    keyEncryptionKeys: KeyEncryptionKeys[];
    capabilityKey: Buffer;
    eventKey: Buffer;
    linkKey: Buffer;
    /** Private Ed25519 JWKs, newest first. */
    signingKeys: readonly JWK[];
  };
}

export interface UserProfileRoom extends Room {
  database: Database;
  /** The vault's part of an export, once; null where there is none to be had. */
  openExport(personId: string, exportId: string): Promise<AsyncIterable<ExportPart> | null>;
  /** Closes now what may be closed, which a timer does every two seconds. */
  closeDisclosures(): Promise<void>;
  /** The public keys that certificates of erasure verify with. */
  publicKeys(): JWK[];
  receiveImport(
    personId: string,
    importId: string,
    upload: { contentEncoding: string | undefined; body: IncomingMessage },
  ): Promise<UploadAnswer>;
}

/** An export that is over is of no use, nor is an answer that stands no more; an erasure is shown for as long as it is kept. */
const OWN_RETENTION: readonly Kept[] = [
  { entity: ErasureRow, since: "startedAt", forMs: ERASURE_SHOWN_MS },
  { entity: ExportRow, since: "expiresAt", forMs: 0 },
  { entity: PredicateAnswerRow, since: "answeredAt", forMs: ANSWER_STANDS_MS },
];

export async function openUserProfile(options: UserProfileOptions): Promise<UserProfileRoom> {
  const { clock, log, post, secrets } = options;
  const database = await openDatabase(options.databases, storage);
  const keys = await openPersonKeys(database, options.keyDir, secrets.keyEncryptionKeys, clock());
  const outbox = new Outbox("user-profile", secrets.eventKey, database, post, clock, log);
  const retention = new Retention(database, clock, log, OWN_RETENTION);
  const rotation = new EpochRotation(database, keys, clock, log);
  const answers = new PredicateAnswers(keys);
  const disclosures = new DisclosureService(database, keys, outbox, answers);
  const vault = new Vault(keys);
  const imports = openImports(options, database, keys, vault);
  const readers = openReaders(database, vault, answers);
  const files = new ExportFiles(database, vault);
  const exported = new ExportService(database, keys, files, options.publicUrl);
  const signer = await Signer.open(secrets.signingKeys);
  const erasures = new ErasureService({
    database,
    keys,
    outbox,
    signer,
    imports: imports.service,
    emailKey: emailHashKey(secrets.eventKey),
    issuer: options.publicUrl,
    clock,
  });
  const services: UserProfileServices = {
    capabilityKey: secrets.capabilityKey,
    catalogue: new CatalogueService(),
    deletion: new DeletionService(database, vault, answers, imports.service),
    disclosures: new DisclosureReader(database, keys, pagesOf(options), disclosures),
    erasures,
    exports: exported,
    ...readers,
    imports: imports.service,
    profiles: new ProfileService(database, vault),
    traits: new TraitService(readers, log),
    workoutHeart: new WorkoutHeart(readers.fields),
  };
  const { schema } = await buildUserProfileSchema();
  const link = inProcessLink({
    schema,
    log,
    createContext: (call) => new UserProfileContext(call, services, clock()),
    async settle({ uses, call, now, capped }: UserProfileContext) {
      await disclosures.record(uses, { id: call.operationId, name: call.operationName, now });
      return capped;
    },
  });
  const handle = unlessErased(async (manager, event) => {
    if (event.type === "decided") await takeDecided(manager, event, disclosures);
    if (event.type === "outcomes-asked") await answerOutcomesAsked(manager, event, outbox, clock());
    if (event.type === "erasure-acknowledged") await erasures.acknowledged(manager, event);
  });
  const closer = new DisclosureCloser(database, keys, outbox, clock, log);
  await imports.runner.start(options);
  closer.start();
  outbox.start();
  retention.start();
  rotation.start();
  return {
    link,
    database,
    openExport: (personId, exportId) => exported.open(personId, exportId, clock()),
    receiveImport: (personId, importId, upload) => imports.service.receive(personId, importId, upload),
    async takeIn(envelope) {
      await takeIn(database, secrets.eventKey, envelope, clock(), handle);
      outbox.wake();
    },
    drain: () => outbox.drain(),
    closeDisclosures: () => closer.closeAll(),
    rotateKeys: () => rotation.rotate(),
    publicKeys: () => signer.publicKeys(),
    isReady: () => database.isReachable(),
    async close() {
      await imports.runner.stop();
      await closer.stop();
      await outbox.stop();
      await retention.stop();
      await rotation.stop();
      await database.close();
    },
  };
}

function openReaders(
  database: Database,
  vault: Vault,
  answers: PredicateAnswers,
): Pick<UserProfileServices, "fields" | "facts" | "states" | "photos" | "predicates"> {
  const reader = new VaultReader(vault);
  return {
    fields: new FieldReader(database, reader),
    facts: new FactReader(database, reader),
    states: new StateReader(database, reader),
    photos: new PhotoReader(database, reader),
    predicates: new PredicateService(database, reader, answers),
  };
}

function openImports(
  { clock, log, dataDir, publicUrl, ...options }: UserProfileOptions,
  database: Database,
  keys: PersonKeys,
  vault: Vault,
): { service: ImportService; runner: ImportRunner } {
  const store = new ImportStore(database, keys);
  const spool = new UploadSpool(join(dataDir, "uploads"));
  const holds = new ImportHolds(store, newId(clock()), clock);
  const runner = new ImportRunner(database, store, holds, spool, vault, new FileReaders(), clock, log);
  const service = new ImportService(database, store, spool, holds, runner, pagesOf(options), clock, publicUrl);
  return { service, runner };
}

function pagesOf({ secrets }: Pick<UserProfileOptions, "secrets">): Pages {
  return new Pages(deriveKey(secrets.linkKey, "cursor"));
}
