// What people read has one voice: it says what happened and what follows, without apology, cheer or noise.
import { listPaths, readTexts, type ProjectFile } from "./project-files.ts";
import { report } from "./report.ts";

const unlikeUs: Readonly<Record<string, RegExp>> = {
  "no apology, say what happened": /\b(oops|whoops|sorry|unfortunately)\b/i,
  "no please, say what to do": /\bplease\b/i,
  "no cheer, the result speaks": /\b(successfully|success!|congratulations|awesome|great news)\b/i,
  "say what went wrong": /\b(something|an error|things?) (went wrong|occurred|has occurred)\b/i,
  "no exclamation mark": /!(\s|$)/,
  "no emoji": /\p{Emoji_Presentation}/u,
  "say what will happen, then ask": /\bare you sure\b/i,
  "one character: …": /\.\.\./,
};

export const isSpoken = (path: string): boolean =>
  /^src\/lib\/i18n\/messages\/.+\.json$/.test(path) || path === "src/server/http/problem-codes.ts";

/** The texts of a file of messages, or the titles and sentences of the problem codes. */
export function readSpoken({ path, text }: ProjectFile): readonly string[] {
  if (path.endsWith(".json")) return textsOf(JSON.parse(text));
  return [...text.matchAll(/\b(?:title|detail):\s*"((?:[^"\\]|\\.)*)"/g)].map(([, sentence = ""]) => sentence);
}

function textsOf(value: unknown): readonly string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(textsOf) : [];
}

export function findVoiceProblems(files: readonly ProjectFile[]): readonly string[] {
  return files.flatMap((file) =>
    readSpoken(file).flatMap((text) =>
      Object.entries(unlikeUs)
        .filter(([, pattern]) => pattern.test(text))
        .map(([advice]) => `${file.path}: "${text}": ${advice}`),
    ),
  );
}

if (import.meta.main) {
  const files = readTexts(listPaths().filter(isSpoken));
  report("voice", findVoiceProblems(files), `${files.flatMap(readSpoken).length} texts in one voice`);
}
