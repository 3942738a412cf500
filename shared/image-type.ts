/** Pictures that every browser shows; their order is what goes over the link. */
export const IMAGE_TYPES = ["image/png", "image/jpeg", "image/webp"] as const;
export type ImageType = (typeof IMAGE_TYPES)[number];

/** A picture as it is served. */
export interface Image {
  type: ImageType;
  bytes: Buffer;
}
