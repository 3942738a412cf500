import {
  readConsentEnvironment,
  readOffersEnvironment,
  readUserProfileEnvironment,
} from "../../shared/server-environment.js";
import { openConsent } from "../../subgraphs/consent/room.js";
import { openOffers } from "../../subgraphs/offers/room.js";
import { openUserProfile } from "../../subgraphs/user-profile/room.js";
import { IMAGES_PATH, IMPORTS_PATH } from "../link/paths.js";
import { startRoom } from "./room-process.js";
import { run, type Running } from "./running.js";

type Given = NodeJS.ProcessEnv;

const SUBGRAPHS: Readonly<Record<string, (given: Given) => Promise<Running>>> = {
  "user-profile": startUserProfile,
  consent: startConsent,
  offers: startOffers,
};

/** `confide subgraph NAME`. */
export async function subgraph(name: string | undefined, given: Given): Promise<number> {
  const start = SUBGRAPHS[name ?? ""];
  if (!start) {
    console.error(`There is no such subgraph; there are ${Object.keys(SUBGRAPHS).join(", ")}.`);
    return 2;
  }
  return run(`subgraph ${name}`, () => start(given));
}

async function startUserProfile(given: Given): Promise<Running> {
  const environment = readUserProfileEnvironment(given);
  return startRoom(
    "user-profile",
    environment,
    (tools) => openUserProfile({ ...environment, ...tools, isAlone: false }),
    (room, doors) => [
      doors.graphql(room.link),
      doors.uploads(IMPORTS_PATH, (...upload) => room.receiveImport(...upload)),
      doors.exports((...whose) => room.openExport(...whose)),
      doors.publicKeys(() => room.publicKeys()),
    ],
  );
}

async function startConsent(given: Given): Promise<Running> {
  const environment = readConsentEnvironment(given);
  return startRoom(
    "consent",
    environment,
    (tools) => openConsent({ ...environment, ...tools }),
    (room, doors) => [doors.graphql(room.link), doors.publicKeys(() => room.publicKeys())],
  );
}

async function startOffers(given: Given): Promise<Running> {
  const environment = readOffersEnvironment(given);
  return startRoom(
    "offers",
    environment,
    (tools) => openOffers({ ...environment, ...tools }),
    (room, doors) => [
      doors.graphql(room.link),
      doors.uploads(IMAGES_PATH, (...upload) => room.receiveImage(...upload)),
      doors.images((id) => room.findImage(id)),
    ],
  );
}
