import type { Tiff, TiffDirectory, TiffField } from "./tiff.js";

/** Exif 2.32 4.6.4 to 4.6.6: all that is taken of an EXIF, by the directory it stands in; what is not named is not read. */
const IMAGE_TAGS = { Make: 0x010f, Model: 0x0110 };
const EXIF_TAGS = {
  DateTimeOriginal: 0x9003,
  DateTimeDigitized: 0x9004,
  OffsetTimeOriginal: 0x9011,
  OffsetTimeDigitized: 0x9012,
  SubSecTimeOriginal: 0x9291,
  SubSecTimeDigitized: 0x9292,
};
const GPS_TAGS = {
  GPSLatitudeRef: 0x01,
  GPSLatitude: 0x02,
  GPSLongitudeRef: 0x03,
  GPSLongitude: 0x04,
  GPSTimeStamp: 0x07,
  GPSDateStamp: 0x1d,
};
/** In the first directory: where the two others lie. */
const EXIF_DIRECTORY = 0x8769;
const GPS_DIRECTORY = 0x8825;

export type ExifTag = keyof typeof IMAGE_TAGS | keyof typeof EXIF_TAGS | keyof typeof GPS_TAGS;

/** The tags of one EXIF, each as what it has to be or not at all: files hold text for numbers, and nothing over nothing. */
export class ExifTags {
  private readonly fields = new Map<string, TiffField | undefined>();

  constructor(private readonly tiff: Tiff) {
    const image = tiff.directory(tiff.firstDirectoryAt);
    this.take(IMAGE_TAGS, image);
    this.take(EXIF_TAGS, tiff.directoryBehind(image.get(EXIF_DIRECTORY)));
    this.take(GPS_TAGS, tiff.directoryBehind(image.get(GPS_DIRECTORY)));
  }

  has(tag: ExifTag): boolean {
    return this.fields.get(tag) !== undefined;
  }

  /** A text up to its first NUL; empty where there is none. */
  text(tag: ExifTag): string {
    return this.tiff.text(this.fields.get(tag));
  }

  /** Three fractions, as EXIF writes angles and times of day: degrees or hours, minutes, seconds; NaN where there are none. */
  sexagesimal(tag: ExifTag): [whole: number, minutes: number, seconds: number] {
    const [whole = NaN, minutes = NaN, seconds = NaN] = this.tiff.fractions(this.fields.get(tag), 3);
    return [whole, minutes, seconds];
  }

  private take(tags: Readonly<Record<string, number>>, directory: TiffDirectory): void {
    for (const [name, id] of Object.entries(tags)) this.fields.set(name, directory.get(id));
  }
}
