/** Small, readable, both colour schemes; every pair of colours has a contrast of at least 4.5 to 1 (WCAG 2.2, 1.4.3). */
export const STYLESHEET = `
:root { --ink: #1c2230; --soft: #4a5366; --paper: #fbfaf7; --line: #8a91a0; --accent: #24508f; --on-accent: #ffffff; --alert: #8c1d18; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #eceef3; --soft: #b4bac8; --paper: #14171f; --line: #6d7587; --accent: #9cc0f5; --on-accent: #101828; --alert: #ffb4ab; }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 1.0625rem/1.55 system-ui, sans-serif; }
header, main { max-width: 34rem; margin: 0 auto; padding: 0 1.25rem; }
main { padding-bottom: 4rem; }
.brand { margin: 2rem 0 0; color: var(--soft); font-weight: 600; letter-spacing: .02em; }
h1 { font-size: 1.9rem; line-height: 1.2; margin: .5rem 0 1.5rem; }
h2 { font-size: 1.25rem; margin: 2.5rem 0 .5rem; }
a { color: var(--accent); }
.field { margin: 0 0 1.25rem; }
label { display: block; font-weight: 600; }
.hint { margin: 0 0 .25rem; color: var(--soft); font-size: .95rem; }
input:not([type=checkbox]) { width: 100%; padding: .6rem .7rem; font: inherit; color: inherit; background: transparent; border: 1px solid var(--line); border-radius: .4rem; }
input[aria-invalid] { border-color: var(--alert); }
.choice { font-weight: 400; padding: .35rem 0; }
fieldset { border: 1px solid var(--line); border-radius: .4rem; margin: 0 0 1.25rem; }
button { min-height: 2.75rem; padding: .5rem 1.2rem; font: inherit; font-weight: 600; color: var(--on-accent); background: var(--accent); border: 1px solid var(--accent); border-radius: .4rem; cursor: pointer; }
button.quiet { color: var(--accent); background: transparent; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
.alert, .notice { padding: .8rem 1rem; border-left: 4px solid var(--accent); background: color-mix(in srgb, var(--accent) 8%, transparent); }
.alert { border-color: var(--alert); color: var(--alert); background: color-mix(in srgb, var(--alert) 8%, transparent); }
.notice h2 { margin-top: 0; }
code { overflow-wrap: anywhere; }
dt { color: var(--soft); }
dd { margin: 0 0 .8rem; }
.tokens { list-style: none; padding: 0; }
.tokens li { display: flex; gap: 1rem; justify-content: space-between; align-items: center; border-bottom: 1px solid var(--line); }
`.trimStart();
