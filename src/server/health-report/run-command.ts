import type { OperationsLevel } from "@/core/health/words";
import type { Secret } from "@/lib/secret";
import { cleanUpDead } from "@/server/connections/clean-up-dead";
import type { Deps } from "@/server/deps";

import { askInstance } from "./ask-instance";
import { buildReport } from "./build-report";
import { loadWorkspaces } from "./load-workspaces";
import { printReport } from "./print-report";
import { BadCall, type Options } from "./read-options";
import { listDueTokens, refreshAll } from "./refresh-all";
import type { HealthReport } from "./shapes";

/** 3, that it could not tell, is said by whoever catches what this throws. */
export type ExitStatus = 0 | 1 | 2;

const statuses: Readonly<Record<OperationsLevel, ExitStatus>> = { healthy: 0, partial: 1, critical: 2 };

export type Run = {
  readonly deps: () => Deps;
  readonly key: Secret | null;
  readonly now: () => Date;
  readonly say: (text: string) => void;
  readonly signal: AbortSignal;
};

async function loadReport({ deps, key, now }: Run, { url, workspaceId }: Options): Promise<HealthReport> {
  if (url === null) return buildReport(await loadWorkspaces(deps(), workspaceId), now());
  if (key === null) throw new BadCall("Put an API key with the scope health:read into DAYKEEPER_API_KEY.");
  return buildReport(await askInstance(url, key), now());
}

const asJson = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;

function show(report: HealthReport, as: Options["as"]): string {
  if (as === "json") return asJson(report);
  if (as === "issues") return asJson({ checkedAt: report.checkedAt, level: report.level, issues: report.issues });
  return printReport(report, { verbose: as === "verbose" });
}

/** Lines are for people: where JSON is asked for, nothing else is printed. */
const isForPeople = ({ as }: Options) => as === "table" || as === "verbose";

async function refresh({ deps, say, signal }: Run, options: Options): Promise<ExitStatus> {
  const { workspaceId, isDryRun } = options;
  if (isDryRun) {
    const due = await listDueTokens(deps(), { workspaceId, signal });
    if (isForPeople(options)) say(`${due.length} tokens end within a day and would be renewed.\n`);
    return 0;
  }
  const results = await refreshAll(deps(), { workspaceId, signal });
  const of = (...outcomes: string[]) => results.filter(({ outcome }) => outcomes.includes(outcome)).length;
  const failed = of("failed", "needs_reconnecting");
  if (isForPeople(options))
    say(
      `Tokens: ${of("refreshed")} renewed, ${of("still_good")} still good, ${of("needs_reconnecting")} that only a person can renew, ${of("failed")} failed.\n`,
    );
  return failed === 0 ? 0 : failed * 2 > results.length ? 2 : 1;
}

async function cleanUp({ deps, say }: Run, options: Options): Promise<void> {
  const { workspaceId, isDryRun, retentionDays } = options;
  const gone = await cleanUpDead(deps(), { workspaceId, isDryRun, retentionDays });
  if (!isForPeople(options)) return;
  for (const { connectionId, provider, deadSince, removedEvents } of gone)
    say(
      `${provider} connection ${connectionId}, dead since ${deadSince.toISOString()}${removedEvents === null ? "" : `: ended, ${removedEvents} events removed`}\n`,
    );
  say(
    isDryRun
      ? `${gone.length} connections would be ended.\n`
      : `${gone.length} connections ended. Their people can connect again at any time.\n`,
  );
}

/** OPS-1. Acts first, so that what is checked afterwards is how it stands now. */
export async function runCommand(run: Run, options: Options): Promise<ExitStatus> {
  const refreshed = options.refreshes ? await refresh(run, options) : 0;
  if (options.cleansUp) await cleanUp(run, options);
  if (!options.checks) return refreshed;
  const report = await loadReport(run, options);
  run.say(show(report, options.as));
  return statuses[report.level];
}
