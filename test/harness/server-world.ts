import { readSeedEnvironment } from "../../shared/server-environment.js";
import { openRoomsBeside, type RoomsBeside } from "../../topology/server/rooms-beside.js";
import { Api } from "./api.js";
import { Installation } from "./installation.js";
import { ServerProcesses } from "./server-processes.js";
import { Story } from "./story.js";
import { WorldBrand } from "./world-brand.js";
import { WorldPerson } from "./world-person.js";

/** A whole installation of docker-compose.yml, with nothing in it. */
export class ServerWorld extends Story {
  private constructor(
    readonly installation: Installation,
    readonly processes: ServerProcesses,
    readonly confide: RoomsBeside,
  ) {
    super();
  }

  static async open(
    prepare: (installation: Installation) => Promise<ServerProcesses> = (installation) =>
      ServerProcesses.prepare(installation),
  ): Promise<ServerWorld> {
    const installation = await Installation.prepare();
    const processes = await prepare(installation);
    try {
      const migrate = processes.run("migrate");
      if ((await migrate.ended()) !== 0) throw new Error(`migrate failed:\n${migrate.output}`);
      await processes.startAll();
      const beside = readSeedEnvironment({ ...processes.environmentOf("seed"), LOG_LEVEL: "silent" });
      return new ServerWorld(installation, processes, await openRoomsBeside(beside));
    } catch (error) {
      await processes.close();
      await installation.close();
      throw error;
    }
  }

  /** Whom one gateway knows, at another. */
  through(url: string): { person(of: WorldPerson): WorldPerson; brand(of: WorldBrand): WorldBrand } {
    return {
      person: (of) => new WorldPerson(this, of.id, new Api(url, of.token), of.token, of.account),
      brand: (of) => new WorldBrand(this, of.id, of.credentials, new Api(url, of.api.bearer)),
    };
  }

  /** What `docker compose run audit` says; "" when every invariant holds. */
  async audit(): Promise<string> {
    await this.confide.settle();
    const audit = this.processes.run("audit");
    return (await audit.ended()) === 0 ? "" : audit.output;
  }

  /** How often values of somebody's were recorded as disclosed. */
  async recordedDisclosures({ api }: WorldPerson): Promise<number> {
    type Page = {
      me: { disclosures: { nodes: { kind: string }[]; pageInfo: { endCursor: string; hasNextPage: boolean } } };
    };
    let count = 0;
    for (let after: string | null = null; ;) {
      const { me }: Page = await api.query<Page>(
        `{ me { disclosures(first: 100${after === null ? "" : `, after: "${after}"`}) {
          nodes { kind } pageInfo { endCursor hasNextPage } } } }`,
      );
      count += me.disclosures.nodes.filter(({ kind }) => kind === "VALUE").length;
      if (!me.disclosures.pageInfo.hasNextPage) return count;
      after = me.disclosures.pageInfo.endCursor;
    }
  }

  async close(): Promise<void> {
    await this.confide.close();
    await this.processes.close();
    await this.installation.close();
  }
}
