const entities: Readonly<Record<string, string>> = {
  "&amp;": "&",
  "&lt;": "<",
  "&gt;": ">",
  "&quot;": '"',
  "&#39;": "'",
  "&nbsp;": " ",
};

function looksLikeHtml(text: string): boolean {
  return /<[a-z!/][^>]*>/i.test(text);
}

/** Text of an HTML body, good enough for previews and for clients that ask for text. */
function toText(html: string): string {
  return html
    .replace(/<(style|script)[^>]*>[^]*?<\/\1>/gi, "")
    .replace(/<br\s*\/?>|<\/(p|div|tr|li)>/gi, "\r\n")
    .replace(/<[^>]*>/g, "")
    .replace(/&(amp|lt|gt|quot|#39|nbsp);/g, (entity) => entities[entity] ?? entity)
    .trim();
}

function escapeText(text: string): string {
  return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
}

const head = '<html><head>\r\n<meta http-equiv="Content-Type" content="text/html; charset=utf-8"></head><body>';

/** Exchange stores one body and gives it as HTML unless text is asked for. */
export function writeBody(stored: string, asText: boolean): { contentType: "html" | "text"; content: string } {
  if (asText) return { contentType: "text", content: looksLikeHtml(stored) ? toText(stored) : stored };
  if (stored === "" || /^\s*<html/i.test(stored)) return { contentType: "html", content: stored };
  const inner = looksLikeHtml(stored)
    ? stored
    : `<div class="PlainText">${escapeText(stored).replace(/\r?\n/g, "<br>\r\n")}</div>`;
  return { contentType: "html", content: `${head}${inner}</body></html>` };
}

export function writePreview(stored: string): string {
  return (looksLikeHtml(stored) ? toText(stored) : stored).slice(0, 255);
}
