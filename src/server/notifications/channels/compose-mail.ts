import type { Message } from "@/core/ports/alert-channel";

export type Mail = { readonly subject: string; readonly text: string; readonly html: string };

const escapes: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};
/** S50. Whatever a text is made of, it is text: no tag, no header and no line of its own. */
const escapeHtml = (text: string) => text.replaceAll(/[&<>"']/g, (sign) => escapes[sign] ?? sign);
const oneLine = (text: string) =>
  text
    .replaceAll(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, " ")
    .trim()
    .slice(0, 200);

const accents: Readonly<Record<Message["severity"], string>> = {
  critical: "#b3261e",
  high: "#b3261e",
  medium: "#9a6700",
  low: "#5f6368",
};

/** Tables and styles in the markup, because that is what mail programs draw; dark where the program says so. */
export function composeMail(message: Message, words: { readonly why: string; readonly settings: string }): Mail {
  const { kind, severity, link } = message;
  const [title, body, todo] = [message.title, message.body, message.todo].map((part) => oneLine(part));
  const accent = kind === "resolved" ? "#1a7f37" : accents[severity];
  const paragraph = (text: string, style: string) =>
    text === "" ? "" : `<p style="margin:0 0 12px;${style}">${escapeHtml(text)}</p>`;
  const items = (message.lines ?? []).map((line) => [oneLine(line.title), oneLine(line.text)] as const);
  const listed = items.flatMap(([head, more]) => [`- ${head}`, ...(more === "" ? [] : [`  ${more}`])]);
  const lines = [
    title,
    "",
    body,
    todo,
    "",
    ...listed,
    "",
    `${link.label}: ${link.href}`,
    "",
    words.why,
    words.settings,
  ];
  return {
    subject: title ?? "",
    text: lines.filter((line, index) => line !== "" || lines[index - 1] !== "").join("\n"),
    html: `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark"><title>${escapeHtml(title ?? "")}</title></head>
<body style="margin:0;padding:24px 12px;background:#f5f4f1;font-family:-apple-system,'Segoe UI',Helvetica,Arial,sans-serif;color:#1d1c1a">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0"><tr><td align="center">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="max-width:520px;background:#ffffff;border-radius:12px;border-top:4px solid ${accent}">
<tr><td style="padding:28px 28px 8px">
<p style="margin:0 0 16px;font-size:13px;font-weight:600;color:#6b6862">Daykeeper</p>
<h1 style="margin:0 0 12px;font-size:20px;line-height:1.3;font-weight:600">${escapeHtml(title ?? "")}</h1>
${paragraph(body ?? "", "font-size:15px;line-height:1.5;color:#45423d")}
${paragraph(todo ?? "", "font-size:15px;line-height:1.5;font-weight:600")}
${items.map(([head, more]) => `${paragraph(head, "font-size:15px;line-height:1.4;font-weight:600;margin-bottom:2px")}${paragraph(more, "font-size:14px;line-height:1.5;color:#45423d")}`).join("\n")}
<p style="margin:20px 0 24px"><a href="${escapeHtml(link.href)}" style="display:inline-block;padding:11px 18px;border-radius:8px;background:#1d1c1a;color:#ffffff;font-size:15px;font-weight:600;text-decoration:none">${escapeHtml(link.label)}</a></p>
</td></tr>
<tr><td style="padding:16px 28px 24px;border-top:1px solid #e6e3dc;font-size:13px;line-height:1.5;color:#6b6862">
${escapeHtml(words.why)}<br>${escapeHtml(words.settings)}</td></tr>
</table></td></tr></table></body></html>`,
  };
}
