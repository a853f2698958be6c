import { beforeAll, expect, it } from "vitest";

import { words, type HealthState } from "@/core/health/words";
import { readOptions } from "@/server/health-report/read-options";
import { runCommand } from "@/server/health-report/run-command";
import type { HealthReport } from "@/server/health-report/shapes";
import { recordConnectionHealth } from "@/server/health/record-health";
import { useApi } from "@/testing/api";
import { makeConnection } from "@/testing/health-rows";

import type { OverviewShape } from "./shapes";

const api = useApi();
const ago = (minutes: number) => new Date(api.deps.now().getTime() - minutes * 60_000);

type Given = Partial<Parameters<typeof makeConnection>[2]>;
const error = (code: string) => ({ code, at: ago(2).toISOString() });
/** An account in each state that its own rows can tell of, and two of the commonest. */
const accounts = (): Readonly<Partial<Record<HealthState, readonly Given[]>>> => ({
  healthy: [{}, { provider: "outlook" }],
  needs_reconnecting: [{ connection: { authStatus: "needs_reauth" } }],
  disabled: [{ state: { disabledAt: ago(5), lastError: error("forbidden") } }],
  late: [
    { state: { lastSuccessAt: ago(70), lastAttemptAt: ago(2), consecutiveFailures: 3, lastError: error("timeout") } },
  ],
  paused: [{ state: { pausedAt: ago(60) } }],
  unknown: [{ state: { lastSuccessAt: ago(1_440), lastAttemptAt: ago(1_440) } }],
});

beforeAll(async () => {
  const { deps, cast } = api;
  const made = [...Object.values(accounts()).flat(), { elsewhere: true as const }];
  for (const given of made) {
    const isElsewhere = "elsewhere" in given;
    const owner = isElsewhere
      ? { workspaceId: cast.elsewhere, userId: cast.mallory }
      : { workspaceId: cast.home, userId: cast.alice };
    const rows = await makeConnection(deps.db, owner, { at: deps.now(), ...(isElsewhere ? {} : given) });
    await deps.db.inWorkspace(rows, (tx) => recordConnectionHealth(tx, deps, rows));
  }
});

async function ask(workspaceId?: string): Promise<{ page: OverviewShape; command: HealthReport }> {
  const query = workspaceId === undefined ? {} : { workspaceId };
  const answer = await api.call("GET /api/v1/admin/health", { as: await api.signIn(api.cast.ivo), query });
  const said: string[] = [];
  const args = ["--json", ...(workspaceId === undefined ? [] : ["--workspace-id", workspaceId])];
  await runCommand(
    {
      ...{ deps: () => api.deps, key: null, now: api.deps.now, signal: new AbortController().signal },
      say: (text) => said.push(text),
    },
    readOptions(args, {}),
  );
  return { page: answer.json as unknown as OverviewShape, command: JSON.parse(said.join("")) as HealthReport };
}

const statesOf = ({ states }: OverviewShape) =>
  Object.fromEntries(states.map(({ state, connections }) => [state, connections]));
const count = (states: Readonly<Record<string, number>>, what: "working" | "failing" | "left_out") =>
  Object.entries(states)
    .filter(([state]) => words[state as HealthState].counts === what)
    .reduce((sum, [, connections]) => sum + connections, 0);

it("UI-3 OPS-1 the page and the command line say the same figures, of all workspaces and of one", async () => {
  for (const workspaceId of [undefined, api.cast.home]) {
    const { page, command } = await ask(workspaceId);
    const states = statesOf(page);
    expect(states).toEqual(command.states);
    expect(page.connections).toBe(command.totals.connections);
    expect([count(states, "working"), count(states, "failing"), count(states, "left_out")]).toEqual([
      ...[command.totals.working, command.totals.failing, command.totals.leftOut],
    ]);
  }
  const { page, command } = await ask();
  const byName = (rows: readonly { name: string; connections: number }[]) =>
    Object.fromEntries(rows.filter(({ connections }) => connections > 0).map((row) => [row.name, row.connections]));
  expect(byName(page.workspaces)).toEqual(byName(command.workspaces));
  expect(Object.keys(statesOf(page)).toSorted()).toEqual(Object.keys(accounts()).toSorted());
});
