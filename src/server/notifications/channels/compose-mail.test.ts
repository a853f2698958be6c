import { describe, expect, it } from "vitest";

import type { Message } from "@/core/ports/alert-channel";

import { composeMail } from "./compose-mail";

const words = { why: "Because.", settings: "Elsewhere." };
const mailOf = (change: Partial<Message>) =>
  composeMail(
    {
      ...{ id: "m1", kind: "opened", severity: "high", title: "A title", body: "A body", todo: "To do" },
      link: { label: "Open", href: "https://calendar.test/alerts" },
      ...{ at: new Date("2026-11-26T10:00:00Z"), data: {} },
      ...change,
    },
    words,
  );

const hostile = [
  "Hello\r\nBcc: everybody@example.test",
  "Hello\nContent-Type: text/html\n\n<b>x</b>",
  "Hello\u2028Bcc: a@b.test",
  "Hello\u0000\u000b\u0085Bcc: a@b.test",
  "\r\n\r\n.\r\nMAIL FROM:<a@b.test>",
];

describe("a mail (S50)", () => {
  it.each(hostile)("S50 has one line of subject whatever its words hold: %j", (title) => {
    const { subject, text } = mailOf({ title, body: title, todo: title });
    expect(subject).not.toMatch(/[\p{Cc}\u2028\u2029]/u);
    expect(text.split("\n").filter((line) => /^(Bcc|Content-Type|MAIL)/.test(line))).toEqual([]);
  });

  it("S50 shows markup as text, and lets nothing out of an attribute", () => {
    const title = `<img src=x onerror="alert(1)"> & 'quotes'`;
    const { html } = mailOf({ title, link: { label: title, href: `https://calendar.test/"onclick="x` } });
    expect(html).not.toContain("<img");
    expect(html).not.toContain(`"onclick=`);
    expect(html).toContain("&lt;img src=x onerror=&quot;alert(1)&quot;&gt; &amp; &#39;quotes&#39;");
  });

  it("MON-5 says the same as text and as markup, with the link in both", () => {
    const { text, html } = mailOf({});
    for (const part of ["A title", "A body", "To do", "https://calendar.test/alerts", "Because.", "Elsewhere."]) {
      expect(text).toContain(part);
      expect(html).toContain(part);
    }
  });
});
