const MEBIBYTE = 1024 ** 2;

/** What one upload may cost. Every limit is on what is read, not on what a header claims. */
export interface ImportLimits {
  /** Entries of one archive. */
  archiveEntries: number;
  /** Bytes that all entries of an upload together may expand to. */
  expandedBytes: number;
  /** How many times its own size an upload may expand to. */
  expansionRatio: number;
  /** What an upload may always expand to, however small it is. */
  expandedBytesAlways: number;
  /** Size of an archive inside the archive; it is held in memory, because nothing intimate is unpacked to a disk. */
  innerArchiveBytes: number;
}

export const IMPORT_LIMITS: Readonly<ImportLimits> = {
  // A takeout of many years holds some ten thousand files; each costs one look at its beginning.
  archiveEntries: 50_000,
  // The largest Apple Health exports told of are 1 to 2 GB of XML.
  expandedBytes: 8 * 1024 * MEBIBYTE,
  // Health XML deflates 25 to 50 times; only a bomb comes near deflate's own limit of 1032 times.
  expansionRatio: 200,
  // A small archive of very even data is no attack: this much is read in about a second.
  expandedBytesAlways: 64 * MEBIBYTE,
  innerArchiveBytes: 64 * MEBIBYTE,
};

/** Problems that are told one by one; a person reads no more, and a row of the vault holds no more. */
export const PROBLEMS_TOLD = 100;

/** How much of a file is looked at to recognise it: an Apple Health DTD takes about 10 kB before the root element. */
export const RECOGNISED_BYTES = 64 * 1024;

/** What is parsed between two turns of the event loop: some 2 ms of work, so that a server keeps answering. */
export const PIECE_BYTES = 64 * 1024;

/** Elements inside elements. Apple Health uses 5 levels, GPX with extensions 8. */
export const XML_DEPTH = 64;

/**
 * Characters without the beginning or end of an element: bounds every text, attribute, comment and DTD, which the parser
 * would gather in memory. Real ones stay below 20,000.
 */
export const XML_QUIET_CHARACTERS = 1024 ** 2;

/**
 * How much of a photograph's EXIF is held, and how far into a JPEG it is looked for. A JPEG's is at most 64 kB and begins
 * at its second byte (Exif 2.32 4.7.2); elsewhere only previews and makers' notes are larger, and they come last.
 */
export const EXIF_BYTES = 512 * 1024;

/** Chunks or boxes that are walked in one photograph; encoders write PNG in 8 kB and more, so that is some 800 MB of it. */
export const PHOTO_PIECES = 100_000;
