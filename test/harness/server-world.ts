import { readIdentityEnvironment } from "../../shared/server-environment.js";
import { openRoomsBeside, type RoomsBeside } from "../../topology/server/rooms-beside.js";
import { ServerProcesses } from "./server-processes.js";
import { Story } from "./story.js";

/** A whole installation of five processes, with nothing in it. */
export class ServerWorld extends Story {
  private constructor(
    readonly processes: ServerProcesses,
    readonly confide: RoomsBeside,
  ) {
    super();
  }

  static async open(extra?: Parameters<typeof ServerProcesses.prepare>[0]): Promise<ServerWorld> {
    const processes = await ServerProcesses.prepare(extra);
    try {
      await processes.startAll();
      const beside = readIdentityEnvironment({ ...processes.environmentOf("identity"), LOG_LEVEL: "silent" });
      return new ServerWorld(processes, await openRoomsBeside(beside));
    } catch (error) {
      await processes.close();
      throw error;
    }
  }

  async close(): Promise<void> {
    await this.confide.close();
    await this.processes.close();
  }
}
