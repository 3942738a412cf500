import { html } from "./markup.js";
import { form, page } from "./layout.js";

export function signOutPage(csrfToken: string): string {
  return page(
    "Sign out",
    html`<p>You will be signed out of Confide in this browser.</p>
      ${form("/account/sign-out", csrfToken, html`<button type="submit">Sign out</button>`)}
      <p><a href="/account">Stay signed in</a></p>`,
  );
}
