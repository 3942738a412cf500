/** The demo uses Confide as everybody does: over HTTP, through the gateway. */
export class ApiClient {
  constructor(
    private readonly url: string,
    private readonly token: string,
  ) {}

  get bearerToken(): string {
    return this.token;
  }

  /** A brand's or an operator's token, by client credentials. */
  static async withCredentials(url: string, clientId: string, clientSecret: string): Promise<ApiClient> {
    const basic = Buffer.from(`${encodeURIComponent(clientId)}:${encodeURIComponent(clientSecret)}`).toString("base64");
    const response = await fetch(`${url}/oauth/token`, {
      method: "POST",
      headers: { authorization: `Basic ${basic}`, "content-type": "application/x-www-form-urlencoded" },
      body: "grant_type=client_credentials",
    });
    if (!response.ok) throw new Error(`no token was given: HTTP ${response.status}`);
    const { access_token } = (await response.json()) as { access_token: string };
    return new ApiClient(url, access_token);
  }

  async query<T>(query: string, variables: Record<string, unknown> = {}): Promise<T> {
    const response = await fetch(`${this.url}/graphql`, {
      method: "POST",
      headers: { authorization: `Bearer ${this.token}`, "content-type": "application/json" },
      body: JSON.stringify({ query, variables }),
    });
    const { data, errors } = (await response.json()) as { data?: T; errors?: { message: string }[] };
    if (errors || !data) throw new Error(`the demo could not be made: ${errors?.[0]?.message ?? response.status}`);
    return data;
  }

  /** One mutation with its input; throws when it was refused. */
  async mutate<T>(name: string, input: Record<string, unknown>, selection: string): Promise<T> {
    const type = `${name[0]?.toUpperCase()}${name.slice(1)}Input`;
    const document = `mutation ($input: ${type}!) { ${name}(input: $input) { ${selection} userErrors { code message field } } }`;
    const { [name]: payload } = await this.query<Record<string, T & { userErrors: { message: string }[] }>>(document, {
      input,
    });
    const refused = payload?.userErrors[0];
    if (!payload || refused) throw new Error(`${name} was refused: ${refused?.message ?? "no payload"}`);
    return payload;
  }

  /** Sends a file the way the dashboard does: announce, then PUT, then wait until it is read. */
  async importFile(fileName: string, text: string): Promise<void> {
    const body = Buffer.from(text);
    const started = await this.mutate<{ import: { id: string }; uploadUrl: string }>(
      "startImport",
      { fileName, bytes: body.length },
      "import { id } uploadUrl",
    );
    const response = await fetch(started.uploadUrl, {
      method: "PUT",
      headers: { authorization: `Bearer ${this.token}` },
      body,
    });
    if (response.status !== 202) throw new Error(`an upload was refused: HTTP ${response.status}`);
    await this.untilImported(started.import.id);
  }

  private async untilImported(id: string): Promise<void> {
    for (;;) {
      const { me } = await this.query<{ me: { imports: { nodes: { id: string; status: string }[] } } }>(
        "{ me { imports(first: 100) { nodes { id status } } } }",
      );
      const status = me.imports.nodes.find((node) => node.id === id)?.status;
      if (status === "DONE") return;
      if (status === "FAILED" || status === "CANCELLED") throw new Error("a sample export could not be imported");
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}
