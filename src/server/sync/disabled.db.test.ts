import { beforeAll, beforeEach, describe, expect, it } from "vitest";

import { buildReport } from "@/server/health-report/build-report";
import { loadWorkspaces } from "@/server/health-report/load-workspaces";
import { loadHealth } from "@/server/health/load-health";
import type { Person } from "@/server/people/person";
import { meeting, useSyncScene, type SyncedCalendar } from "@/testing/sync-scene";
import { tokenProviders } from "@/testing/token-scene";

const scene = useSyncScene();
const hourMs = 3_600_000;
/** Longer than an open breaker refuses. */
const breakMs = 301_000;

beforeAll(() => {
  scene.use({ sleep: () => Promise.resolve() });
});

const alice = () =>
  ({ kind: "person", user: { id: scene.cast.alice }, workspace: { id: scene.cast.home }, role: "admin" }) as Person;

/** What the page and the route say of a calendar, and what the command says. */
async function told({ calendarId }: SyncedCalendar) {
  const { health } = await loadHealth(scene.deps, alice());
  const calendars = (health?.syncs ?? []).flatMap((connection) => connection.calendars);
  const onPage = calendars.find((calendar) => calendar.calendarId === calendarId);
  const report = buildReport(await loadWorkspaces(scene.deps, scene.cast.home), scene.deps.now());
  return { onPage, inCommand: report.issues.find((issue) => issue.calendarId === calendarId) };
}

describe.each(tokenProviders)("RES-4 a calendar of $id whose every call fails while the provider works", (provider) => {
  let ill: SyncedCalendar;
  let others: SyncedCalendar[];

  /** Time passes, and those who are well go on reading: it is no outage. */
  async function passed(ms: number): Promise<void> {
    scene.pass(ms);
    for (const other of others) await scene.sync(other);
  }

  beforeAll(async () => {
    // The bad days of others are over.
    scene.pass(hourMs);
    ill = await scene.connect(provider);
    others = [await scene.connect(provider), await scene.connect(provider), await scene.connect(provider)];
    await passed(0);
    expect(await scene.sync(ill)).toMatchObject({ outcome: "succeeded" });
  });
  beforeEach(() => scene.play("status", ill, { params: { status: 503 } }));

  it("RES-3 is asked three times, then no more: what the breaker refuses is no failure of the calendar's", async () => {
    const calls = await scene.listings(ill);
    for (let run = 0; run < 6; run += 1) await scene.sync(ill);
    const tries = (await scene.listings(ill)) - calls;
    await scene.sync(ill);
    expect((await scene.listings(ill)) - calls).toBe(tries);
    expect(await scene.state(ill)).toMatchObject({ consecutiveFailures: 3, disabledAt: null });
  });

  it("is disabled at the fifth failure, which page and command tell alike, asking nobody for anything but patience", async () => {
    for (let failures = 4; failures <= 5; failures += 1) {
      await passed(breakMs);
      expect((await scene.state(ill)).disabledAt).toBeNull();
      await scene.sync(ill);
      expect(await scene.state(ill)).toMatchObject({ consecutiveFailures: failures });
    }
    const { nextSyncAt, disabledAt, disabledReason } = await scene.state(ill);
    expect(disabledReason).toBe("unavailable");
    expect(nextSyncAt?.getTime()).toBe((disabledAt?.getTime() ?? 0) + hourMs);
    const { onPage, inCommand } = await told(ill);
    expect(onPage).toMatchObject({
      state: "disabled",
      cause: "too_many_failures",
      sentence: expect.stringContaining("We try once an hour and go on by ourselves") as string,
      next: { at: nextSyncAt?.toISOString() },
      action: { id: "resync" },
    });
    expect(inCommand).toMatchObject({ state: "disabled", code: "unavailable", category: "connection_errors" });
  });

  it("comes back by itself with the probe of the hour after it is well again", async () => {
    await scene.edit(ill, meeting("Missed meanwhile", 2));
    await passed(hourMs);
    await scene.sync(ill);
    expect((await told(ill)).onPage).toMatchObject({ state: "disabled" });
    await scene.mend();
    await passed(hourMs);
    expect(await scene.sync(ill)).toMatchObject({ outcome: "succeeded" });
    expect(await scene.state(ill)).toMatchObject({ consecutiveFailures: 0, disabledAt: null });
    expect(await scene.titles(ill)).toEqual(["Missed meanwhile"]);
    expect((await told(ill)).onPage).toMatchObject({ state: "healthy" });
  });
});
