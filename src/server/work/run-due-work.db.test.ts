// The whole way, as a timer and as a worker go it: what is asked for is claimed, read at the provider, and stored.
import { randomUUID } from "node:crypto";

import { describe, expect, it } from "vitest";

import { requestSync } from "@/server/sync/request-sync";
import { meeting, useSyncScene, type SyncedCalendar } from "@/testing/sync-scene";
import { tokenProviders } from "@/testing/token-scene";

import { workHandlers } from "./handlers";
import { runDueWork } from "./run-due-work";
import { startWorkLoop } from "./work-loop";

const scene = useSyncScene();
const request = (calendar: SyncedCalendar) =>
  scene.inWorkspace(calendar, (tx) =>
    requestSync(tx, {
      workspaceId: calendar.workspaceId,
      calendarIds: [calendar.calendarId],
      trigger: "manual",
      priority: 2,
      now: scene.deps.now(),
    }),
  );

describe.each(tokenProviders)("a calendar of $id", (provider) => {
  it("SYN-8 is read when a timer asks for what is due", async () => {
    const calendar = await scene.connect(provider);
    await scene.edit(calendar, meeting("Kick-off", 1));
    await request(calendar);
    const signal = new AbortController().signal;
    const report = await runDueWork(scene.deps, { budgetMs: 30_000, signal, concurrency: 4 });
    expect(report).toMatchObject({ failed: 0, dead: 0, released: 0, left: { due: 0 } });
    expect(await scene.titles(calendar)).toEqual(["Kick-off"]);
    expect(await scene.state(calendar)).toMatchObject({ leaseOwner: null, crashes: 0, consecutiveFailures: 0 });
  });

  it("SYN-8 is read by a worker as soon as somebody asks, and again when asked again", async () => {
    const calendar = await scene.connect(provider);
    const loop = startWorkLoop(scene.deps, randomUUID(), workHandlers);
    for (const title of ["A first", "B second"]) {
      await scene.edit(calendar, meeting(title, 1));
      await request(calendar);
      await expect.poll(() => scene.titles(calendar), { timeout: 20_000 }).toContain(title);
    }
    await loop.stop();
    expect(await scene.state(calendar)).toMatchObject({ leaseOwner: null });
  });
});
