// docs/reliability.md says of every fault and of every trap how far it is, and none holds there without a test that names it.
import { countStates, findTableProblems, readPath, type ClaimRules } from "./claims.ts";
import { readText } from "./project-files.ts";
import { report } from "./report.ts";

const numbered = (start: string, count: number) => Array.from({ length: count }, (_, index) => `${start}${index + 1}`);

export const faultRules: ClaimRules = {
  document: "docs/reliability.md",
  wanted: [...numbered("F", 100), ...numbered("6.", 50)],
  states: ["holds", "partly", "planned"],
  proven: "holds",
  namesCode: false,
};

if (import.meta.main) {
  const table = readText(faultRules.document);
  report("faults", findTableProblems(table, faultRules, readPath), countStates(table, faultRules));
}
