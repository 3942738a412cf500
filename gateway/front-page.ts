import type { RequestHandler } from "express";

const POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; frame-ancestors 'none'";

const EXPLORER = `      <li><a href="/explorer">The explorer</a>: the GraphQL API, with its documentation</li>
`;

/** Stands where the dashboard will be: no script, no request of its own. */
const page = (hasExplorer: boolean): string => `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>Confide</title>
    <link rel="icon" href="data:," />
    <style>
      body { font: 1.1rem/1.6 system-ui, sans-serif; max-width: 34rem; margin: 4rem auto; padding: 0 1rem; }
      @media (prefers-color-scheme: dark) { body { background: #14161c; color: #eceef4; } a { color: #9dbcff; } }
    </style>
  </head>
  <body>
    <h1>Confide</h1>
    <p>Your data stays in your vault. A brand gets the fields that you licensed to it, and nothing else.</p>
    <ul>
      <li><a href="/account">Your account</a>: name, password, personal access tokens</li>
${hasExplorer ? EXPLORER : ""}    </ul>
  </body>
</html>
`;

export function frontPage(hasExplorer: boolean): RequestHandler {
  const html = page(hasExplorer);
  return (_request, response) => {
    response.set("content-security-policy", POLICY).type("html").send(html);
  };
}
