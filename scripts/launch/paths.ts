import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const root = path.dirname(path.dirname(path.dirname(fileURLToPath(import.meta.url))));
export const inRoot = (...parts: string[]) => path.join(root, ...parts);

/** Everything the launcher keeps: database files, secrets of the demo, marks of finished steps. Ignored by git. */
export function stateDir(...parts: string[]): string {
  const folder = inRoot(".data", ...parts);
  mkdirSync(folder, { recursive: true });
  return folder;
}

function listFiles(entry: string): string[] {
  if (!existsSync(entry)) return [];
  if (statSync(entry).isFile()) return [entry];
  return readdirSync(entry, { withFileTypes: true })
    .filter((child) => child.name !== "generated" && !/\.test\.tsx?$/.test(child.name))
    .flatMap((child) => listFiles(path.join(entry, child.name)))
    .sort();
}

/** A fingerprint of files and folders, so that a step runs again exactly when its inputs changed. */
export function fingerprint(...entries: string[]): string {
  const hash = createHash("sha256");
  for (const file of entries.flatMap((entry) => listFiles(inRoot(entry)))) {
    hash.update(path.relative(root, file)).update("\0").update(readFileSync(file)).update("\0");
  }
  return hash.digest("hex").slice(0, 24);
}
