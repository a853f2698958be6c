// Nothing of the place where the project is made stays in it: no paths, no package hosts, no talk about the making.
import { execFileSync } from "node:child_process";
import { homedir } from "node:os";
import { dirname } from "node:path";
import { listPaths, readTexts, root, type ProjectFile } from "./project-files.ts";
import { report } from "./report.ts";

/** Letters in brackets keep this file from finding itself. */
const foreign: Readonly<Record<string, RegExp>> = {
  "a home folder of somebody":
    /(?<![\w.])(\/home\/(?!node\b|app\b)[a-z][\w-]*|\/Users\/[A-Za-z][\w-]*|[A-Z]:\\Users\\\w+)[/\\]/,
  "the host of a package registry": /\bregistr[y]\.[a-z0-9-]+(\.[a-z0-9-]+)+\b/,
  "a word about who wrote this":
    /\b([c]laude|[a]nthropic|[c]hatgpt|[o]penai|[c]opilot|[c]odex|language [m]odel|sub-?[a]gents?|[c]o-authored-by)\b/i,
  "a folder outside of the project": /\b[s]hared\/(design|seeds|schemas|hooks)\b/,
  "a tracker's number: say what it is about": /\b[i]ssue #?\d+\b|\bthis [s]ession'?s? (brief|task|work)\b/i,
};
/** Folders that every machine has. */
const anywhere = new Set(["/", "/tmp", "/home", "/Users", "/var", "/usr", "/opt", "/srv", "/mnt", "/app"]);
const quoted = /^(docs\/reference\/|package-lock\.json$)/;

/** The parts of this machine that must not be named: found out here, so that no list has to name them. */
export function findOwnNames(): readonly string[] {
  const registry = execFileSync("npm", ["config", "get", "registry"], {
    cwd: root,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  }).trim();
  const host = URL.canParse(registry) ? new URL(registry).host : "";
  const paths = [root, dirname(root), homedir()].filter((path) => !anywhere.has(path)).map((path) => `${path}/`);
  return [...paths, ...(host === "" ? [] : [host])];
}

export function findMachineTraces(files: readonly ProjectFile[], ownNames: readonly string[]): readonly string[] {
  return files
    .filter(({ path }) => !quoted.test(path))
    .flatMap(({ path, text }) =>
      text
        .split("\n")
        .flatMap((line, index) => findInLine(line, ownNames).map((what) => `${path}:${index + 1}: ${what}`)),
    );
}

/** A folder called like ours, deeper in a path, is not ours. */
const startsIn = (line: string, name: string) => new RegExp(`(?<![\\w.)\\]}*-])${RegExp.escape(name)}`).test(line);

function findInLine(line: string, ownNames: readonly string[]): string[] {
  const own = ownNames.some((name) => startsIn(line, name)) ? ["a path or host of this machine"] : [];
  return [
    ...own,
    ...Object.entries(foreign)
      .filter(([, pattern]) => pattern.test(line))
      .map(([what]) => what),
  ];
}

if (import.meta.main) {
  const files = readTexts(listPaths());
  report(
    "machine",
    findMachineTraces(files, findOwnNames()),
    `${files.length} files, none names the place where it was made`,
  );
}
