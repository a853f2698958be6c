import type { OperationsLevel } from "@/core/health/words";

import type { HealthReport, Issue } from "./shapes";

const titles: Readonly<Record<OperationsLevel, string>> = {
  healthy: "Healthy: all calendars work",
  partial: "Partial: some calendars fail",
  critical: "Critical: more than half of the calendars fail",
};

type Table = readonly (readonly string[])[];

/** Columns as wide as their widest cell; figures to the right. */
function toLines(table: Table): string[] {
  const widths = (table[0] ?? []).map((_, column) => Math.max(...table.map((row) => row[column]?.length ?? 0)));
  const isFigure = (column: number) => table.slice(1).every((row) => /^\d+$/.test(row[column] ?? ""));
  return table.map((row) =>
    row
      .map((cell, column) => (isFigure(column) ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0)))
      .join("  ")
      .trimEnd(),
  );
}

const indent = (lines: readonly string[]) => lines.map((line) => `  ${line}`);

function workspaceTable({ workspaces }: HealthReport): string[] {
  const rows = workspaces.map(({ name, level, connections, calendars, working, failing, leftOut }) => [
    name,
    level,
    ...[connections, calendars, working, failing, leftOut].map(String),
  ]);
  return toLines([["workspace", "level", "connections", "calendars", "working", "failing", "paused"], ...rows]);
}

function categoryTable({ categories }: HealthReport): string[] {
  return toLines([
    ["category", "issues"],
    ...Object.entries(categories).map(([name, count]) => [name.replaceAll("_", " "), String(count)]),
  ]);
}

function issueLines(issue: Issue): string[] {
  const { workspace, userName, userId, provider, connectionId, calendarId } = issue;
  const facts = [
    issue.state.replaceAll("_", " "),
    issue.code,
    issue.since === null ? null : `since ${issue.since}`,
    issue.requestId === null ? null : `request ${issue.requestId}`,
  ].filter((fact) => fact !== null);
  return [
    `${workspace} · ${userName ?? userId} · ${provider} · ${calendarId === null ? `connection ${connectionId}` : `calendar ${calendarId}`}`,
    ...indent([facts.join(" · "), issue.sentence, ...(issue.operator === null ? [] : [issue.operator])]),
  ];
}

const section = (title: string, lines: readonly string[]) => (lines.length === 0 ? [] : ["", title, ...indent(lines)]);

/** For people. Verbose: every issue, with whose it is and what the operator can look at. */
export function printReport(report: HealthReport, { verbose }: { readonly verbose: boolean }): string {
  const { totals, issues, recommendations, level } = report;
  const lines = [
    totals.calendars === 0 ? "Healthy: nothing is connected" : titles[level],
    `${totals.working} of ${totals.calendars - totals.leftOut} calendars work in ${totals.connections} connections of ${totals.workspaces} workspaces, at ${report.checkedAt}`,
    ...section("By workspace", totals.workspaces === 0 ? [] : workspaceTable(report)),
    ...section("By category", issues.length === 0 ? [] : categoryTable(report)),
    ...section("Issues", verbose ? issues.flatMap(issueLines) : []),
    ...section("What to do", recommendations),
  ];
  if (issues.length > 0 && !verbose)
    lines.push("", "Each issue by itself: --verbose, or --export-issues for machines.");
  return `${lines.join("\n")}\n`;
}
