import { parentPort } from "node:worker_threads";
import { importFile } from "../importers/import-file.js";
import { ImportRefusedError } from "../importers/importer.js";
import { Zone } from "../vault/local-day.js";
import { BatchSink } from "./batch-sink.js";
import type { FromReader, ReadRequest, ToReader } from "./reader-messages.js";

/** The thread that reads files: parsing keeps a core busy, and a hostile file may keep it busy for longer than it should. */
const port = parentPort;
if (!port) throw new Error("this is a worker's file");

let sink: BatchSink | null = null;

port.on("message", (message: ToReader) => {
  if (message.kind === "taken") sink?.taken();
  else void read(message);
});

async function read({ path, timeZone, nowMs }: ReadRequest): Promise<void> {
  sink = new BatchSink((batch) => tell(batch));
  try {
    const options = { zone: new Zone(timeZone), clock: () => new Date(nowMs) };
    const outcome = await importFile(path, sink, options);
    await sink.end();
    tell({ kind: "done", outcome });
  } catch (error) {
    if (!(error instanceof ImportRefusedError)) throw error;
    await sink.end();
    tell({ kind: "refused", message: error.message });
  }
}

function tell(message: FromReader): void {
  port?.postMessage(message);
}
