import { DISPLAY_NAME_MAX } from "../accounts/accounts.js";
import { PASSWORD_MAX, PASSWORD_MIN } from "../accounts/password.js";
import { html } from "./markup.js";
import { alert, form, input, page } from "./layout.js";

export interface SignUpPage {
  action: string;
  signInPath: string;
  csrfToken: string;
  displayName?: string;
  email?: string;
  problem?: { field: string; message: string } | null;
}

export function signUpPage(content: SignUpPage): string {
  const wrong = content.problem?.field;
  const fields = html`${input({
      name: "displayName",
      label: "Your name",
      type: "text",
      autocomplete: "name",
      hint: "As you want to be addressed. Brands never see it.",
      value: content.displayName ?? "",
      maxLength: DISPLAY_NAME_MAX,
      hasProblem: wrong === "displayName",
    })}
    ${input({
      name: "email",
      label: "E-mail address",
      type: "email",
      autocomplete: "username",
      hint: "You sign in with it. It is kept encrypted.",
      value: content.email ?? "",
      hasProblem: wrong === "email",
    })}
    ${input({
      name: "password",
      label: "Password",
      type: "password",
      autocomplete: "new-password",
      hint: `${PASSWORD_MIN} to ${PASSWORD_MAX} characters of any kind. A few unrelated words are easy to remember and hard to guess.`,
      maxLength: 1024,
      minLength: PASSWORD_MIN,
      hasProblem: wrong === "password",
    })} <button type="submit">Make an account</button>`;
  return page(
    "Make an account",
    html`${alert(content.problem?.message ?? null)} ${form(content.action, content.csrfToken, fields)}
      <p>You have one? <a href="${content.signInPath}">Sign in</a></p>`,
  );
}
