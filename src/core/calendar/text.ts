export type CleanText = { readonly text: string; readonly cleaned: boolean; readonly cut: boolean };

// PostgreSQL refuses NUL in text, and half of a surrogate pair in JSON; the other controls have no business in a title.
const unwanted = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g;
// Embeddings, overrides and isolates turn the text after them too, also that of our own sentence around a title. The
// marks that languages from right to left need stay.
const turning = /[\u202a-\u202e\u2066-\u2069]/g;
const lineBreaks = /\r\n?/g;
const anyLineBreak = /[\r\n\t]+/g;

/** Text of several lines as it may be stored: no control characters, whole characters only, at most `limit` units. */
export function cleanText(value: unknown, limit: number): CleanText {
  if (typeof value !== "string" || value === "") return { text: "", cleaned: false, cut: false };
  const cut = value.length > limit;
  const kept = cut ? cutAt(value, limit) : value;
  const text = kept.replace(unwanted, "").replace(turning, "").replace(lineBreaks, "\n").toWellFormed();
  return { text, cleaned: text.length !== kept.length || text !== kept, cut };
}

/** Text of one line: line breaks become blanks. */
export function cleanLine(value: unknown, limit: number): CleanText {
  const { text, cleaned, cut } = cleanText(value, limit);
  return { text: text.replace(anyLineBreak, " ").trim(), cleaned, cut };
}

/** An id or an address: kept as it is or refused, since a changed id would be another id. */
export function readToken(value: unknown, limit: number): string | null {
  if (typeof value !== "string" || value === "" || value.length > limit) return null;
  return value.search(unwanted) >= 0 || !value.isWellFormed() ? null : value;
}

/** Cuts before a character that would not fit whole. */
function cutAt(value: string, limit: number): string {
  const last = value.charCodeAt(limit - 1);
  return value.slice(0, last >= 0xd800 && last <= 0xdbff ? limit - 1 : limit);
}
