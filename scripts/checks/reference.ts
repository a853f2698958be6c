// The copied specifications are what they were when they were taken, and each has its origin and licence.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { readTables } from "./markdown-table.ts";
import { listPaths, readText, root } from "./project-files.ts";
import { report } from "./report.ts";

const folder = "docs/reference";
export type Copy = { readonly file: string; readonly sha256: string };

export function findReferenceProblems(sources: string, copies: readonly Copy[]): readonly string[] {
  const rows = readTables(sources);
  const listed = new Set(rows.map((row) => row.file));
  const unlisted = copies
    .filter(({ file }) => !listed.has(file))
    .map(({ file }) => `${folder}/${file} is not in SOURCES.md`);
  const wrong = rows.flatMap((row) => {
    const copy = copies.find(({ file }) => file === row.file);
    if (!copy) return [`${folder}/${row.file} is in SOURCES.md and does not exist`];
    if (!row.origin || !row.licence) return [`${folder}/${row.file}: SOURCES.md must say its origin and its licence`];
    return copy.sha256 === row["sha-256"]
      ? []
      : [`${folder}/${row.file} differs from what SOURCES.md recorded (it is now ${copy.sha256})`];
  });
  const licences = rows.flatMap((row) => row.licence?.match(/LICENSE\.[\w.-]+\.txt/g) ?? []);
  const absent = licences.filter((licence) => !listed.has(licence)).map((licence) => `${folder}/${licence} is missing`);
  return [...unlisted, ...wrong, ...absent];
}

if (import.meta.main) {
  const files = listPaths().filter((path) => path.startsWith(`${folder}/`) && !path.endsWith("SOURCES.md"));
  const copies = files.map((path) => ({
    file: path.slice(folder.length + 1),
    sha256: createHash("sha256")
      .update(readFileSync(join(root, path)))
      .digest("hex"),
  }));
  report(
    "reference",
    findReferenceProblems(readText(`${folder}/SOURCES.md`), copies),
    `${copies.length} copies, unchanged, each with origin and licence`,
  );
}
