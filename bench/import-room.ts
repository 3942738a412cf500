import { join } from "node:path";
import type * as DatabaseModule from "../shared/database.js";
import type * as EpochKeysModule from "../shared/epoch-keys.js";
import type * as PersonKeysModule from "../shared/person-keys.js";
import type * as FileReadersModule from "../subgraphs/user-profile/imports/file-readers.js";
import type * as ImportStoreModule from "../subgraphs/user-profile/imports/import-store.js";
import type * as VaultSinkModule from "../subgraphs/user-profile/imports/vault-sink.js";
import type * as StorageModule from "../subgraphs/user-profile/storage.js";
import type * as LocalDayModule from "../subgraphs/user-profile/vault/local-day.js";
import type * as VaultModule from "../subgraphs/user-profile/vault/vault.js";
import type { ImportDetail, ImportStatus } from "../subgraphs/user-profile/imports/import.js";
import { built } from "./built.js";

const PERSON = "person";

/** What the user-profile room imports with, on an empty database of its own; an upload lies spooled on disk already. */
export interface ImportRoom {
  /** From the spooled file to the last committed chunk; resolves to the number of observations. */
  importInto(path: string): Promise<number>;
  close(): Promise<void>;
}

export async function openImportRoom(folder: string): Promise<ImportRoom> {
  const room = "subgraphs/user-profile";
  const { openSqlite } = await built<typeof DatabaseModule>("shared/database.js");
  const { EpochKeys } = await built<typeof EpochKeysModule>("shared/epoch-keys.js");
  const { PersonKeys } = await built<typeof PersonKeysModule>("shared/person-keys.js");
  const { storage } = await built<typeof StorageModule>(`${room}/storage.js`);
  const { ImportStore } = await built<typeof ImportStoreModule>(`${room}/imports/import-store.js`);
  const { VaultSink } = await built<typeof VaultSinkModule>(`${room}/imports/vault-sink.js`);
  const { FileReaders } = await built<typeof FileReadersModule>(`${room}/imports/file-readers.js`);
  const { Zone } = await built<typeof LocalDayModule>(`${room}/vault/local-day.js`);
  const { Vault } = await built<typeof VaultModule>(`${room}/vault/vault.js`);

  const database = await openSqlite(join(folder, "user-profile.sqlite"), storage);
  const keks = [{ version: 1, key: Buffer.alloc(32, 1) }];
  const keys = new PersonKeys(EpochKeys.open(join(folder, "keys"), keks, new Date()));
  const store = new ImportStore(database, keys);
  const vault = new Vault(keys);
  const clock = (): Date => new Date();
  const readers = new FileReaders();
  let imports = 0;
  return {
    async importInto(path) {
      const key = { personId: PERSON, id: `import-${++imports}` };
      const [awaiting, running, done] = ["AWAITING_UPLOAD", "RUNNING", "DONE"] as ImportStatus[] as [
        ImportStatus,
        ImportStatus,
        ImportStatus,
      ];
      const row = { ...key, status: awaiting, startedAt: clock() };
      await database.write((manager) => store.create(manager, row, DETAIL));
      await store.move(key, { from: [awaiting], to: running, by: HOLDER, now: clock() });
      await store.find(PERSON, key.id); // as the upload does, so that the person's key is at hand
      const sink = new VaultSink(database, vault, store, clock, new Zone("UTC"), key, HOLDER);
      const options = { timeZone: "UTC", now: clock(), signal: new AbortController().signal };
      const { sources } = await readers.read(path, sink, options);
      await sink.flush();
      const counts = sink.counts();
      await store.move(key, { from: [running], to: done, by: HOLDER, now: clock() }, { ...counts, sources });
      return counts.recordsAdded;
    },
    async close() {
      await readers.close();
      await database.close();
    },
  };
}

const HOLDER = "benchmark";

const DETAIL: ImportDetail = {
  fileName: "export.xml",
  expectedSource: null,
  sources: [],
  bytesTotal: 0,
  bytesRead: 0,
  recordsRead: 0,
  recordsAdded: 0,
  recordsSkipped: 0,
  problems: [],
};
