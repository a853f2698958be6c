/** docs/troubleshooting.md as it is written: a part of a sentence, sentences, entries below a heading, chapters. */
export type Part =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "code"; readonly text: string }
  | { readonly kind: "link"; readonly text: string; readonly anchor: string };
export type Paragraph = readonly Part[];
export type Entry = {
  readonly id: string;
  readonly title: string;
  /** Of the entry of a problem: what programs read. */
  readonly problem: { readonly code: string; readonly status: string } | null;
  readonly paragraphs: readonly Paragraph[];
};
export type Chapter = {
  readonly id: string;
  readonly title: string;
  readonly paragraphs: readonly Paragraph[];
  readonly entries: readonly Entry[];
};
export type Guide = { readonly paragraphs: readonly Paragraph[]; readonly chapters: readonly Chapter[] };

const parts = /`([^`]+)`|\[([^\]]+)\]\(#([\w-]+)\)/g;
const statusLine = /^(\d{3}) · (.+)$/;

export const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replaceAll(/[^\w\s-]/g, "")
    .replaceAll(/\s/g, "-");

export function readParts(text: string): Paragraph {
  const found: Part[] = [];
  let read = 0;
  for (const match of text.matchAll(parts)) {
    if (match.index > read) found.push({ kind: "text", text: text.slice(read, match.index) });
    const [whole, code, label = "", anchor = ""] = match;
    found.push(code === undefined ? { kind: "link", text: label, anchor } : { kind: "code", text: code });
    read = match.index + whole.length;
  }
  if (read < text.length) found.push({ kind: "text", text: text.slice(read) });
  return found;
}

/** Tables are left out: they lead to headings of the document, which the page has at hand. */
function readParagraphs(lines: readonly string[]): readonly Paragraph[] {
  return lines
    .join("\n")
    .split(/\n{2,}/)
    .map((block) => block.trim())
    .filter((block) => block !== "" && !block.startsWith("|"))
    .map((block) => readParts(block.replaceAll("\n", " ")));
}

/** The lines before the first heading of a level, and each heading with the lines below it. */
function split(lines: readonly string[], mark: string) {
  const before: string[] = [];
  const below: { readonly title: string; readonly lines: string[] }[] = [];
  for (const line of lines) {
    if (line.startsWith(`${mark} `)) below.push({ title: line.slice(mark.length + 1).trim(), lines: [] });
    else (below.at(-1)?.lines ?? before).push(line);
  }
  return { before, below };
}

function readEntry({ title, lines }: { readonly title: string; readonly lines: readonly string[] }): Entry {
  const first = lines.findIndex((line) => line.trim() !== "");
  const [, status, words] = statusLine.exec(lines[first] ?? "") ?? [];
  if (status === undefined || words === undefined) {
    return { id: anchorOf(title), title, problem: null, paragraphs: readParagraphs(lines) };
  }
  return {
    id: title,
    title: words,
    problem: { code: title, status },
    paragraphs: readParagraphs(lines.slice(first + 1)),
  };
}

export function readGuide(markdown: string): Guide {
  const { before, below } = split(markdown.split("\n"), "##");
  const chapters = below.map(({ title, lines }) => {
    const inside = split(lines, "###");
    return {
      id: anchorOf(title),
      title,
      paragraphs: readParagraphs(inside.before),
      entries: inside.below.map(readEntry),
    };
  });
  return { paragraphs: readParagraphs(before.filter((line) => !line.startsWith("# "))), chapters };
}
