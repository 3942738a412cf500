import { PERSON_SCOPES, type PersonScope } from "../../shared/viewer.js";
import type { Account } from "../accounts/account.js";
import { PASSWORD_MIN } from "../accounts/password.js";
import { LABEL_MAX } from "../tokens/personal-access-tokens.js";
import type { ListedToken } from "../tokens/personal-access-token.js";
import { html, type Markup } from "./markup.js";
import { alert, form, input, notice, page } from "./layout.js";

const SCOPE_WORDS: Record<PersonScope, string> = {
  read: "read my vault, licences and history",
  import: "bring data into my vault",
  consent: "accept, decline and withdraw for me",
  spend: "spend my points",
};

export interface AccountPage {
  account: Account;
  tokens: ListedToken[];
  csrfToken: string;
  dashboardUrl: string;
  /** A token that was just made: it is shown this once. */
  newToken?: { token: string; expiresAt: Date } | null;
  problem?: string | null;
  notice?: string | null;
}

export function accountPage(content: AccountPage): string {
  const { account, csrfToken } = content;
  return page(
    "Your account",
    html`${notice(content.notice ?? null)} ${alert(content.problem ?? null)} ${newTokenNotice(content.newToken ?? null)}
      <dl>
        <dt>Name</dt>
        <dd>${account.displayName}</dd>
        <dt>E-mail address</dt>
        <dd>${account.email}</dd>
      </dl>
      <p><a href="${content.dashboardUrl}">Go to your dashboard</a></p>
      ${tokenSection(content.tokens, csrfToken)} ${passwordSection(csrfToken)}
      <section aria-labelledby="sign-out">
        <h2 id="sign-out">Sign out</h2>
        ${form("/account/sign-out", csrfToken, html`<button type="submit">Sign out</button>`)}
      </section>`,
  );
}

function newTokenNotice(made: { token: string; expiresAt: Date } | null): Markup | null {
  if (!made) return null;
  return html`<section class="notice" role="status" aria-labelledby="new-token">
    <h2 id="new-token">Your new token</h2>
    <p>Copy it now: it is not shown again. It works until ${day(made.expiresAt)}.</p>
    <p><code>${made.token}</code></p>
  </section>`;
}

function tokenSection(tokens: ListedToken[], csrfToken: string): Markup {
  const choices = PERSON_SCOPES.map(
    (scope) =>
      html`<label class="choice"
        ><input type="checkbox" name="scopes" value="${scope}" /> ${scope}: ${SCOPE_WORDS[scope]}</label
      >`,
  );
  const fields = html`${input({
      name: "label",
      label: "What it is for",
      type: "text",
      autocomplete: "off",
      maxLength: LABEL_MAX,
    })}
    <fieldset>
      <legend>It may</legend>
      ${choices}
    </fieldset>
    <button type="submit">Make a token</button>`;
  return html`<section aria-labelledby="tokens">
    <h2 id="tokens">Personal access tokens</h2>
    <p>Keys for your own programs. They last 90 days and can do only what you tick.</p>
    ${
      tokens.length > 0
        ? html`<ul class="tokens">
            ${tokens.map((token) => tokenItem(token, csrfToken))}
          </ul>`
        : null
    }
    ${form("/account/tokens", csrfToken, fields)}
  </section>`;
}

function tokenItem(token: ListedToken, csrfToken: string): Markup {
  const used = token.lastUsedDay === null ? "never used" : `last used on ${token.lastUsedDay}`;
  return html`<li>
    <p>
      <strong>${token.label}</strong><br />
      ${token.scopes.join(", ")}; until ${day(token.expiresAt)}; ${used}
    </p>
    ${form(
      "/account/tokens/revoke",
      csrfToken,
      html`<input type="hidden" name="id" value="${token.id}" /><button
          type="submit"
          class="quiet"
          aria-label="Revoke ${token.label}"
        >
          Revoke
        </button>`,
    )}
  </li>`;
}

function passwordSection(csrfToken: string): Markup {
  const fields = html`${input({
      name: "password",
      label: "Current password",
      type: "password",
      autocomplete: "current-password",
      maxLength: 1024,
    })}
    ${input({
      name: "newPassword",
      label: "New password",
      type: "password",
      autocomplete: "new-password",
      maxLength: 1024,
      minLength: PASSWORD_MIN,
    })} <button type="submit">Change password</button>`;
  return html`<section aria-labelledby="password-heading">
    <h2 id="password-heading">Password</h2>
    <p>Changing it signs you out everywhere else. Personal access tokens stay until you revoke them.</p>
    ${form("/account/password", csrfToken, fields)}
  </section>`;
}

function day(instant: Date): string {
  return instant.toISOString().slice(0, 10);
}
