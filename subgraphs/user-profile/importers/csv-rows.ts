import { pipeline, Readable } from "node:stream";
import { CsvError, parse } from "csv-parse";
import { peeked } from "./byte-streams.js";
import type { ImportInput } from "./importer.js";
import { ItemQueue } from "./item-queue.js";
import { Outcome, type Push } from "./outcome.js";

/** Cells by the names of their columns, as the header writes them. */
export type CsvRow = Readonly<Record<string, string>>;

/** How the rows of one format are read. */
export interface CsvFormat {
  /** `isEuropean`: semicolons part the cells, so that a comma may part the decimals. */
  take(row: CsvRow, isEuropean: boolean): Outcome;
  /** What an unreadable row lacks: "Row 3 lacks ...". */
  lacks: string;
}

/** The longest row of a nutrition log has some 60 short cells; an unclosed quote would gather the whole file. */
const ROW_BYTES_MOST = 64 * 1024;
/** Items that a file which breaks gives up; one that is longer is kept up to the break. Some 15 MB of memory. */
const HELD_ITEMS = 50_000;
const DELIMITERS = [",", ";", "\t"] as const;

/** The delimiter that a header uses most. */
export function delimiterOf(header: string): string {
  const count = (delimiter: string): number => header.split(delimiter).length;
  return [...DELIMITERS].sort((a, b) => count(b) - count(a))[0] ?? ",";
}

/** The first line of a text, without a byte order mark, as lower-case names of columns. */
export function headerOf(head: string): string[] {
  const line = head.replace(/^\uFEFF/, "").split(/\r?\n/, 1)[0] ?? "";
  return line.split(delimiterOf(line)).map((name) => name.trim().replace(/^"|"$/g, "").toLowerCase());
}

/**
 * Reads a CSV file (RFC 4180, also with semicolons or tabs) row by row, in bounded memory. One that breaks while its first
 * HELD_ITEMS are read is refused whole, since a quote that does not close moves what is behind it into the wrong cells; a
 * longer one keeps what came before, and says so.
 *
 * @returns whether it was read to its end; where it was not, a problem says so
 */
export async function readCsvRows(input: ImportInput, formatOf: (push: Push) => CsvFormat): Promise<boolean> {
  const queue = new ItemQueue(input.sink);
  let [rows, held] = [0, 0];
  const format = formatOf((item) => {
    held += 1;
    queue.push(item);
  });
  try {
    for await (const { row, isEuropean } of rowsOf(input.chunks)) {
      input.signal?.throwIfAborted();
      rows += 1;
      input.sink.record();
      const outcome = format.take(row, isEuropean);
      if (outcome === Outcome.SKIPPED) input.sink.skipped();
      if (outcome === Outcome.UNREADABLE) problem(input, rows, `The row lacks ${format.lacks}.`);
      if (held > HELD_ITEMS) await queue.drain();
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const kept = held > HELD_ITEMS ? `${rows} rows before it were read` : "nothing of it was stored";
    problem(input, rows + 1, `The file breaks there: a quote or a row does not end as it should; ${kept}.`);
    return false;
  }
  if (rows === 0) problem(input, 1, "The file holds no rows.");
  await queue.drain();
  return true;
}

async function* rowsOf(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<{ row: CsvRow; isEuropean: boolean }> {
  const { first, whole } = await peeked(chunks);
  const delimiter = delimiterOf(Buffer.from(first).toString("utf8").split(/\r?\n/, 1)[0] ?? "");
  const parser = parse({
    bom: true,
    columns: (names: string[]) => names.map((name) => name.trim()),
    delimiter,
    max_record_size: ROW_BYTES_MOST,
    relax_column_count_less: true,
    skip_empty_lines: true,
    trim: true,
  });
  // Each end closes the other; what went wrong comes out where the rows do.
  pipeline(Readable.from(whole), parser, () => undefined);
  for await (const row of parser) yield { row: row as CsvRow, isEuropean: delimiter === ";" };
}

function problem({ sink, label }: ImportInput, row: number, message: string): void {
  sink.problem({ where: `${label}row ${row}`, message });
}
