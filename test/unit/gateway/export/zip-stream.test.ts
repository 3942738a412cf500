import { PassThrough, Writable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { describe, expect, it } from "@jest/globals";
import { writeZip } from "../../../../gateway/export/zip-stream.js";
import type { ExportPart } from "../../../../shared/export-part.js";
import { unzip } from "../../../harness/unzip.js";

const NOW = new Date("2026-03-01T12:00:00Z");

async function* parts(...items: (ExportPart | Error)[]): AsyncGenerator<ExportPart> {
  for (const item of items) {
    if (item instanceof Error) throw item;
    yield await Promise.resolve(item);
  }
}

describe("an export's zip", () => {
  it("has each file with all of its bytes, empty ones too", async () => {
    const large = Buffer.alloc(300_000, "abc");
    const to = new PassThrough();
    const [bytes] = await Promise.all([
      buffer(to),
      writeZip(
        parts({ file: "empty" }, { file: "a/large" }, large, large, { file: "last" }, Buffer.from("x")),
        to,
        NOW,
      ),
    ]);
    const files = await unzip(bytes);
    expect([...files.keys()]).toEqual(["empty", "a/large", "last"]);
    expect(files.get("empty")).toHaveLength(0);
    expect(files.get("a/large")!.equals(Buffer.concat([large, large]))).toBe(true);
    expect(bytes.length).toBeLessThan(10_000);
  });

  it("is no zip when what it is made of breaks off", async () => {
    const received: Buffer[] = [];
    const to = new Writable({
      write(chunk: Buffer, _encoding, done) {
        received.push(chunk);
        done();
      },
    });
    const broken = parts({ file: "a" }, Buffer.from("one"), new Error("the vault is gone"));
    await expect(writeZip(broken, to, NOW)).rejects.toThrow("the vault is gone");
    expect(to.destroyed).toBe(true);
    await expect(unzip(Buffer.concat(received))).rejects.toThrow();
  });

  it("asks for no more when whoever takes it goes away", async () => {
    let asked = 0;
    let isClosed = false;
    async function* endless(): AsyncGenerator<ExportPart> {
      try {
        yield { file: "a" };
        for (;;) {
          asked += 1;
          yield await Promise.resolve(Buffer.alloc(64 * 1024, asked));
        }
      } finally {
        isClosed = true;
      }
    }
    let received = 0;
    const to = new Writable({
      write(chunk: Buffer, _encoding, done) {
        received += chunk.length;
        if (received > 0) this.destroy(new Error("gone"));
        done();
      },
    });
    to.on("error", () => undefined);
    await expect(writeZip(endless(), to, NOW)).rejects.toThrow();
    const before = asked;
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect([asked, isClosed]).toEqual([before, true]);
  });

  it("waits for whoever takes it slowly", async () => {
    let asked = 0;
    async function* many(): AsyncGenerator<ExportPart> {
      yield { file: "a" };
      for (let part = 0; part < 400; part += 1) {
        asked += 1;
        // Noise, which stays as long as it is.
        yield await Promise.resolve(
          Buffer.from(Array.from({ length: 16_384 }, (_, at) => (at * at * (part + 7)) >> 3)),
        );
      }
    }
    const to = new PassThrough();
    const writing = writeZip(many(), to, NOW);
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(asked).toBeLessThan(200);
    const bytes = await buffer(to);
    await writing;
    expect((await unzip(bytes)).get("a")).toHaveLength(400 * 16_384);
  });
});
