import { html } from "./markup.js";
import { alert, page } from "./layout.js";

/** Something could not be done; the sentence is for the person and tells nothing of our insides. */
export function errorPage(title: string, sentence: string): string {
  return page(
    title,
    html`${alert(sentence)}
      <p><a href="/account">Go to your account</a></p>`,
  );
}
