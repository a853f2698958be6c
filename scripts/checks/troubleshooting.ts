// Every problem code leads to its entry in docs/troubleshooting.md, which says the same title and status, and every kind
// of error that can come of a provider leads to one too.
import { readText } from "./project-files.ts";
import { report } from "./report.ts";

const document = "docs/troubleshooting.md";
const catalog = "src/server/http/problem-codes.ts";
const kindsFile = "src/core/errors/kinds.ts";

export type Entry = { readonly code: string; readonly line: string };

/** The entries of the catalog, as `code: { status: 404, title: "…"`. */
export function readProblemCodes(source: string): readonly Entry[] {
  const entries = source.matchAll(/^\s+([a-z]+(?:_[a-z]+)*):\s*\{\s*status:\s*(\d{3}),\s*title:\s*"([^"]+)"/gm);
  return [...entries].map(([, code = "", status = "", title = ""]) => ({ code, line: `${status} · ${title}` }));
}

/** The kinds of errors, as `network: kind("transient", …`. */
export const readKinds = (source: string): readonly string[] =>
  [...source.matchAll(/^ {2}([a-z]+(?:_[a-z]+)*): kind\(/gm)].map(([, kind = ""]) => kind);

/** The entries of the document: a heading that is a code, and the first line below it. */
function readEntries(markdown: string): readonly Entry[] {
  const headings = markdown.matchAll(/^### ([a-z]+(?:_[a-z]+)*)\n+([^\n]*)/gm);
  return [...headings].map(([, code = "", line = ""]) => ({ code, line: line.trim() }));
}

export function findTroubleshootingProblems(
  { codes, kinds }: { readonly codes: readonly Entry[]; readonly kinds: readonly string[] },
  markdown: string,
): readonly string[] {
  const entries = readEntries(markdown);
  const unknown = entries
    .filter(({ code }) => !codes.some((each) => each.code === code) && !kinds.includes(code))
    .map(({ code }) => `${document}: ${code} is neither in ${catalog} nor in ${kindsFile}`);
  const twice = entries
    .filter(({ code }, index) => entries.findIndex((each) => each.code === code) !== index)
    .map(({ code }) => `${document}: ${code} has two entries`);
  const untold = kinds
    .filter((kind) => !entries.some(({ code }) => code === kind))
    .map((kind) => `${document}: no entry for the error ${kind} (### ${kind})`);
  const wrong = codes.flatMap(({ code, line }) => {
    const entry = entries.find((each) => each.code === code);
    if (!entry) return [`${document}: no entry for ${code} (### ${code})`];
    return entry.line === line ? [] : [`${document}: the first line of ${code} is "${line}" in ${catalog}`];
  });
  return [...wrong, ...unknown, ...twice, ...untold];
}

if (import.meta.main) {
  const codes = readProblemCodes(readText(catalog));
  const kinds = readKinds(readText(kindsFile));
  const none =
    codes.length === 0 || kinds.length === 0 ? [`${catalog}: no code was found; has its shape changed?`] : [];
  report(
    "troubleshooting",
    [...none, ...findTroubleshootingProblems({ codes, kinds }, readText(document))],
    `${codes.length} problem codes and ${kinds.length} errors of providers, each with its entry`,
  );
}
