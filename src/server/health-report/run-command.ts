import type { OperationsLevel } from "@/core/health/words";
import type { Secret } from "@/lib/secret";
import { cleanUpDead, type CleanedUp } from "@/server/connections/clean-up-dead";
import type { Deps } from "@/server/deps";
import type { TokenResult } from "@/server/tokens/refresh-now";

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

function show(report: HealthReport, as: Options["as"], actions: Actions): string {
  if (as === "json") return asJson({ ...report, ...actions });
  if (as === "issues") return asJson({ checkedAt: report.checkedAt, level: report.level, issues: report.issues });
  return printReport(report, { verbose: as === "verbose" });
}

type TokenCounts = { readonly due: number } | Readonly<Record<TokenResult["outcome"], number>>;
/** What was done, or would be. */
type Actions = { readonly tokens?: TokenCounts; readonly cleanedUp?: readonly CleanedUp[] };

async function refresh({ deps, signal }: Run, { workspaceId, isDryRun }: Options): Promise<TokenCounts> {
  if (isDryRun) return { due: (await listDueTokens(deps(), { workspaceId, signal })).length };
  const results = await refreshAll(deps(), { workspaceId, signal });
  const of = (name: TokenResult["outcome"]) => results.filter(({ outcome }) => outcome === name).length;
  return {
    refreshed: of("refreshed"),
    still_good: of("still_good"),
    needs_reconnecting: of("needs_reconnecting"),
    failed: of("failed"),
  };
}

function statusOf(tokens: TokenCounts | undefined): ExitStatus {
  if (tokens === undefined || "due" in tokens) return 0;
  const failed = tokens.failed + tokens.needs_reconnecting;
  if (failed === 0) return 0;
  return failed > tokens.refreshed + tokens.still_good ? 2 : 1;
}

const tokenLine = (tokens: TokenCounts) =>
  "due" in tokens
    ? `Tokens that end within a day and would be renewed: ${tokens.due}`
    : `Tokens: ${tokens.refreshed} renewed, ${tokens.still_good} still good, ${tokens.needs_reconnecting} that only a person can renew, ${tokens.failed} failed`;

const goneLine = ({ provider, connectionId, deadSince, removedEvents }: CleanedUp) =>
  `  ${provider} connection ${connectionId}, dead since ${deadSince.toISOString()}${removedEvents === null ? "" : `: ${removedEvents} events removed`}`;

/** For people, before the table. */
function tell({ tokens, cleanedUp }: Actions, isDryRun: boolean): string {
  const lines = [
    ...(tokens === undefined ? [] : [tokenLine(tokens)]),
    ...(cleanedUp === undefined
      ? []
      : [
          isDryRun
            ? `Dead connections that would be ended: ${cleanedUp.length}`
            : `Dead connections ended: ${cleanedUp.length}; their people can connect again at any time`,
          ...cleanedUp.map(goneLine),
        ]),
  ];
  return lines.map((line) => `${line}\n`).join("");
}

async function act(run: Run, options: Options): Promise<Actions> {
  const { refreshes, cleansUp, ...ask } = options;
  return {
    ...(refreshes ? { tokens: await refresh(run, options) } : {}),
    ...(cleansUp ? { cleanedUp: await cleanUpDead(run.deps(), ask) } : {}),
  };
}

/** OPS-1. Acts first, so that what is checked afterwards is how it stands now. */
export async function runCommand(run: Run, options: Options): Promise<ExitStatus> {
  const { as, checks, isDryRun } = options;
  const actions = await act(run, options);
  if (as === "table" || as === "verbose") run.say(tell(actions, isDryRun));
  else if (!checks) run.say(asJson(actions));
  if (!checks) return statusOf(actions.tokens);
  const report = await loadReport(run, options);
  run.say(show(report, as, actions));
  return statuses[report.level];
}
