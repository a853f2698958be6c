// A check is silenced only for one line, by name and with a reason; the rules of the design are never silenced.
import { listPaths, readTexts, type ProjectFile } from "./project-files.ts";
import { report } from "./report.ts";

/** Letters in brackets keep this file from finding itself. */
const lintComment = /[e]slint-disable(-next-line|-line)?\b([^*\n]*)/;
const typeComment = /@[t]s-(ignore|nocheck|expect-error)\b([^*\n]*)/;
const coverageComment = /\b(v8|c8|istanbul) [i]gnore\b/;
const designRule =
  /\b(daykeeper\/[\w-]+|max-lines(-per-function)?|max-params|max-depth|complexity|no-console|no-restricted-globals)\b/;
const code = /\.(ts|tsx|mts|mjs|cjs|js)$/;

function judgeLint(scope: string | undefined, rest: string): string | null {
  const [rules = "", reason = ""] = rest.split(/--(.*)/);
  if (scope === undefined) return "silences a rule for the whole file; silence one line";
  if (rules.trim() === "") return "silences every rule; name the one you mean";
  const design = designRule.exec(rules)?.[0];
  if (design !== undefined) return `silences ${design}, which holds the design; change the code or the rule`;
  return reason.trim().length < 10 ? "silences a rule without a reason; write `-- why` behind it" : null;
}

function judgeTypes(kind: string | undefined, rest: string): string | null {
  if (kind !== "expect-error") return `silences the type checker blindly; use @ts-${"expect-error"} with a reason`;
  return rest.trim().length < 10 ? "silences the type checker without a reason" : null;
}

function judgeLine(line: string): string | null {
  const lint = lintComment.exec(line);
  if (lint) return judgeLint(lint[1], lint[2] ?? "");
  const types = typeComment.exec(line);
  if (types) return judgeTypes(types[1], types[2] ?? "");
  return coverageComment.test(line) ? "leaves a line out of the coverage; test it or delete it" : null;
}

export function findSuppressions(files: readonly ProjectFile[]): readonly string[] {
  return files
    .filter(({ path }) => code.test(path))
    .flatMap(({ path, text }) =>
      text.split("\n").flatMap((line, index) => {
        const problem = judgeLine(line);
        return problem === null ? [] : [`${path}:${index + 1}: ${problem}`];
      }),
    );
}

if (import.meta.main) {
  const files = readTexts(listPaths().filter((path) => code.test(path)));
  report("suppressions", findSuppressions(files), `${files.length} source files, no check silenced without a reason`);
}
