import { html } from "./markup.js";
import { alert, form, input, notice, page } from "./layout.js";

export interface SignInPage {
  /** Where the form goes: /account/sign-in, or the interaction that the dashboard began. */
  action: string;
  signUpPath: string;
  csrfToken: string;
  email?: string;
  problem?: string | null;
  notice?: string | null;
}

export function signInPage(content: SignInPage): string {
  const problem = content.problem ?? null;
  const fields = html`${input({
      name: "email",
      label: "E-mail address",
      type: "email",
      autocomplete: "username",
      value: content.email ?? "",
      hasProblem: problem !== null,
    })}
    ${input({
      name: "password",
      label: "Password",
      type: "password",
      autocomplete: "current-password",
      maxLength: 1024,
      hasProblem: problem !== null,
    })} <button type="submit">Sign in</button>`;
  return page(
    "Sign in",
    html`${notice(content.notice ?? null)} ${alert(problem)} ${form(content.action, content.csrfToken, fields)}
      <p>New here? <a href="${content.signUpPath}">Make an account</a></p>`,
  );
}
