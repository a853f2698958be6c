// docs/features.md says for every feature how far it is, and nothing works there without a test that names it.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { findClaimProblems, findListProblems, type ReadPath } from "./claims.ts";
import { readTables } from "./markdown-table.ts";
import { isFile, readText, root } from "./project-files.ts";
import { report } from "./report.ts";

const rules = { document: "docs/features.md", proven: "works", states: ["works", "partly", "planned"] };
const isId = (id: string | undefined): id is string => id !== undefined && /^[A-Z]{2,3}-\d+$/.test(id);

export const readPath: ReadPath = (path) => {
  if (isFile(path)) return readText(path);
  return existsSync(join(root, path)) ? "" : null;
};

export function findFeatureProblems(reference: string, table: string, read: ReadPath): readonly string[] {
  const wanted = readTables(reference)
    .map((row) => row.id)
    .filter(isId);
  const rows = readTables(table).filter((row) => isId(row.id));
  const claims = rows.map((row) => ({
    id: row.id ?? "",
    state: row.state ?? "",
    code: row.code ?? "",
    test: row.test ?? "",
  }));
  const list = findListProblems(
    rules.document,
    wanted,
    claims.map((claim) => claim.id),
  );
  return [...list, ...claims.flatMap((claim) => findClaimProblems(claim, rules, read))];
}

export function countStates(table: string, states: readonly string[]): string {
  const rows = readTables(table);
  return states.map((state) => `${rows.filter((row) => row.state === state).length} ${state}`).join(", ");
}

if (import.meta.main) {
  const table = readText(rules.document);
  report(
    "features",
    findFeatureProblems(readText("docs/reference/features.md"), table, readPath),
    countStates(table, rules.states),
  );
}
