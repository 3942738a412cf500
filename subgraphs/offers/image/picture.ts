import type { ImageType } from "../../../shared/image-type.js";
import { IMAGE_PIXELS_MAX, IMAGE_SIDE_MAX } from "./image-limits.js";
import { isJpeg, readJpeg } from "./jpeg.js";
import { isPng, readPng } from "./png.js";
import { PictureProblem } from "./picture-problem.js";
import { isWebp, readWebp } from "./webp.js";

/** What a format's reader makes of a file: what its header says, and the file without anything that is not picture. */
export interface Read {
  width: number;
  height: number;
  bytes: Buffer;
}

export interface Picture extends Read {
  type: ImageType;
}

/**
 * Reads a file's structure and never its pixels: nothing here can be made to decode. What is left of it is only what a
 * decoder needs, so that neither a place, a name nor a script travels with it. Throws PictureProblem.
 */
export function pictureOf(file: Buffer): Picture {
  const { type, read } = formatOf(file);
  const picture = read(file);
  const { width, height } = picture;
  if (width < 1 || height < 1) throw new PictureProblem("BROKEN", "The picture has no size.");
  if (width > IMAGE_SIDE_MAX || height > IMAGE_SIDE_MAX || width * height > IMAGE_PIXELS_MAX) {
    const most = `${IMAGE_SIDE_MAX} x ${IMAGE_SIDE_MAX}, ${IMAGE_PIXELS_MAX} in all`;
    throw new PictureProblem("TOO_LARGE", `The picture has more pixels than are shown: at most ${most}.`);
  }
  return { type, ...picture };
}

function formatOf(file: Buffer): { type: ImageType; read: (file: Buffer) => Read } {
  if (isPng(file)) return { type: "image/png", read: readPng };
  if (isJpeg(file)) return { type: "image/jpeg", read: readJpeg };
  if (isWebp(file)) return { type: "image/webp", read: readWebp };
  throw new PictureProblem("UNSUPPORTED", "A picture is PNG, JPEG or WebP.");
}
