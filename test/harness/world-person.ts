import { createReadStream, statSync } from "node:fs";
import { Readable } from "node:stream";
import { Api, type Answer } from "./api.js";
import { signInToDashboard } from "./dashboard-sign-in.js";
import type { Story } from "./story.js";
import type { WorldBrand, WorldExchange } from "./world-brand.js";

export interface ImportOutcome {
  id: string;
  status: string;
  sources: string[];
  recordsRead: number;
  recordsAdded: number;
  recordsSkipped: number;
  bytesRead: number;
  bytesTotal: number;
  problems: { where: string; message: string }[];
}

const IMPORT =
  "id status sources recordsRead recordsAdded recordsSkipped bytesRead bytesTotal problems { where message }";

/** Somebody with an account and a token, and what they do in stories. */
export class WorldPerson {
  constructor(
    readonly world: Story,
    readonly id: string,
    readonly api: Api,
    readonly token: string,
    readonly account: { email: string; password: string },
  ) {}

  get email(): string {
    return this.account.email;
  }

  /** Through identity's own pages, with what a dashboard session may do. */
  async signIn(): Promise<Api> {
    const { email, password } = this.account;
    return new Api(this.world.url, await signInToDashboard(this.world.url, email, password));
  }

  ask(query: string, variables: Record<string, unknown> = {}): Promise<Answer> {
    return this.api.ask(query, variables);
  }

  /** What this person sees of one branch of their own vault. */
  async own<T>(selection: string): Promise<T> {
    const { me } = await this.api.query<{ me: { data: T } }>(`{ me { data { ${selection} } } }`);
    return me.data;
  }

  async withFile(path: string, fileName = "file"): Promise<this> {
    await this.import(path, fileName);
    return this;
  }

  async import(path: string, fileName = "file"): Promise<ImportOutcome> {
    const { size } = statSync(path);
    return this.upload(fileName, size, Readable.toWeb(createReadStream(path)) as ReadableStream);
  }

  async importText(text: string, fileName = "file"): Promise<ImportOutcome> {
    return this.importBytes(Buffer.from(text), fileName);
  }

  async importBytes(bytes: Buffer, fileName = "file"): Promise<ImportOutcome> {
    return this.upload(fileName, bytes.length, new Blob([new Uint8Array(bytes)]).stream());
  }

  async startImport(fileName: string, bytes: number): Promise<{ id: string; uploadUrl: string }> {
    const started = await this.api.mutate<{ import: { id: string }; uploadUrl: string }>(
      "startImport",
      { fileName, bytes },
      "import { id } uploadUrl",
    );
    return { id: started.import.id, uploadUrl: started.uploadUrl };
  }

  put(
    uploadUrl: string,
    body: string | Buffer | ReadableStream,
    headers: Record<string, string> = {},
  ): Promise<Response> {
    const init = {
      method: "PUT",
      headers: { authorization: `Bearer ${this.token}`, ...headers },
      body,
      duplex: "half",
    };
    return fetch(uploadUrl, init as RequestInit);
  }

  async imported(id: string): Promise<ImportOutcome> {
    for (;;) {
      const found = (await this.imports()).find((node) => node.id === id);
      if (found && ["DONE", "FAILED", "CANCELLED"].includes(found.status)) return found;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }

  async imports(): Promise<ImportOutcome[]> {
    const { me } = await this.api.query<{ me: { imports: { nodes: ImportOutcome[] } } }>(
      `{ me { imports(first: 100) { nodes { ${IMPORT} } } } }`,
    );
    return me.imports.nodes;
  }

  /** Accepts what a brand proposes; returns the licence's id. */
  async accept(exchange: WorldExchange, optionalTerms: string[] = []): Promise<string> {
    const { licence } = await this.api.mutate<{ licence: { id: string } }>(
      "acceptExchange",
      { exchangeId: exchange.id, termsHash: exchange.termsHash, optionalTerms, idempotencyKey: this.world.key() },
      "licence { id }",
    );
    return licence.id;
  }

  async withdraw(licenceId: string): Promise<void> {
    await this.api.mutate("withdrawLicence", { licenceId, idempotencyKey: this.world.key() }, "licence { id }");
  }

  /** `licensing("heart.rate", "FINE").to(brand)`: an exchange of one term, opened and accepted. */
  licensing(
    field: string,
    precision: string,
    history = "P3650D",
  ): { to(brand: WorldBrand, purpose?: string): Promise<string> } {
    return {
      to: async (brand, purpose = "SERVICE_PERSONALISATION") =>
        this.accept(await brand.publish({ purpose, terms: [{ field, precision, history }] })),
    };
  }

  async wallet(): Promise<{ available: number; pending: number }> {
    const { me } = await this.api.query<{ me: { wallet: { available: number; pending: number } } }>(
      "{ me { wallet { available pending } } }",
    );
    return me.wallet;
  }

  private async upload(fileName: string, bytes: number, body: ReadableStream): Promise<ImportOutcome> {
    const { id, uploadUrl } = await this.startImport(fileName, bytes);
    const response = await this.put(uploadUrl, body);
    if (response.status !== 202) throw new Error(`the upload was refused: ${response.status}`);
    return this.imported(id);
  }
}
