import { randomUUID } from "node:crypto";

import { describe, expect, it } from "vitest";

import { runDueWork } from "@/server/work/run-due-work";
import { meeting, useSyncScene } from "@/testing/sync-scene";
import { tokenProviders } from "@/testing/token-scene";
import { requestSync } from "./request-sync";

const scene = useSyncScene({ pageSize: 4 });

const work = () =>
  runDueWork(scene.deps, {
    ...{ budgetMs: 20_000, signal: AbortSignal.timeout(30_000), owner: randomUUID(), concurrency: 4 },
    kinds: ["calendar.sync"],
  });

describe("calendars that are due", () => {
  it("are claimed, read and given back by a worker, and due again later", { timeout: 60_000 }, async () => {
    const calendars = await Promise.all(tokenProviders.map((provider) => scene.connect(provider)));
    for (const calendar of calendars)
      for (let day = 1; day <= 6; day += 1) await scene.edit(calendar, meeting(`Day ${day}`, day));
    const workspaceId = scene.cast.home;
    await scene.inWorkspace({ workspaceId }, (tx) =>
      requestSync(tx, {
        ...{ workspaceId, calendarIds: calendars.map(({ calendarId }) => calendarId) },
        ...{ trigger: "manual", priority: 2, now: scene.deps.now() },
      }),
    );
    await work();
    for (const calendar of calendars) {
      expect(await scene.titles(calendar)).toHaveLength(6);
      const state = await scene.state(calendar);
      expect(state).toMatchObject({ leaseOwner: null, leaseUntil: null, priority: 0, crashes: 0, status: "healthy" });
      expect(state.nextSyncAt?.getTime()).toBeGreaterThan(scene.deps.now().getTime());
      expect(await scene.runs(calendar)).toMatchObject([{ trigger: "manual", outcome: "succeeded", added: 6 }]);
    }
  });
});
