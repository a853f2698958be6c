// docs/security.md says for every requirement how far it is, and none holds there without a test that names it.
import { countStates, findTableProblems, readPath, type ClaimRules } from "./claims.ts";
import { readText } from "./project-files.ts";
import { report } from "./report.ts";

export const securityRules: ClaimRules = {
  document: "docs/security.md",
  wanted: Array.from({ length: 68 }, (_, index) => `S${index + 1}`),
  states: ["holds", "partly", "planned"],
  proven: "holds",
  namesCode: true,
};

if (import.meta.main) {
  const table = readText(securityRules.document);
  report("security", findTableProblems(table, securityRules, readPath), countStates(table, securityRules));
}
