import type { Readable } from "node:stream";
import type { Clock } from "../../../shared/clock.js";
import type { Database } from "../../../shared/database.js";
import { newId } from "../../../shared/identifier.js";
import { once, type Outcome } from "../../../shared/idempotency.js";
import type { Connection, PageRequest, Pages } from "../../../shared/page.js";
import { ErrorCode, Refused } from "../../../shared/user-error.js";
import { principalOf, type Viewer } from "../../../shared/viewer.js";
import type { ImportSource } from "../observation.js";
import { FINAL_STATUSES, ImportStatus, type Import, type ImportDetail } from "./import.js";
import type { ImportHolds } from "./import-holds.js";
import type { ImportRunner } from "./import-runner.js";
import { ImportLostError, type ImportStore } from "./import-store.js";
import { TooManyBytes, type UploadSpool } from "./upload-spool.js";

/** The largest exports seen are 2 GB of XML; twice that still fits a small disk. */
export const IMPORT_BYTES_MAX = 4 * 1024 ** 3;
const FILE_NAME_MAX = 255;
/** Control and direction characters make a name look like another; the name is only ever shown, never a path. */
const UNSHOWABLE = /\p{Cc}|\p{Cf}/u;

export interface StartImport {
  fileName: string;
  bytes: number;
  source?: ImportSource | null;
  idempotencyKey?: string | null;
}

/** An answer to PUT, as HTTP.md lists them. */
export interface UploadAnswer {
  status: 202 | 400 | 404 | 409 | 413 | 415;
  message: string;
}

export class ImportService {
  constructor(
    private readonly database: Database,
    private readonly store: ImportStore,
    private readonly spool: UploadSpool,
    private readonly holds: ImportHolds,
    private readonly runner: ImportRunner,
    private readonly pages: Pages,
    private readonly clock: Clock,
    private readonly publicUrl: string,
  ) {}

  find(personId: string, id: string): Promise<Import | null> {
    return this.store.find(personId, id);
  }

  async page(personId: string, request: PageRequest): Promise<Connection<Import>> {
    const { take, before } = this.pages.window(request);
    const rows = await this.store.list(personId, take, before);
    return this.pages.connection(request, rows, ({ startedAt, id }) => ({ atMs: startedAt.getTime(), id }));
  }

  async start(viewer: Viewer & { kind: "person" }, input: StartImport): Promise<{ id?: string } & Outcome> {
    const now = this.clock();
    // Without a key every call is its own: a key that nobody else can send.
    const key = input.idempotencyKey ?? newId(now);
    const mutation = { principal: principalOf(viewer), mutation: "startImport", key, input, now };
    return once(this.database, mutation, async (manager) => {
      refuseBadUpload(input);
      const id = newId(now);
      await this.store.create(
        manager,
        { personId: viewer.personId, id, status: ImportStatus.AWAITING_UPLOAD, startedAt: now },
        newDetail(input),
      );
      return { id };
    });
  }

  uploadUrl(id: string): string {
    return `${this.publicUrl}/imports/${id}`;
  }

  /** Takes a file's body as a stream; answers once all of it has arrived. */
  async receive(
    personId: string,
    id: string,
    upload: { contentEncoding: string | undefined; body: Readable },
  ): Promise<UploadAnswer> {
    const found = await this.store.find(personId, id);
    if (!found) return { status: 404, message: "There is no import of this id." };
    if (upload.contentEncoding && upload.contentEncoding !== "identity") {
      return { status: 415, message: "Send the file as it is, without a Content-Encoding." };
    }
    const key = { personId, id };
    const by = this.holds.holder;
    const { AWAITING_UPLOAD, RECEIVING, QUEUED } = ImportStatus;
    const begun = await this.store.move(key, { from: [AWAITING_UPLOAD], to: RECEIVING, by, now: this.clock() });
    if (!begun) return { status: 409, message: "This import's file has been sent already." };
    this.holds.add(key, () => upload.body.destroy());
    try {
      const bytesTotal = await this.spool.receive(id, upload.body, found.bytesTotal);
      const arrived = { from: [RECEIVING], to: QUEUED, by, now: this.clock() };
      if (!(await this.store.move(key, arrived, { bytesTotal }))) throw new ImportLostError();
      this.runner.queue(key);
      return { status: 202, message: "The file has arrived and is being imported." };
    } catch (error) {
      this.holds.delete(key);
      await this.spool.remove(id);
      // Whoever lost the connection may send the file again to the same address.
      const again = { from: [RECEIVING], to: AWAITING_UPLOAD, by, now: this.clock() };
      if (!(await this.store.move(key, again))) return { status: 409, message: "This import was cancelled." };
      if (error instanceof TooManyBytes) return { status: 413, message: "The file is larger than was announced." };
      return { status: 400, message: "The file did not arrive whole; send it again." };
    }
  }

  /** What of these imports is here goes; a running one ends by itself, since it can write nothing any more. */
  async forget(ids: readonly string[]): Promise<void> {
    for (const id of ids) {
      this.runner.cancel(id);
      await this.spool.remove(id);
    }
  }

  async cancel(personId: string, id: string): Promise<Import> {
    const open = Object.values(ImportStatus).filter((status) => !FINAL_STATUSES.includes(status));
    const found = await this.store.find(personId, id);
    if (!found) throw new Refused(ErrorCode.NOT_FOUND, "There is no import of this id.", ["importId"]);
    const cancel = { from: open, to: ImportStatus.CANCELLED, by: null, now: this.clock() };
    const cancelled = await this.store.move({ personId, id }, cancel);
    if (!cancelled) throw new Refused(ErrorCode.ALREADY_ENDED, "This import has ended.", ["importId"]);
    this.runner.cancel(id);
    return (await this.store.find(personId, id)) ?? found;
  }
}

function refuseBadUpload({ fileName, bytes }: StartImport): void {
  if (fileName.length === 0 || fileName.length > FILE_NAME_MAX || UNSHOWABLE.test(fileName)) {
    throw new Refused(ErrorCode.INVALID, `A file name has 1 to ${FILE_NAME_MAX} characters that can be shown.`, [
      "fileName",
    ]);
  }
  if (!Number.isInteger(bytes) || bytes < 0) {
    throw new Refused(ErrorCode.INVALID, "bytes is the file's size, a whole number.", ["bytes"]);
  }
  if (bytes > IMPORT_BYTES_MAX) {
    throw new Refused(ErrorCode.TOO_LARGE, `A file has at most ${IMPORT_BYTES_MAX} bytes.`, ["bytes"]);
  }
}

function newDetail({ fileName, bytes, source }: StartImport): ImportDetail {
  return {
    fileName,
    expectedSource: source ?? null,
    sources: [],
    bytesTotal: bytes,
    bytesRead: 0,
    recordsRead: 0,
    recordsAdded: 0,
    recordsSkipped: 0,
    problems: [],
  };
}
