import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { systemClock, type Clock } from "../../shared/clock.js";
import { readEnvironment, type Environment } from "../../shared/environment.js";
import { TrustLevel } from "../../subgraphs/consent/brand/trust.js";
import { auditRooms } from "../../topology/audit.js";
import { startEmbedded, type Embedded } from "../../topology/embedded.js";
import { dropDatabases, ownDatabaseUrl } from "./databases.js";
import { freePort } from "./free-port.js";
import { Story } from "./story.js";

export { Api, type Answer } from "./api.js";

/** A whole installation on a free port, with nothing in it: stories seed what they need through the public API. */
export class World extends Story {
  private constructor(
    /** What the environment was read from, for processes that a test starts on the same data. */
    readonly variables: Readonly<Record<string, string>>,
    readonly environment: Environment,
    public confide: Embedded,
    private readonly clock: MovableClock,
  ) {
    super();
  }

  static async open(variables: Record<string, string> = {}): Promise<World> {
    const dataDir = mkdtempSync(join(tmpdir(), "confide-test-"));
    const port = String(await freePort());
    const databaseUrl = ownDatabaseUrl() ?? "";
    const given = { LOG_LEVEL: "silent", PORT: port, DATA_DIR: dataDir, DATABASE_URL: databaseUrl, ...variables };
    const environment = readEnvironment(given);
    const clock = new MovableClock();
    return new World(given, environment, await startEmbedded(environment, clock.read), clock);
  }

  override now(): Date {
    return this.clock.read();
  }

  /** Lets time pass for every room; identity's tokens keep real time. */
  advance(ms: number): void {
    this.clock.advance(ms);
  }

  /** Takes a brand's trust away: it unlocks EVERYDAY fields only. */
  async distrust(brandId: string): Promise<void> {
    await this.confide.consent.seedTrust(brandId, TrustLevel.REGISTERED);
  }

  /** Holds the clock, so that two who ask one after the other ask at the same moment; `advance` moves it still. */
  freeze(): void {
    this.clock.freeze();
  }

  /** Stops everything and starts it again on the same data. */
  async restart(): Promise<void> {
    await this.confide.close();
    await this.reopen();
  }

  /** Starts one that is closed, on its data. */
  async reopen(): Promise<void> {
    this.confide = await startEmbedded(this.environment, this.clock.read);
  }

  /** Set by who has broken something on purpose. */
  isDamaged = false;

  /** Whatever a journey did, the books hold after it. */
  async close(): Promise<void> {
    await this.confide.close();
    const findings = this.isDamaged ? [] : await auditRooms(this.environment);
    await this.forget();
    if (findings.length > 0) throw new Error(`the audit finds ${JSON.stringify(findings.slice(0, 5))}`);
  }

  /** Removes the data of a world that is closed. */
  async forget(): Promise<void> {
    await dropDatabases(this.environment.databases);
    rmSync(this.environment.dataDir, { recursive: true, force: true });
  }
}

class MovableClock {
  private offsetMs = 0;
  private heldAtMs: number | null = null;
  readonly read: Clock = () => new Date((this.heldAtMs ?? systemClock().getTime()) + this.offsetMs);

  freeze(): void {
    this.heldAtMs ??= systemClock().getTime();
  }

  advance(ms: number): void {
    this.offsetMs += ms;
  }
}
