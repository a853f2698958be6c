import { describe, expect, it } from "vitest";

import { dayMs, hourMs, minuteMs } from "@/core/time/wall-time";
import { loadHealth } from "@/server/health/load-health";
import type { Person } from "@/server/people/person";
import { withClient } from "@/testing/database";
import { meeting, useSyncScene, type SyncedCalendar } from "@/testing/sync-scene";
import { tokenProviders } from "@/testing/token-scene";

const scene = useSyncScene();

async function seen(calendar: SyncedCalendar, agoMs: number): Promise<void> {
  const at = new Date(scene.deps.now().getTime() - agoMs);
  await withClient(scene.database.url, async (client) => {
    await client.query("set role daykeeper_system");
    const of = [at, calendar.workspaceId, scene.cast.alice];
    await client.query("update memberships set last_seen_at = $1 where workspace_id = $2 and user_id = $3", of);
  });
}

/** How long until it is read again, and what its person is told about it. */
async function nextOf(calendar: SyncedCalendar) {
  const state = await scene.state(calendar);
  const caller = {
    kind: "person",
    user: { id: scene.cast.alice },
    workspace: { id: calendar.workspaceId },
    role: "admin",
  } as Person;
  const { health } = await loadHealth(scene.deps, caller);
  const shown = health?.syncs
    .flatMap(({ calendars }) => calendars)
    .find(({ calendarId }) => calendarId === calendar.calendarId);
  const waitsMs = (state.nextSyncAt?.getTime() ?? 0) - (state.lastSuccessAt?.getTime() ?? 0);
  return {
    minutes: state.intervalSeconds / 60,
    because: state.intervalReason,
    waitsMs,
    shown: shown?.nextSync ?? null,
  };
}

describe.each(tokenProviders)("SYN-9 how often a calendar of $id is read", (provider) => {
  it("follows its person, its next meeting, its changes and its silence, and says why", async () => {
    const calendar = await scene.connect(provider);
    const change = (data: Record<string, unknown>) =>
      scene.inWorkspace(calendar, (tx) =>
        tx.calendarSyncState.updateMany({ where: { calendarId: calendar.calendarId }, data }),
      );
    const expectNext = async (minutes: number, because: string) => {
      await scene.sync(calendar);
      const next = await nextOf(calendar);
      expect(next).toMatchObject({ minutes, because });
      expect(next.shown).toMatchObject({ intervalSeconds: minutes * 60, because });
      expect(next.shown?.sentence).toMatch(/^[A-Z].*\.$/);
      // Spread by a tenth, so that they do not come together.
      expect(Math.abs(next.waitsMs / (minutes * minuteMs) - 1)).toBeLessThanOrEqual(0.11);
    };

    await expectNext(15, "usual");
    await change({ lastChangeAt: new Date(scene.deps.now().getTime() - 8 * dayMs), recentChanges: 1 });
    await seen(calendar, 8 * dayMs);
    await expectNext(60, "quiet");
    await seen(calendar, minuteMs);
    await expectNext(1, "watching");
    await seen(calendar, hourMs);
    const soon = (minutes: number) => new Date(scene.deps.now().getTime() + minutes * minuteMs).toISOString();
    const attendees = ["bob@meridian.example"];
    const { id } = await scene.edit(calendar, meeting("Call", 0, { start: soon(180), end: soon(210), attendees }));
    await expectNext(10, "meeting_today");
    await scene.edit(calendar, { do: "change", eventId: id, fields: { start: soon(20), end: soon(50) } });
    await expectNext(2, "meeting_soon");
    await scene.edit(calendar, { do: "delete", eventId: id });
    await scene.sync(calendar);
    await change({ recentChanges: 40, lastChangeAt: scene.deps.now() });
    await expectNext(5, "changes_often");
  });
});
