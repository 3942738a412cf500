import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { systemClock, type Clock } from "../../shared/clock.js";
import { systemRandom } from "../../shared/identifier.js";
import type { SubgraphLink } from "../../shared/link.js";
import { createLog } from "../../shared/log.js";
import type { RoomName } from "../../shared/outbox.js";
import type { Door } from "../../topology/link/door.js";
import { Doors } from "../../topology/link/doors.js";
import { NO_LINK_METER, type LinkMeter } from "../../topology/link/link-meter.js";
import { RoomClient } from "../../topology/link/room-client.js";
import type { RoomMeter, VisitOutcome } from "../../topology/link/room-meter.js";
import { RoomServer } from "../../topology/link/room-server.js";
import type { Speaker } from "../../topology/link/signature.js";

/** A room's HTTP in this process, with whatever behind it, and clients that may speak to it. */
export class RoomBehindLink {
  readonly linkKey = systemRandom(32);
  readonly eventKey = systemRandom(32);
  /** How every visit ended. */
  readonly outcomes: VisitOutcome[] = [];
  private readonly clients: RoomClient[] = [];

  private constructor(
    readonly name: RoomName,
    private readonly clock: Clock,
  ) {}

  static async open(
    doorsOf: (doors: Doors) => Door[],
    { name = "consent", clock = systemClock }: { name?: RoomName; clock?: Clock } = {},
  ): Promise<RoomBehindLink> {
    const room = new RoomBehindLink(name, clock);
    await room.serve(doorsOf);
    return room;
  }

  server: RoomServer;

  get url(): string {
    return `http://127.0.0.1:${(this.server.server.address() as AddressInfo).port}`;
  }

  /** A client that signs as the gateway does, or as `options` say. */
  client(
    options: {
      speaker?: Speaker;
      key?: Buffer;
      room?: RoomName;
      url?: string;
      clock?: Clock;
      inFlightMax?: number;
      meter?: LinkMeter;
    } = {},
  ): RoomClient {
    const client = new RoomClient({
      room: this.name,
      url: this.url,
      speaker: "gateway",
      key: this.linkKey,
      clock: this.clock,
      meter: NO_LINK_METER,
      ...options,
    });
    this.clients.push(client);
    return client;
  }

  async close(): Promise<void> {
    for (const client of this.clients) await client.close();
    this.server.server.closeAllConnections();
    this.server.server.close();
  }

  private async serve(doorsOf: (doors: Doors) => Door[]): Promise<void> {
    const meter: RoomMeter = { begin: () => (outcome) => void this.outcomes.push(outcome) };
    this.server = new RoomServer({
      doors: doorsOf(new Doors(this.name, this)),
      isReady: async () => true,
      clock: this.clock,
      log: createLog("silent"),
      meter,
    });
    this.server.server.listen(0, "127.0.0.1");
    await once(this.server.server, "listening");
  }
}

/** A subgraph that answers everything with the same. */
export function linkThatAnswers(data: Record<string, unknown>): SubgraphLink & { asked: number } {
  const link = {
    asked: 0,
    async execute() {
      link.asked += 1;
      return { data };
    },
  };
  return link;
}
