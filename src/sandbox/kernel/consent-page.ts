import { html, type Reply } from "./reply";

export interface ConsentScope {
  readonly value: string;
  readonly text: string;
  readonly ticked: boolean;
  /** Shown, but not the person's to choose. */
  readonly fixed: boolean;
}

export interface ConsentView {
  readonly provider: string;
  readonly app: string;
  /** Where the decision is posted. */
  readonly action: string;
  /** The authorization request, carried through unchanged. */
  readonly request: string;
  readonly accounts: readonly {
    readonly id: string;
    readonly name: string;
    readonly email: string;
    readonly note?: string;
  }[];
  readonly chosen: string | null;
  readonly scopes: readonly ConsentScope[];
}

/** The page a person decides on. It says plainly that it is not the real provider. Works without JavaScript. */
export function consentPage(view: ConsentView): Reply {
  const accounts = view.accounts
    .map(({ id, name, email, note }, index) => {
      const checked = id === view.chosen || (view.chosen === null && index === 0) ? " checked" : "";
      const more = note === undefined ? "" : `<em>${escapeHtml(note)}</em>`;
      return `<label><input type="radio" name="account" value="${escapeHtml(id)}"${checked} required>
        <span><strong>${escapeHtml(name)}</strong><small>${escapeHtml(email)}</small>${more}</span></label>`;
    })
    .join("");
  const scopes = view.scopes
    .map(({ value, text, ticked, fixed }) => {
      const box = fixed
        ? `<input type="checkbox" checked disabled><input type="hidden" name="scope" value="${escapeHtml(value)}">`
        : `<input type="checkbox" name="scope" value="${escapeHtml(value)}"${ticked ? " checked" : ""}>`;
      return `<label>${box}<span>${escapeHtml(text)}<small>${escapeHtml(value)}</small></span></label>`;
    })
    .join("");
  const body = `<p class="where">${escapeHtml(view.provider)} sandbox on this machine. Nothing here reaches the real one.</p>
    <h1>${escapeHtml(view.app)} wants access to a calendar account</h1>
    <form method="post" action="${escapeHtml(view.action)}">
      <input type="hidden" name="request" value="${escapeHtml(view.request)}">
      <fieldset><legend>Whose account</legend>${accounts}</fieldset>
      <fieldset><legend>What it may do</legend>${scopes}</fieldset>
      <p class="buttons"><button name="decision" value="deny" formnovalidate>Deny</button>
      <button class="main" name="decision" value="allow">Allow</button></p>
    </form>`;
  return html(200, frame(`Allow ${view.app}?`, body));
}

/** An error shown to the person instead of a redirect. */
export function errorPage(status: number, title: string, explain: string): Reply {
  return html(status, frame(title, `<h1>${escapeHtml(title)}</h1><p>${escapeHtml(explain)}</p>`));
}

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);
}

function frame(title: string, body: string): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<link rel="icon" href="data:,"><title>${escapeHtml(title)}</title><style>${STYLE}</style></head><body><main>${body}</main></body></html>`;
}

const STYLE = `
:root{color-scheme:light dark;--ink:#1d1f21;--soft:#5b6166;--line:#d9dcdf;--paper:#fff;--ground:#f4f5f6;--strong:#1d1f21;--on:#fff}
@media (prefers-color-scheme:dark){:root{--ink:#eceef0;--soft:#a4abb1;--line:#3a3f44;--paper:#1c1f22;--ground:#131517;--strong:#eceef0;--on:#131517}}
*{box-sizing:border-box}body{margin:0;background:var(--ground);color:var(--ink);font:16px/1.5 system-ui,sans-serif}
main{max-width:32rem;margin:4vh auto;background:var(--paper);border:1px solid var(--line);border-radius:12px;padding:2rem}
h1{font-size:1.35rem;line-height:1.25;margin:.25rem 0 1.25rem}.where{margin:0;color:var(--soft);font-size:.85rem}
fieldset{border:0;border-top:1px solid var(--line);margin:0;padding:1rem 0}legend{font-weight:600;padding:0 .5rem 0 0}
label{display:flex;gap:.75rem;padding:.5rem;border-radius:8px;cursor:pointer;min-height:44px}label:hover{background:var(--ground)}
input{width:18px;height:18px;margin:.2rem 0 0;flex:none;accent-color:var(--strong)}
small,em{display:block;color:var(--soft);font-size:.8rem;overflow-wrap:anywhere}
.buttons{display:flex;gap:.75rem;justify-content:flex-end;margin:1rem 0 0}
button{font:inherit;min-height:44px;padding:0 1.25rem;border-radius:8px;border:1px solid var(--line);background:transparent;color:inherit;cursor:pointer}
.main{background:var(--strong);color:var(--on);border-color:var(--strong)}
:focus-visible{outline:3px solid #3b82f6;outline-offset:2px}`;
