// The files that belong to the project: tracked ones, and new ones that Git does not ignore.
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

export type ProjectFile = { readonly path: string; readonly text: string };

export const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..");

export function listPaths(): readonly string[] {
  const args = ["ls-files", "-z", "--cached", "--others", "--exclude-standard"];
  const listed = execFileSync("git", args, { cwd: root, encoding: "utf8", maxBuffer: 64 * 1024 * 1024 });
  return [...new Set(listed.split("\0"))].filter((path) => path !== "" && isFile(path)).sort();
}

/** Pictures, fonts and other files with a zero byte are left out. */
export function readTexts(paths: readonly string[]): readonly ProjectFile[] {
  return paths.map((path) => ({ path, text: readText(path) })).filter(({ text }) => !text.includes("\0"));
}

export const readText = (path: string): string => readFileSync(join(root, path), "utf8");

export const isFile = (path: string): boolean => existsSync(join(root, path)) && statSync(join(root, path)).isFile();
