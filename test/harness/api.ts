import { ApiClient } from "../../demo/api-client.js";

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
