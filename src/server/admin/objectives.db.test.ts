import { describe, expect, it } from "vitest";

import { installDeps } from "@/server/deps";
import { readMetrics } from "@/server/running/read-metrics";
import { useApi } from "@/testing/api";
import { makeConnection, type Rows } from "@/testing/health-rows";

import { rollUp } from "./roll-up";
import type { OverviewShape } from "./shapes";

const api = useApi();

type Ran = {
  readonly minutesAgo: number;
  readonly count: number;
  readonly failed: number;
  readonly durationMs?: number;
};

/** Runs that ended some minutes ago, so many of them badly. */
const ran = ({ workspaceId, calendarId }: Rows, { minutesAgo, count, failed, durationMs = 300 }: Ran) =>
  api.deps.db.inWorkspace({ workspaceId }, (tx) =>
    tx.syncRun.createMany({
      data: Array.from({ length: count }, (_, index) => ({
        ...{ workspaceId, calendarId, trigger: "schedule", kind: "incremental", fence: 1, durationMs, changed: 1 },
        startedAt: new Date(api.deps.now().getTime() - minutesAgo * 60_000),
        outcome: index < failed ? "failed" : "succeeded",
      })),
    }),
  );
const overview = async (userId: string) =>
  (await api.call("GET /api/v1/admin/health", { as: await api.signIn(userId) })).json as OverviewShape;

/** A few minutes after the hour, so that what ran a minute ago is of this hour. */
function goToHour() {
  const minute = api.deps.now().getUTCMinutes();
  api.pass(minute < 10 ? 10 - minute : 70 - minute);
}

describe("objectives (MON-6)", () => {
  it("MON-6 counts the runs of each workspace and of all, says what burns, and shows nobody those of another", async () => {
    goToHour();
    const { home, elsewhere, alice, mallory, grace, ivo, bob } = api.cast;
    const at = api.deps.now();
    const ours = await makeConnection(api.deps.db, { workspaceId: home, userId: bob }, { at });
    const theirs = await makeConnection(api.deps.db, { workspaceId: elsewhere, userId: mallory }, { at });
    await ran(ours, { minutesAgo: 2, count: 20, failed: 10 });
    await ran(theirs, { minutesAgo: 2, count: 80, failed: 0 });
    await rollUp(api.deps);
    const of = async (userId: string) =>
      (await overview(userId)).objectives.map(({ burns, ...rest }) => ({
        ...rest,
        burning: burns.filter(({ isBurning }) => isBurning).map(({ rate }) => rate),
      }));
    const inHome = { provider: "google", runs: 20, failures: 10, availability: 0.5, burning: [14.4, 6, 1] };
    expect(await of(alice)).toMatchObject([inHome]);
    expect(await of(grace)).toMatchObject([inHome]);
    expect(await of(mallory)).toMatchObject([{ runs: 80, failures: 0, budgetLeft: 1, burning: [] }]);
    expect(await of(ivo)).toMatchObject([{ runs: 100, failures: 10, burning: expect.any(Array) as number[] }]);

    installDeps(api.deps);
    const token = api.deps.env.metricsToken?.reveal() ?? "";
    const text = await readMetrics(new Headers({ authorization: `Bearer ${token}` }));
    for (const line of [
      'daykeeper_runs{provider="google",window="5m"} 100',
      'daykeeper_runs_failed{provider="google",window="30d"} 10',
      'daykeeper_error_budget_burn_rate{provider="google",window="1h"} 10',
      'daykeeper_error_budget_left{provider="google"} -9',
    ])
      expect(text).toContain(line);
    expect(text).not.toContain(home);
  });

  it("MON-6 names an hour that is unlike those before it, with what it was held against", async () => {
    const { home, bob, grace } = api.cast;
    const rows = await makeConnection(api.deps.db, { workspaceId: home, userId: bob }, { at: api.deps.now() });
    for (let hour = 0; hour < 26; hour += 1) {
      goToHour();
      await ran(rows, { minutesAgo: 2, count: 12, failed: 0, durationMs: hour === 25 ? 45_000 : 300 });
      await rollUp(api.deps);
    }
    expect((await overview(grace)).anomalies).toEqual([]);
    goToHour();
    expect((await overview(grace)).anomalies).toMatchObject([{ metric: "duration", samples: 26 }]);
    for (let hour = 0; hour < 2; hour += 1) goToHour();
    expect((await overview(grace)).anomalies).toEqual([]);
  });
});
