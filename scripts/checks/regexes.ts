// No regular expression of the product is brought to a halt by a short hostile text. Tried, not derived: each is run on
// texts made of its own characters, repeated, with an end that does not fit.
import { runInNewContext } from "node:vm";
import ts from "typescript";
import { listPaths, readTexts, type ProjectFile } from "./project-files.ts";
import { report } from "./report.ts";

export type Regex = { readonly place: string; readonly source: string; readonly flags: string };

const length = 2_000;
/** A linear or square match of such a text takes a few milliseconds; a cubic or exponential one minutes and more. */
const patienceMs = 500;
const common = ["a", "A", "0", " ", "\n", "-", "_", ".", "/", "<", '"', "@", ",", ":"];

export function findRegexes({ path, text }: ProjectFile): readonly Regex[] {
  const found: Regex[] = [];
  const source = ts.createSourceFile(
    path,
    text,
    ts.ScriptTarget.Latest,
    false,
    path.endsWith("x") ? ts.ScriptKind.TSX : ts.ScriptKind.TS,
  );
  const visit = (node: ts.Node): void => {
    if (ts.isRegularExpressionLiteral(node)) {
      const end = node.text.lastIndexOf("/");
      const line = source.getLineAndCharacterOfPosition(node.pos).line + 1;
      found.push({ place: `${path}:${line}`, source: node.text.slice(1, end), flags: node.text.slice(end + 1) });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** Texts that a matcher has to try in many ways: a beginning that fits, one or two characters repeated, a wrong end. */
export function hostileTexts(source: string): readonly string[] {
  const plain = source.replace(/\\[a-zA-Z]|\\u\{?[0-9a-fA-F]+\}?|[\^$.*+?()[\]{}|\\]/g, " ");
  const own = [...new Set(plain.replace(/\s/g, ""))].slice(0, 12);
  const letters = [...new Set([...common, ...own])];
  const starts = ["", /^\^?((?:[A-Za-z0-9]|\\\/)+)/.exec(source)?.[1]?.replaceAll("\\", "") ?? "", own.join("")];
  const fillings = [...letters, ...own.flatMap((one) => ["a", "0", " ", ...own].map((two) => one + two))];
  return [...new Set(starts)].flatMap((start) =>
    fillings.map((filling) => `${start}${filling.repeat(length / filling.length)}\u0000`),
  );
}

export function findSlowRegex({ place, source, flags }: Regex): string | null {
  const context = { regex: new RegExp(source, flags.replace(/[gy]/g, "")), texts: hostileTexts(source) };
  try {
    // A quick one goes through all texts in a few milliseconds; the time allowed is for each text on average.
    runInNewContext("for (const text of texts) regex.test(text)", context, {
      timeout: patienceMs + context.texts.length * 2,
    });
    return null;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ERR_SCRIPT_EXECUTION_TIMEOUT") throw error;
    return `${place}: /${source}/ can be brought to a halt by ${length} characters; leave one way to match only`;
  }
}

if (import.meta.main) {
  const files = readTexts(listPaths().filter((path) => /^src\/.+(?<!\.test)\.tsx?$/.test(path)));
  const regexes = [
    ...new Map(files.flatMap(findRegexes).map((regex) => [`/${regex.source}/${regex.flags}`, regex])).values(),
  ];
  const problems = regexes.map(findSlowRegex).filter((problem) => problem !== null);
  report(
    "regexes",
    problems,
    `${regexes.length} regular expressions, none brought to a halt by ${length} hostile characters`,
  );
}
