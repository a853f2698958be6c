export type Row = Readonly<Record<string, string>>;

const cellsOf = (line: string) =>
  line
    .trim()
    .replace(/^\||\|$/g, "")
    .split(/(?<!\\)\|/)
    .map((cell) => cell.trim());

const isTable = (line: string) => line.trimStart().startsWith("|");
const isRule = (line: string) => /^[\s|:-]+$/.test(line);

/** The rows of every table in a document, each as a record from column heading to cell. */
export function readTables(markdown: string): readonly Row[] {
  const rows: Row[] = [];
  let headings: readonly string[] | null = null;
  for (const line of markdown.split("\n")) {
    if (!isTable(line)) headings = null;
    else if (headings === null) headings = cellsOf(line).map((heading) => heading.toLowerCase());
    else if (!isRule(line)) rows.push(toRow(headings, cellsOf(line)));
  }
  return rows;
}

function toRow(headings: readonly string[], cells: readonly string[]): Row {
  return Object.fromEntries(headings.map((heading, column) => [heading, cells[column] ?? ""]));
}

/** What stands between backticks in a cell. */
export const quoted = (cell: string): readonly string[] =>
  [...cell.matchAll(/`([^`]+)`/g)].map((match) => match[1] ?? "");
