import { createServer, connect, type AddressInfo, type Server, type Socket } from "node:net";
import { systemRandom } from "../../shared/identifier.js";

/**
 * What may be wrong with a room:
 * `hung` takes connections and says nothing; `cut` ends every connection at the first byte; `garbage` answers what is no
 * HTTP; `nonsense` answers 200 and JSON that nobody signed; `huge` 200 MB; `redirect` sends elsewhere;
 * `stale` answers what the room answered to another request.
 */
export const FAULTS = ["hung", "cut", "garbage", "nonsense", "huge", "redirect", "stale"] as const;
export type Fault = (typeof FAULTS)[number];

const HUGE_BYTES = 200 * 1024 ** 2;
const PART = Buffer.alloc(64 * 1024, "x");

/** Stands between a process and a room, and lets through what it is told to. */
export class FaultProxy {
  private readonly server: Server;
  private readonly sockets = new Set<Socket>();
  /** Connections that met the fault. */
  private readonly ill = new Set<Socket>();
  private fault: Fault | null = null;
  private delayMs = 0;
  private lastAnswer: Buffer = Buffer.alloc(0);
  /** Bytes of a huge answer that were taken from us. */
  hugeBytesTaken = 0;
  /** Connections to where a redirect led. */
  followed = 0;
  private readonly elsewhere: Server;

  private constructor(private readonly target: () => { port: number }) {
    this.server = createServer((socket) => this.take(socket));
    this.elsewhere = createServer((socket) => {
      this.followed += 1;
      socket.destroy();
    });
  }

  static async open(target: () => { port: number }, port = 0): Promise<FaultProxy> {
    const proxy = new FaultProxy(target);
    for (const [server, at] of [
      [proxy.server, port],
      [proxy.elsewhere, 0],
    ] as const) {
      await new Promise<void>((resolve) => server.listen(at, "127.0.0.1", resolve));
    }
    return proxy;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** From the next byte on. */
  make(fault: Fault): void {
    this.fault = fault;
  }

  /** Every answer is this late. */
  slow(delayMs: number): void {
    this.delayMs = delayMs;
  }

  /** All is well again; connections that met the fault are gone. */
  mend(): void {
    this.fault = null;
    this.delayMs = 0;
    for (const socket of this.ill) socket.destroy();
    this.ill.clear();
  }

  close(): void {
    for (const socket of this.sockets) socket.destroy();
    this.server.close();
    this.elsewhere.close();
  }

  private take(client: Socket): void {
    const room = connect(this.target().port, "127.0.0.1");
    for (const [socket, other] of [
      [client, room],
      [room, client],
    ] as const) {
      this.sockets.add(socket);
      socket.on("error", () => undefined);
      socket.once("close", () => {
        this.sockets.delete(socket);
        other.destroy();
      });
    }
    client.on("data", (bytes: Buffer) => {
      if (this.fault) this.fail(client, this.fault);
      else if (!room.write(bytes)) {
        client.pause();
        room.once("drain", () => client.resume());
      }
    });
    room.on("data", (bytes: Buffer) => {
      if (this.fault) return;
      this.lastAnswer = bytes;
      if (this.delayMs === 0) client.write(bytes);
      else setTimeout(() => client.write(bytes), this.delayMs);
    });
  }

  private fail(client: Socket, fault: Fault): void {
    this.ill.add(client);
    const { port } = this.elsewhere.address() as AddressInfo;
    switch (fault) {
      case "hung":
        return;
      case "cut":
        return void client.destroy();
      case "garbage":
        return void client.end(systemRandom(4_096));
      case "nonsense":
        return void client.end(answer("200 OK", '{"data":{"me":{"id":"somebody"}}}'));
      case "redirect":
        return void client.end(answer(`307 Temporary Redirect\r\nlocation: http://127.0.0.1:${port}/graphql`, ""));
      case "stale":
        return void client.end(this.lastAnswer);
      case "huge":
        client.write(`HTTP/1.1 200 OK\r\ncontent-length: ${HUGE_BYTES}\r\n\r\n`);
        return this.pour(client);
    }
  }

  private pour(client: Socket): void {
    for (let flows = true; flows && !client.destroyed && this.hugeBytesTaken < HUGE_BYTES;) {
      this.hugeBytesTaken += PART.length;
      flows = client.write(PART);
    }
    client.once("drain", () => this.pour(client));
  }
}

function answer(status: string, body: string): string {
  return `HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-length: ${body.length}\r\n\r\n${body}`;
}
