import { describe, expect, it } from "@jest/globals";
import { escapeHtml, html } from "../../../../identity/pages/markup.js";

describe("html", () => {
  it("escapes every value, and nests markup as it is", () => {
    const inner = html`<b>${"<i>&\"'"}</b>`;
    expect(html`<p title="${'"x"'}">${inner}${[inner, inner]}${null}${7}</p>`.text).toBe(
      `<p title="&quot;x&quot;">${inner.text.repeat(3)}7</p>`,
    );
    expect(inner.text).toBe("<b>&lt;i&gt;&amp;&quot;&#39;</b>");
  });

  it("leaves no character that could end a text or an attribute", () => {
    expect(escapeHtml(`<>"'&`)).not.toMatch(/[<>"']/);
  });
});
