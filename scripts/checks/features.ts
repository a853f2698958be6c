// docs/features.md says for every feature how far it is, and nothing works there without a test that names it.
import { countStates, findTableProblems, readPath, type ClaimRules } from "./claims.ts";
import { readTables } from "./markdown-table.ts";
import { readText } from "./project-files.ts";
import { report } from "./report.ts";

export const featureRules = (reference: string): ClaimRules => ({
  document: "docs/features.md",
  wanted: readTables(reference)
    .map((row) => row.id ?? "")
    .filter((id) => /^[A-Z]{2,3}-\d+$/.test(id)),
  states: ["works", "partly", "planned"],
  proven: "works",
  namesCode: true,
});

if (import.meta.main) {
  const rules = featureRules(readText("docs/reference/features.md"));
  const table = readText(rules.document);
  report("features", findTableProblems(table, rules, readPath), countStates(table, rules));
}
