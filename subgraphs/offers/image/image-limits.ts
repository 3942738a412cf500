import { DAY_MS } from "../../../shared/clock.js";

/** Bounds of an offer's picture, each with its reason. */

/** API.graphql: what a slot's picture needs at twice a screen's density. */
export const IMAGE_BYTES_MAX = 300_000;

/** No screen is wider; a header may promise anything. */
export const IMAGE_SIDE_MAX = 4_096;

/** 32 MB once a browser has decoded it, for a page that shows several. */
export const IMAGE_PIXELS_MAX = 8 * 1024 ** 2;

/** Progressive JPEGs have about ten; each makes a browser go over the whole picture again. */
export const JPEG_SCANS_MAX = 50;

/** An upload that no offer uses by then goes. */
export const IMAGE_UNUSED_MS = DAY_MS;

/** Pictures of one brand that no offer uses: 30 MB. */
export const IMAGES_UNUSED_MAX = 100;
