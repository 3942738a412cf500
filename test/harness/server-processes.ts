import { Child } from "./child.js";
import { readCompose, type ComposeService } from "./compose-file.js";
import { freePort } from "./free-port.js";
import type { Installation } from "./installation.js";

/** The services of docker-compose.yml that stay. */
export const PROCESSES = ["identity", "user-profile", "consent", "offers", "gateway"] as const;
export type ProcessName = (typeof PROCESSES)[number];

type Variables = Record<string, string>;
type Ports = Readonly<Record<ProcessName, number>>;

/**
 * docker-compose.yml's services on this machine: its commands with its environments, where names of services became
 * 127.0.0.1, ports free ones and volumes folders. Several may stand on one installation.
 */
export class ServerProcesses {
  private readonly children = new Map<ProcessName, Child>();

  private constructor(
    readonly installation: Installation,
    readonly ports: Ports,
    private readonly services: Readonly<Record<string, ComposeService>>,
    private readonly detours: Partial<Record<ProcessName, Variables>>,
  ) {}

  /**
   * `detours` are added to a process's environment: a room's URL that leads through a proxy, a metrics port.
   * `publicUrl` is another's where both stand behind one address.
   */
  static async prepare(
    installation: Installation,
    detours: (ports: Ports) => Partial<Record<ProcessName, Variables>> = () => ({}),
    publicUrl?: string,
  ): Promise<ServerProcesses> {
    const taken = await Promise.all(PROCESSES.map(async (name) => [name, await freePort()] as const));
    const ports = Object.fromEntries(taken) as Record<ProcessName, number>;
    const PUBLIC_URL = publicUrl ?? `http://127.0.0.1:${ports.gateway}`;
    const services = readCompose({ ...installation.variables, PUBLIC_URL });
    return new ServerProcesses(installation, ports, services, detours(ports));
  }

  get url(): string {
    return this.urlOf("gateway");
  }

  urlOf(name: ProcessName): string {
    return `http://127.0.0.1:${this.ports[name]}`;
  }

  async startAll(): Promise<void> {
    await Promise.all(PROCESSES.map((name) => this.start(name)));
  }

  /** (Again) with the same environment. */
  async start(name: ProcessName): Promise<Child> {
    const child = this.run(name);
    this.children.set(name, child);
    return child.ready();
  }

  /** A service that ends by itself. */
  run(name: string): Child {
    return new Child(this.serviceOf(name).command, this.environmentOf(name), this.installation.image);
  }

  child(name: ProcessName): Child {
    const child = this.children.get(name);
    if (!child) throw new Error(`${name} was not started`);
    return child;
  }

  environmentOf(name: string): Variables {
    const { environment, volumes } = this.serviceOf(name);
    const places = new Map(volumes.map((volume) => volume.split(":") as [string, string]).map(([a, b]) => [b, a]));
    const here = Object.entries(environment).map(([variable, value]): [string, string] => {
      const volume = places.get(value);
      return [variable, volume === undefined ? this.onLoopback(value) : this.installation.volumeOf(volume)];
    });
    const port = (this.ports as Partial<Record<string, number>>)[name];
    return {
      ...Object.fromEntries(here),
      ...(port !== undefined && { PORT: String(port) }),
      ...this.detours[name as ProcessName],
    };
  }

  async close(): Promise<void> {
    await Promise.all([...this.children.values()].map((child) => child.kill()));
  }

  private serviceOf(name: string): ComposeService {
    const service = this.services[name];
    if (!service) throw new Error(`docker-compose.yml has no service ${name}`);
    return service;
  }

  private onLoopback(value: string): string {
    return value
      .replace(/^http:\/\/([a-z-]+):4000$/, (url, name: ProcessName) => (name in this.ports ? this.urlOf(name) : url))
      .replace("@mariadb:3306/", `@127.0.0.1:${this.installation.database.port}/`);
  }
}
