/** What a spreadsheet would take for a formula, at the beginning of a cell, after blanks too. */
const looksLikeFormula = /^[\s\u00a0\ufeff]*[=+\-@\t\r|%＝＋－＠]/;
const lineBreaks = /\r\n?|\n|\u2028|\u2029|\u0085|\v|\f/g;

/**
 * S45. One cell: always quoted, quotes doubled, line breaks and other control characters as blanks, and an apostrophe in
 * front of what a spreadsheet would run. A reader of CSV gets the text back, but for the apostrophe and the line breaks.
 */
export function toCell(value: string | number | null): string {
  if (value === null) return "";
  if (typeof value === "number") return String(value);
  const formula = looksLikeFormula.test(value);
  const flat = value.replace(lineBreaks, " ").replace(/[\u0000-\u001f\u007f]/g, " ");
  return `"${formula ? "'" : ""}${flat.replaceAll('"', '""')}"`;
}

/** RFC 4180, with the mark by which Excel knows UTF-8. */
export function toCsv(head: readonly string[], rows: readonly (readonly (string | number | null)[])[]): string {
  const lines = [head, ...rows].map((row) => row.map(toCell).join(","));
  return `\ufeff${lines.join("\r\n")}\r\n`;
}
