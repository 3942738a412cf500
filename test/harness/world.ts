import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ApiClient } from "../../demo/api-client.js";
import { systemClock, type Clock } from "../../shared/clock.js";
import { readEnvironment, type Environment } from "../../shared/environment.js";
import { PERSON_SCOPES, type PersonScope } from "../../shared/viewer.js";
import { TrustLevel } from "../../subgraphs/consent/brand/trust.js";
import { startEmbedded, type Embedded } from "../../topology/embedded.js";
import { dropDatabases, ownDatabaseUrl } from "./databases.js";
import { WorldBrand } from "./world-brand.js";
import { WorldPerson } from "./world-person.js";

/** A whole installation on a free port, with nothing in it: stories seed what they need through the public API. */
export class World {
  private counter = 0;
  private operatorClient: Api | null = null;

  private constructor(
    /** What the environment was read from, for processes that a test starts on the same data. */
    readonly variables: Readonly<Record<string, string>>,
    readonly environment: Environment,
    public confide: Embedded,
    private readonly clock: MovableClock,
  ) {}

  static async open(variables: Record<string, string> = {}): Promise<World> {
    const dataDir = mkdtempSync(join(tmpdir(), "confide-test-"));
    const port = String(await freePort());
    const databaseUrl = ownDatabaseUrl() ?? "";
    const given = { LOG_LEVEL: "silent", PORT: port, DATA_DIR: dataDir, DATABASE_URL: databaseUrl, ...variables };
    const environment = readEnvironment(given);
    const clock = new MovableClock();
    return new World(given, environment, await startEmbedded(environment, clock.read), clock);
  }

  get url(): string {
    return this.confide.url;
  }

  now(): Date {
    return this.clock.read();
  }

  /** Lets time pass for every room; identity's tokens keep real time. */
  advance(ms: number): void {
    this.clock.advance(ms);
  }

  /** A fresh idempotency key. */
  key(): string {
    return `key-${++this.counter}`;
  }

  async operator(): Promise<Api> {
    if (!this.operatorClient) {
      const { clientId, clientSecret } = await this.confide.identity.createOperator();
      this.operatorClient = await Api.withCredentials(this.url, clientId, clientSecret);
    }
    return this.operatorClient;
  }

  async person(options: { scopes?: readonly PersonScope[]; region?: string } = {}): Promise<WorldPerson> {
    const name = `person-${++this.counter}`;
    const account = { displayName: name, email: `${name}@people.example`, password: "correct horse battery" };
    const { personId } = await this.confide.identity.createAccount(account);
    const scopes = options.scopes ?? PERSON_SCOPES;
    const { token } = await this.confide.identity.createPersonalAccessToken({ personId, scopes, label: "test" });
    return new WorldPerson(this, personId, new Api(this.url, token), token);
  }

  async brand(options: { trust?: TrustLevel; purposes?: string[]; escrow?: number } = {}): Promise<WorldBrand> {
    const key = `brand-${++this.counter}`;
    const operator = await this.operator();
    const registered = await operator.mutate<{ brand: { id: string }; clientId: string; clientSecret: string }>(
      "registerBrand",
      {
        name: key,
        legalName: `${key} Ltd`,
        domain: `${key}.example`,
        industry: "testing",
        postalAddress: "1 Test Lane",
        contactEmail: `privacy@${key}.example`,
        country: "DE",
        privacyNoticeUrl: `https://${key}.example/privacy`,
        purposes: options.purposes ?? ["SERVICE_PERSONALISATION", "PERSONALISED_OFFERS"],
        idempotencyKey: `register-${key}`,
      },
      "brand { id } clientId clientSecret",
    );
    const { brand: { id }, clientId, clientSecret } = registered; // prettier-ignore
    await this.confide.settle();
    await this.confide.consent.setTrustLevel(id, options.trust ?? TrustLevel.TRUSTED);
    const points = options.escrow ?? 10_000;
    if (points > 0) {
      await operator.mutate("fundEscrow", { brandId: id, points, idempotencyKey: `fund-${key}` }, "brand { id }");
    }
    return new WorldBrand(this, id, clientId, await Api.withCredentials(this.url, clientId, clientSecret));
  }

  /** Takes a brand's trust away: it unlocks EVERYDAY fields only. */
  async distrust(brandId: string): Promise<void> {
    await this.confide.consent.setTrustLevel(brandId, TrustLevel.REGISTERED);
  }

  /** Stops everything and starts it again on the same data. */
  async restart(): Promise<void> {
    await this.confide.close();
    this.confide = await startEmbedded(this.environment, this.clock.read);
  }

  async close(): Promise<void> {
    await this.confide.close();
    await dropDatabases(this.environment.databases);
    rmSync(this.environment.dataDir, { recursive: true, force: true });
  }
}

export interface Answer {
  status: number;
  text: string;
  data: Record<string, never> | null;
  errors?: { message: string; path?: (string | number)[]; extensions: Record<string, unknown> }[];
  extensions?: { withheld?: { path: (string | number)[]; field: string | null; reason: string }[]; capped?: unknown[] };
}

/** The public API with its whole answer, refusals included. */
export class Api extends ApiClient {
  constructor(
    readonly baseUrl: string,
    readonly bearer: string | null,
  ) {
    super(baseUrl, bearer ?? "");
  }

  static override async withCredentials(url: string, clientId: string, clientSecret: string): Promise<Api> {
    const client = await ApiClient.withCredentials(url, clientId, clientSecret);
    return new Api(url, client.bearerToken);
  }

  async ask(query: string, variables: Record<string, unknown> = {}): Promise<Answer> {
    const response = await fetch(`${this.baseUrl}/graphql`, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        ...(this.bearer !== null && { authorization: `Bearer ${this.bearer}` }),
      },
      body: JSON.stringify({ query, variables }),
    });
    const text = await response.text();
    return { ...(JSON.parse(text) as Omit<Answer, "status" | "text">), status: response.status, text };
  }
}

class MovableClock {
  private offsetMs = 0;
  readonly read: Clock = () => new Date(systemClock().getTime() + this.offsetMs);

  advance(ms: number): void {
    this.offsetMs += ms;
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      const port = typeof address === "object" && address ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}
