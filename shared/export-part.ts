/** An export on its way: the name of its next file, then that file's bytes, some at a time. */
export type ExportPart = { file: string } | Uint8Array;
