import type { OperationsCategory } from "@/core/errors/explain";
import { toLevel, words, type HealthState, type OperationsLevel } from "@/core/health/words";

import { findIssues } from "./find-issues";
import { recommend } from "./recommend";
import type { Counts, HealthReport, WorkspaceHealth, WorkspaceReport } from "./shapes";

/** A connection without calendars counts as one: it was connected for something. */
const statesOf = ({ health }: WorkspaceHealth): HealthState[] =>
  health.syncs.flatMap(({ state, calendars }) =>
    calendars.length === 0 ? [state] : calendars.map((one) => one.state),
  );

function countAll(states: readonly HealthState[], connections: number): Counts {
  const of = (what: "working" | "failing" | "left_out") =>
    states.filter((state) => words[state].counts === what).length;
  return {
    connections,
    calendars: states.length,
    working: of("working"),
    failing: of("failing"),
    leftOut: of("left_out"),
  };
}

function tally<K extends string>(names: readonly K[]): Partial<Record<K, number>> {
  const sums: Partial<Record<K, number>> = {};
  for (const name of names) sums[name] = (sums[name] ?? 0) + 1;
  return sums;
}

const noIssues: Readonly<Record<OperationsCategory, number>> = {
  missing_tokens: 0,
  expired_tokens: 0,
  connection_errors: 0,
  permission_errors: 0,
};

/** OPS-1 and OPS-2, from what each workspace's health says. The worst workspaces come first. */
export function buildReport(workspaces: readonly WorkspaceHealth[], now: Date): HealthReport {
  const issues = workspaces.flatMap(findIssues);
  const states = workspaces.flatMap(statesOf);
  const connections = workspaces.flatMap(({ health }) => health.syncs).length;
  return {
    checkedAt: now.toISOString(),
    level: toLevel(states),
    totals: { workspaces: workspaces.length, ...countAll(states, connections) },
    states: tally(states),
    categories: { ...noIssues, ...tally(issues.map(({ category }) => category)) },
    workspaces: workspaces.map(toWorkspaceReport).toSorted(worstFirst),
    issues,
    recommendations: recommend(issues),
  };
}

function toWorkspaceReport(of: WorkspaceHealth): WorkspaceReport {
  const states = statesOf(of);
  return {
    workspaceId: of.workspaceId,
    name: of.name,
    level: toLevel(states),
    ...countAll(states, of.health.syncs.length),
  };
}

const order: readonly OperationsLevel[] = ["critical", "partial", "healthy"];

function worstFirst(a: WorkspaceReport, b: WorkspaceReport): number {
  return order.indexOf(a.level) - order.indexOf(b.level) || b.failing - a.failing || a.name.localeCompare(b.name, "en");
}
