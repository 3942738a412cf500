/** A browser as far as plain forms need one: cookies with their paths, redirects by hand, hidden fields. */
export class FormBrowser {
  private readonly cookies = new Map<string, { value: string; path: string }>();

  constructor(private readonly origin: string) {}

  async get(path: string): Promise<Response> {
    return this.send(path, { method: "GET" });
  }

  /** Fills in the page's form and sends it, as somebody at the keyboard would. */
  async submit(page: string, action: string, fields: Record<string, string | string[]>): Promise<Response> {
    return this.post(action, { csrf: csrfTokenIn(page), ...fields });
  }

  async post(
    path: string,
    fields: Record<string, string | string[]>,
    headers: Record<string, string> = {},
  ): Promise<Response> {
    const body = new URLSearchParams();
    for (const [name, value] of Object.entries(fields)) for (const item of [value].flat()) body.append(name, item);
    return this.send(path, { method: "POST", body, headers });
  }

  cookie(name: string): string | undefined {
    return this.cookies.get(name)?.value;
  }

  /** Follows redirects within the origin until there is none, or until one leads to `stopAt`. */
  async follow(response: Response, stopAt: string): Promise<Response> {
    let current = response;
    for (let hops = 0; hops < 10; hops++) {
      const location = current.headers.get("location");
      if (location === null || new URL(location, this.origin).href.startsWith(stopAt)) return current;
      current = await this.get(location);
    }
    throw new Error("too many redirects");
  }

  private async send(path: string, init: RequestInit): Promise<Response> {
    const url = new URL(path, this.origin);
    const sent = [...this.cookies].filter(([, cookie]) => isBelow(url.pathname, cookie.path));
    const headers = new Headers(init.headers);
    headers.set("cookie", sent.map(([name, cookie]) => `${name}=${cookie.value}`).join("; "));
    headers.set("accept", "text/html");
    const response = await fetch(url, { ...init, headers, redirect: "manual" });
    for (const line of response.headers.getSetCookie()) this.keep(line);
    return response;
  }

  private keep(line: string): void {
    const [pair = "", ...attributes] = line.split(/;\s*/);
    const name = pair.slice(0, pair.indexOf("="));
    const value = pair.slice(name.length + 1);
    const attribute = (wanted: string): string | undefined =>
      attributes.find((item) => item.toLowerCase().startsWith(`${wanted}=`))?.slice(wanted.length + 1);
    const expires = attribute("expires");
    if (value === "" || (expires !== undefined && Date.parse(expires) <= 0)) this.cookies.delete(name);
    else this.cookies.set(name, { value, path: attribute("path") ?? "/" });
  }
}

export function csrfTokenIn(page: string): string {
  const token = /name="csrf" value="([^"]+)"/.exec(page)?.[1];
  if (token === undefined) throw new Error("the page has no form of ours");
  return token;
}

function isBelow(path: string, cookiePath: string): boolean {
  return path === cookiePath || path.startsWith(cookiePath.endsWith("/") ? cookiePath : `${cookiePath}/`);
}
