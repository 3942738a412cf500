import express from "express";
import { openIdentity } from "../../identity/room.js";
import { readIdentityEnvironment } from "../../shared/server-environment.js";
import { startRoom } from "./room-process.js";
import { run, type Running } from "./running.js";

/** `confide identity`. */
export function identity(given: NodeJS.ProcessEnv): Promise<number> {
  return run("identity", () => startIdentity(given));
}

async function startIdentity(given: NodeJS.ProcessEnv): Promise<Running> {
  const environment = readIdentityEnvironment(given);
  return startRoom(
    "identity",
    environment,
    (tools) => openIdentity({ ...environment, ...tools }),
    (room, doors) => {
      const app = express();
      app.disable("x-powered-by");
      // The one address in it is what the gateway signed (doors.ts).
      app.set("trust proxy", true);
      app.use(room.handler);
      return [doors.viewer((token) => room.viewerOf(token)), ...doors.pages(app)];
    },
  );
}
