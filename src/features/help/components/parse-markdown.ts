export type Inline = { kind: "text" | "code" | "strong"; text: string } | { kind: "link"; text: string; href: string };
export type Block =
  | { kind: "heading"; level: number; id: string; text: Inline[] }
  | { kind: "paragraph"; text: Inline[] }
  | { kind: "list"; items: Inline[][] }
  | { kind: "code"; text: string }
  | { kind: "table"; head: Inline[][]; rows: Inline[][][] };

/** The name of a heading in an address, as GitHub makes it. */
export function toAnchor(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, "")
    .trim()
    .replaceAll(" ", "-");
}

const marked = /`([^`]+)`|\*\*([^*]+)\*\*|\[([^\]]+)\]\(([^)\s]+)\)/g;

function toInline(text: string): Inline[] {
  const parts: Inline[] = [];
  let end = 0;
  for (const match of text.matchAll(marked)) {
    if (match.index > end) parts.push({ kind: "text", text: text.slice(end, match.index) });
    const [whole, code, strong, label, href] = match;
    if (code !== undefined) parts.push({ kind: "code", text: code });
    else if (strong !== undefined) parts.push({ kind: "strong", text: strong });
    else parts.push({ kind: "link", text: label ?? "", href: href ?? "" });
    end = match.index + whole.length;
  }
  if (end < text.length) parts.push({ kind: "text", text: text.slice(end) });
  return parts;
}

const cells = (line: string) =>
  line
    .replace(/^\|/, "")
    .replace(/\|$/, "")
    .split("|")
    .map((cell) => toInline(cell.trim()));

function toBlock(lines: readonly string[]): Block {
  const [first = ""] = lines;
  const heading = /^(#{1,4}) (.+)$/.exec(first);
  if (heading) {
    const [, marks = "", text = ""] = heading;
    return { kind: "heading", level: marks.length, id: toAnchor(text), text: toInline(text) };
  }
  if (first.startsWith("```")) return { kind: "code", text: lines.slice(1, -1).join("\n") };
  if (first.startsWith("|")) {
    const [head = "", , ...rows] = lines;
    return { kind: "table", head: cells(head), rows: rows.map(cells) };
  }
  if (first.startsWith("- ")) return { kind: "list", items: toItems(lines) };
  return { kind: "paragraph", text: toInline(lines.join(" ")) };
}

function toItems(lines: readonly string[]): Inline[][] {
  const items: string[] = [];
  for (const line of lines) {
    if (line.startsWith("- ")) items.push(line.slice(2));
    else items.push(`${items.pop() ?? ""} ${line.trim()}`);
  }
  return items.map(toInline);
}

type Groups = string[][];

/** Where a line outside of code belongs: to the block that is open, to a new one, or to none. */
function place(line: string, open: string[] | null, groups: Groups): string[] | null {
  if (line.trim() === "") return null;
  const heading = line.startsWith("#");
  if (open && !heading) {
    open.push(line);
    return open;
  }
  const started = [line];
  groups.push(started);
  return heading ? null : started;
}

/** The little of Markdown that our own documents use: headings, paragraphs, lists, tables, code, links. */
export function parseMarkdown(source: string): Block[] {
  const groups: Groups = [];
  let open: string[] | null = null;
  let code: string[] | null = null;
  for (const line of source.split("\n")) {
    const fence = line.startsWith("```");
    if (code) {
      code.push(line);
      if (fence) code = null;
    } else if (fence) {
      groups.push((code = [line]));
      open = null;
    } else open = place(line, open, groups);
  }
  return groups.map(toBlock);
}
