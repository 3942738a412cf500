/** The containers of photographs whose EXIF is found without decoding the picture. */
export enum PhotoFormat {
  JPEG = "JPEG",
  PNG = "PNG",
  WEBP = "WEBP",
  /** HEIC of telephones, and AVIF, which is the same container. */
  HEIF = "HEIF",
  /** Most cameras' raw files, DNG among them, are TIFF too. */
  TIFF = "TIFF",
}

/** What photoFormat looks at; the longest list of brands that is looked at fits. */
export const PHOTO_SIGNATURE_BYTES = 64;

/** ISO/IEC 23008-12 10.2 and 10.4, and the AVIF specification: still images and bursts of HEVC and AV1. */
const HEIF_BRANDS = ["heic", "heix", "heim", "heis", "hevc", "hevx", "mif1", "msf1", "avif", "avis"];

/**
 * The container of a photograph, from its first PHOTO_SIGNATURE_BYTES.
 *
 * @returns null when it is none that is read here
 */
export function photoFormat(head: Uint8Array): PhotoFormat | null {
  const text = Buffer.from(head.subarray(0, PHOTO_SIGNATURE_BYTES)).toString("latin1");
  if (text.startsWith("\xff\xd8\xff")) return PhotoFormat.JPEG;
  if (text.startsWith("\x89PNG\r\n\x1a\n")) return PhotoFormat.PNG;
  if (text.startsWith("II*\0") || text.startsWith("MM\0*")) return PhotoFormat.TIFF;
  if (text.startsWith("RIFF") && text.startsWith("WEBP", 8)) return PhotoFormat.WEBP;
  return text.startsWith("ftyp", 4) && brandsOf(text).some((brand) => HEIF_BRANDS.includes(brand))
    ? PhotoFormat.HEIF
    : null;
}

/** ISO/IEC 14496-12 4.3: the major brand, its version, the compatible brands. */
function brandsOf(text: string): string[] {
  const end = Buffer.from(text.slice(0, 4), "latin1").readUInt32BE();
  const compatible = text.slice(16, end).match(/.{4}/gs) ?? [];
  return [text.slice(8, 12), ...compatible];
}
