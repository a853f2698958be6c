// docs/security.md says for every requirement how far it is, and none holds there without a test that names it.
import { findClaimProblems, findListProblems, type ReadPath } from "./claims.ts";
import { countStates, readPath } from "./features.ts";
import { readTables } from "./markdown-table.ts";
import { readText } from "./project-files.ts";
import { report } from "./report.ts";

const rules = { document: "docs/security.md", proven: "holds", states: ["holds", "partly", "planned"] };
const requirements = Array.from({ length: 68 }, (_, index) => `S${index + 1}`);

export function findSecurityProblems(table: string, read: ReadPath): readonly string[] {
  const rows = readTables(table).filter((row) => /^S\d+$/.test(row.id ?? ""));
  const claims = rows.map((row) => ({
    id: row.id ?? "",
    state: row.state ?? "",
    code: row.code ?? "",
    test: row.test ?? "",
  }));
  const list = findListProblems(
    rules.document,
    requirements,
    claims.map((claim) => claim.id),
  );
  return [...list, ...claims.flatMap((claim) => findClaimProblems(claim, rules, read))];
}

if (import.meta.main) {
  const table = readText(rules.document);
  report("security", findSecurityProblems(table, readPath), countStates(table, rules.states));
}
