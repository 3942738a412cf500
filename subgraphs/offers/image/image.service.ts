import type { Readable } from "node:stream";
import { IsNull, Not, type EntityManager } from "typeorm";
import type { Database } from "../../../shared/database.js";
import { newOpaqueId, type RandomBytes } from "../../../shared/identifier.js";
import { once, type Outcome } from "../../../shared/idempotency.js";
import type { Image } from "../../../shared/image-type.js";
import { findRow } from "../../../shared/rows.js";
import { ErrorCode, Refused } from "../../../shared/user-error.js";
import { brandOf, principalOf } from "../../../shared/viewer.js";
import type { OffersContext } from "../context.js";
import { IMAGE_BYTES_MAX, IMAGES_UNUSED_MAX } from "./image-limits.js";
import { ImageRow } from "./image-row.js";
import { PictureProblem } from "./picture-problem.js";
import { pictureOf } from "./picture.js";

export interface StartImageUpload {
  bytes: number;
  idempotencyKey: string;
}

/** An answer to PUT, as HTTP.md lists them. */
export interface UploadAnswer {
  status: 202 | 400 | 404 | 409 | 413 | 415;
  message: string;
}

export interface Upload {
  contentEncoding: string | undefined;
  body: Readable;
}

const NO_UPLOAD = "There is no upload of this id.";
const TOO_LARGE: UploadAnswer = { status: 413, message: "The picture is larger than was announced." };
const ARRIVED: UploadAnswer = { status: 409, message: "This upload's picture has been sent already." };

/** Offers' pictures: announced, sent, attached to one offer, served. */
export class ImageService {
  constructor(
    private readonly database: Database,
    private readonly random: RandomBytes,
    private readonly publicUrl: string,
  ) {}

  /** The address of a picture: where it is sent to, and where it is shown. */
  urlOf(id: string): string {
    return `${this.publicUrl}/images/${id}`;
  }

  async start({ viewer, now }: OffersContext, input: StartImageUpload): Promise<{ id?: string } & Outcome> {
    const { bytes, idempotencyKey: key } = input;
    const mutation = { principal: principalOf(viewer), mutation: "startImageUpload", key, input, now };
    return once(this.database, mutation, async (manager) => {
      if (bytes < 1) throw new Refused(ErrorCode.INVALID, "A picture has at least one byte.", ["bytes"]);
      if (bytes > IMAGE_BYTES_MAX) {
        throw new Refused(ErrorCode.TOO_LARGE, `A picture has at most ${IMAGE_BYTES_MAX} bytes.`, ["bytes"]);
      }
      const brandId = brandOf(viewer) ?? "";
      const unused = await manager.countBy(ImageRow, { brandId, unusedSince: Not(IsNull()) });
      if (unused >= IMAGES_UNUSED_MAX) {
        throw new Refused(ErrorCode.INVALID, `At most ${IMAGES_UNUSED_MAX} uploads wait for their offers.`);
      }
      const id = newOpaqueId(this.random);
      const row = { id, brandId, bytesAnnounced: bytes, type: null, content: null, unusedSince: now };
      await manager.insert(ImageRow, row);
      return { id };
    });
  }

  /** Takes a picture; answers once all of it has arrived. One that is refused may be sent again, put right. */
  async receive(brandId: string, id: string, { contentEncoding, body }: Upload): Promise<UploadAnswer> {
    const found = await this.database.glance((manager) => findRow(manager, ImageRow, { id, brandId }));
    if (!found) return { status: 404, message: NO_UPLOAD };
    if (contentEncoding && contentEncoding !== "identity") {
      return { status: 415, message: "Send the picture as it is, without a Content-Encoding." };
    }
    if (found.type !== null) return ARRIVED;
    const file = await received(body, found.bytesAnnounced);
    if (!Buffer.isBuffer(file)) return file;
    return this.keep(brandId, id, file);
  }

  /** A picture that an offer uses; null for every other id. */
  async find(id: string): Promise<Image | null> {
    const row = await this.database.glance((manager) => findRow(manager, ImageRow, { id }));
    if (!row || row.unusedSince !== null || row.type === null || row.content === null) return null;
    return { type: row.type, bytes: Buffer.from(row.content) };
  }

  /** In the unit of work that makes the offer: an upload is one offer's. */
  async attach(manager: EntityManager, brandId: string, id: string): Promise<void> {
    const waiting = { id, brandId, type: Not(IsNull()), unusedSince: Not(IsNull()) };
    const { affected } = await manager.update(ImageRow, waiting, { unusedSince: null });
    if (affected === 1) return;
    const known = await manager.findOne(ImageRow, { select: { id: true, type: true }, where: { id, brandId } });
    if (!known) throw new Refused(ErrorCode.NOT_FOUND, NO_UPLOAD, ["imageUpload"]);
    const problem = known.type === null ? "The picture has not arrived." : "The upload is another offer's.";
    throw new Refused(ErrorCode.INVALID, problem, ["imageUpload"]);
  }

  private async keep(brandId: string, id: string, file: Buffer): Promise<UploadAnswer> {
    try {
      const { type, bytes: content } = pictureOf(file);
      const awaited = { id, brandId, type: IsNull() };
      const { affected } = await this.database.write((manager) => manager.update(ImageRow, awaited, { type, content }));
      return affected === 1 ? { status: 202, message: "The picture has arrived." } : ARRIVED;
    } catch (error) {
      if (!(error instanceof PictureProblem)) throw error;
      return { status: error.kind === "UNSUPPORTED" ? 415 : 400, message: error.message };
    }
  }
}

/** The whole body, or why there is none. Never more in memory than was announced. */
async function received(body: Readable, bytesMax: number): Promise<Buffer | UploadAnswer> {
  const parts: Buffer[] = [];
  let length = 0;
  try {
    // Not destroyed when it is given up: the answer has yet to go out on its connection.
    for await (const part of body.iterator({ destroyOnReturn: false })) {
      length += (part as Buffer).length;
      if (length > bytesMax) return TOO_LARGE;
      parts.push(part as Buffer);
    }
  } catch {
    return { status: 400, message: "The picture did not arrive whole; send it again." };
  }
  return Buffer.concat(parts);
}
