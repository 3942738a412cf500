import { html, type Markup } from "./markup.js";

export const STYLESHEET_PATH = "/account/style.css";

/** A whole page. The title is its only first-level heading. */
export function page(title: string, body: Markup): string {
  return html`<!doctype html>
    <html lang="en-GB">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${title} · Confide</title>
        <link rel="stylesheet" href="${STYLESHEET_PATH}" />
      </head>
      <body>
        <header><p class="brand">Confide</p></header>
        <main>
          <h1>${title}</h1>
          ${body}
        </main>
      </body>
    </html> `.text;
}

/** Sentences that must not be overlooked, read out by screen readers as soon as the page is there. */
export function alert(message: string | null): Markup | null {
  return message === null ? null : html`<p class="alert" role="alert" id="problem">${message}</p>`;
}

export function notice(message: string | null): Markup | null {
  return message === null ? null : html`<p class="notice" role="status">${message}</p>`;
}

export interface InputField {
  name: string;
  label: string;
  type: "text" | "email" | "password";
  /** WCAG 2.2, 1.3.5: what browsers and password managers fill in. */
  autocomplete: string;
  value?: string;
  hint?: string;
  maxLength?: number;
  minLength?: number;
  hasProblem?: boolean;
}

/** A labelled input; its hint and, where it caused the refusal, the alert are tied to it. */
export function input(field: InputField): Markup {
  const { name, label, type, autocomplete, value = "", hint, maxLength = 254, minLength = 0, hasProblem } = field;
  const described = [hint && `${name}-hint`, hasProblem && "problem"].filter(Boolean).join(" ");
  return html`<div class="field">
    <label for="${name}">${label}</label>
    ${hint ? html`<p class="hint" id="${name}-hint">${hint}</p>` : null}
    <input
      id="${name}"
      name="${name}"
      type="${type}"
      autocomplete="${autocomplete}"
      value="${value}"
      maxlength="${maxLength}"
      ${minLength > 0 ? html`minlength="${minLength}"` : null}
      required
      ${described ? html`aria-describedby="${described}"` : null}
      ${hasProblem ? html`aria-invalid="true"` : null}
    />
  </div>`;
}

export function form(action: string, csrfToken: string, fields: Markup): Markup {
  return html`<form method="post" action="${action}">
    <input type="hidden" name="csrf" value="${csrfToken}" />
    ${fields}
  </form>`;
}
