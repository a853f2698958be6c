// Reads what the test run measured: the layers that carry the promises are covered.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { listPaths, readText, root } from "./project-files.ts";
import { report } from "./report.ts";

type Lines = { readonly total: number; readonly covered: number };
export type CoverageSummary = Readonly<Record<string, { readonly lines: Lines }>>;

const summaryPath = ".artifacts/coverage/coverage-summary.json";
const layers = ["core", "providers", "server"];
const leastPercent = 85;

export function sumLines(summary: CoverageSummary, layer: string): Lines {
  const files = Object.entries(summary).filter(([path]) => path.replaceAll("\\", "/").includes(`/src/${layer}/`));
  const sum = (pick: (lines: Lines) => number) => files.reduce((total, [, { lines }]) => total + pick(lines), 0);
  return { total: sum((lines) => lines.total), covered: sum((lines) => lines.covered) };
}

const percentOf = ({ total, covered }: Lines) => (total === 0 ? 100 : (100 * covered) / total);

/** `sources` are the files of the project: a layer that has some and was not measured is no covered layer. */
export function findCoverageProblems(summary: CoverageSummary, sources: readonly string[]): readonly string[] {
  return layers.flatMap((layer) => {
    const lines = sumLines(summary, layer);
    const isThere = sources.some((path) => path.startsWith(`src/${layer}/`) && /(?<!\.test)\.ts$/.test(path));
    if (lines.total === 0 && isThere) return [`src/${layer}: was not measured`];
    const percent = percentOf(lines);
    if (percent >= leastPercent) return [];
    return [
      `src/${layer}: ${percent.toFixed(1)} % of ${lines.total} lines are covered, ${leastPercent} % is the least`,
    ];
  });
}

function describe(summary: CoverageSummary): string {
  return layers
    .map((layer) => {
      const lines = sumLines(summary, layer);
      return lines.total === 0 ? `${layer} has no lines yet` : `${layer} ${percentOf(lines).toFixed(1)} %`;
    })
    .join(", ");
}

if (import.meta.main) {
  if (existsSync(join(root, summaryPath))) {
    const summary = JSON.parse(readText(summaryPath)) as CoverageSummary;
    report("coverage", findCoverageProblems(summary, listPaths()), describe(summary));
  } else {
    report("coverage", [`${summaryPath} is missing: run the tests with --coverage first`], "");
  }
}
