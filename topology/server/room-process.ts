import { systemClock } from "../../shared/clock.js";
import { createLog, type Log } from "../../shared/log.js";
import type { RoomEnvironment } from "../../shared/server-environment.js";
import type { Envelope, Post, RoomName } from "../../shared/outbox.js";
import type { Door } from "../link/door.js";
import { Doors } from "../link/doors.js";
import { httpPost } from "../link/http-post.js";
import { RoomClient } from "../link/room-client.js";
import { RoomServer } from "../link/room-server.js";
import { closeServer, listen } from "../http-server.js";
import { processMetrics, type ProcessMetrics } from "./metrics.js";
import { GRACE_MS, linger } from "./lame-duck.js";
import type { Running } from "./running.js";

/** What every room is in its own process: its database and keys, a way to the other rooms, and an HTTP server. */
interface ServedRoom {
  takeIn(envelope: Envelope): Promise<void>;
  isReady(): Promise<boolean>;
  close(): Promise<void>;
}

export interface RoomTools {
  clock: typeof systemClock;
  log: Log;
  post: Post;
}

const ROOMS: readonly RoomName[] = ["user-profile", "consent", "offers", "identity"];

/** Opens a room on its own, then lets others ask; until then its port is closed. */
export async function startRoom<R extends ServedRoom>(
  name: RoomName,
  environment: RoomEnvironment<object>,
  open: (tools: RoomTools) => Promise<R>,
  doorsOf: (room: R, doors: Doors) => readonly Door[],
): Promise<Running> {
  const log = createLog(environment.logLevel).child({ room: name });
  const metrics = await processMetrics(environment);
  const clients = clientsOf(name, environment, metrics);
  const closeRest = async (): Promise<void> => {
    for (const client of clients.values()) await client.close();
    await metrics.close();
  };
  try {
    const room = await open({ clock: systemClock, log, post: httpPost(clients) });
    const doors = new Doors(name, environment.secrets);
    const server = new RoomServer({
      doors: [...doorsOf(room, doors), doors.events((envelope) => room.takeIn(envelope))],
      isReady: () => room.isReady(),
      clock: systemClock,
      log,
      meter: metrics.room,
    });
    await listen(server.server, environment);
    return {
      async close() {
        await linger(() => server.retire());
        await closeServer(server.server, GRACE_MS);
        await room.close();
        await closeRest();
      },
    };
  } catch (error) {
    await closeRest();
    throw error;
  }
}

function clientsOf(
  name: RoomName,
  { urls, secrets }: RoomEnvironment<object>,
  metrics: ProcessMetrics,
): Map<RoomName, RoomClient> {
  const others = ROOMS.filter((room) => room !== name);
  return new Map(
    others.map((room) => [
      room,
      new RoomClient({
        room,
        url: urls[room],
        speaker: "rooms",
        key: secrets.eventKey,
        clock: systemClock,
        meter: metrics.link,
      }),
    ]),
  );
}
