import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { RoomName } from "../../shared/outbox.js";
import { Child } from "./child.js";
import { freePort } from "./free-port.js";
import { newSecrets } from "./server-secrets.js";

export const ROOMS = ["user-profile", "consent", "offers", "identity"] as const satisfies readonly RoomName[];
export type ProcessName = "gateway" | RoomName;

export const COMMANDS: Readonly<Record<ProcessName, readonly string[]>> = {
  gateway: ["gateway"],
  identity: ["identity"],
  "user-profile": ["subgraph", "user-profile"],
  consent: ["subgraph", "consent"],
  offers: ["subgraph", "offers"],
};

type Variables = Record<string, string>;

const inCapitals = (room: RoomName): string => room.replace("-", "_").toUpperCase();

/** The five processes of the server topology on this machine, each with its own environment. */
export class ServerProcesses {
  private readonly children = new Map<ProcessName, Child>();

  private constructor(
    readonly folder: string,
    readonly secrets: Variables,
    readonly ports: Readonly<Record<ProcessName, number>>,
    private readonly extra: Partial<Record<ProcessName, Variables>>,
    private readonly database: Variables,
  ) {}

  /** `extra` is added to a process's environment: a room's URL that leads through a proxy, a metrics port. */
  static async prepare(
    extra: (ports: Readonly<Record<ProcessName, number>>) => Partial<Record<ProcessName, Variables>> = () => ({}),
  ): Promise<ServerProcesses> {
    const folder = mkdtempSync(join(tmpdir(), "confide-server-"));
    const names = Object.keys(COMMANDS) as ProcessName[];
    const ports = Object.fromEntries(
      await Promise.all(names.map(async (name) => [name, await freePort()] as const)),
    ) as Record<ProcessName, number>;
    return new ServerProcesses(folder, await newSecrets(), ports, extra(ports), { DATA_DIR: folder });
  }

  get url(): string {
    return `http://127.0.0.1:${this.ports.gateway}`;
  }

  roomUrl(room: ProcessName): string {
    return `http://127.0.0.1:${this.ports[room]}`;
  }

  async startAll(): Promise<void> {
    await Promise.all((Object.keys(COMMANDS) as ProcessName[]).map((name) => this.start(name)));
  }

  /** (Again) with the same environment. */
  async start(name: ProcessName): Promise<Child> {
    const child = new Child(COMMANDS[name], this.environmentOf(name));
    this.children.set(name, child);
    return child.ready();
  }

  child(name: ProcessName): Child {
    const child = this.children.get(name);
    if (!child) throw new Error(`${name} was not started`);
    return child;
  }

  environmentOf(name: ProcessName): Variables {
    return {
      PORT: String(this.ports[name]),
      PUBLIC_URL: this.url,
      LOG_LEVEL: "warn",
      ...Object.fromEntries(ROOMS.map((room) => [`${inCapitals(room)}_URL`, this.roomUrl(room)])),
      ...(name === "gateway" ? this.gatewaySecrets() : { ...this.database, ...this.roomSecrets(name) }),
      ...this.extra[name],
    };
  }

  async close(): Promise<void> {
    await Promise.all([...this.children.values()].map((child) => child.kill()));
    rmSync(this.folder, { recursive: true, force: true });
  }

  private gatewaySecrets(): Variables {
    return Object.fromEntries(ROOMS.map((room) => this.secret(`LINK_KEY_${inCapitals(room)}`)));
  }

  private roomSecrets(room: RoomName): Variables {
    const own = inCapitals(room);
    const readers = { "user-profile": [own], offers: [own], consent: ["USER_PROFILE", "OFFERS"], identity: [] }[room];
    const names = ["EVENT_KEY", `LINK_KEY_${own}`, ...readers.map((reader) => `CAPABILITY_KEY_${reader}`)];
    const signing = this.secrets[`SIGNING_KEYS_${own}`];
    return {
      ...Object.fromEntries(names.map((name) => this.secret(name))),
      KEY_ENCRYPTION_KEY: this.secret(`KEY_ENCRYPTION_KEY_${own}`)[1],
      KEY_DIR: join(this.folder, "keys", room),
      ...(signing !== undefined && { SIGNING_KEYS: signing }),
    };
  }

  private secret(name: string): [string, string] {
    const value = this.secrets[name];
    if (value === undefined) throw new Error(`confide secrets printed no ${name}`);
    return [name, value];
  }
}
