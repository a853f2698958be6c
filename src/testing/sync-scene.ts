// Calendars of the stand-in for both providers, joined by their real adapters to a real database.
import { randomUUID } from "node:crypto";

import type { SyncEnd } from "@/library/sync-end";
import { syncCalendar } from "@/server/sync/sync-calendar";
import type { SyncClaim } from "@/server/work/claim";

import { useTokenScene, type Connected, type TokenProvider, type TokenScene } from "./token-scene";

export type SyncedCalendar = Connected & { readonly calendarId: string; readonly remoteCalendarId: string };

export type SyncScene = Omit<TokenScene, "connect"> & {
  readonly connect: (provider: TokenProvider) => Promise<SyncedCalendar>;
  /** What the person does in the provider's own application. */
  readonly edit: (calendar: SyncedCalendar, edit: Record<string, unknown>) => Promise<{ readonly id: string }>;
  readonly claim: (calendar: SyncedCalendar) => Promise<SyncClaim>;
  /** One run, as a worker makes it. */
  readonly sync: (calendar: SyncedCalendar, signal?: AbortSignal) => Promise<SyncEnd>;
  readonly titles: (calendar: SyncedCalendar) => Promise<readonly string[]>;
};

export function useSyncScene(): SyncScene {
  const scene = useTokenScene();
  const claim = async ({ workspaceId, calendarId, provider }: SyncedCalendar): Promise<SyncClaim> => {
    const now = scene.deps.now();
    const owner = randomUUID();
    const state = await scene.database.db.inWorkspace({ workspaceId }, (tx) =>
      tx.calendarSyncState.update({
        where: { workspaceId_calendarId: { workspaceId, calendarId } },
        data: {
          ...{ leaseOwner: owner, leaseUntil: new Date(now.getTime() + 30_000), lastAttemptAt: now },
          fence: { increment: 1 },
        },
      }),
    );
    const { fence, priority } = state;
    return { workspaceId, calendarId, provider: provider.id, fence, priority, wasDueAt: now, owner };
  };
  return {
    ...Object.create(null),
    get database() {
      return scene.database;
    },
    get deps() {
      return scene.deps;
    },
    get cast() {
      return scene.cast;
    },
    get sandbox() {
      return scene.sandbox;
    },
    logged: scene.logged,
    pass: scene.pass,
    use: scene.use,
    sealWith: scene.sealWith,
    refreshes: scene.refreshes,
    play: scene.play,
    mend: scene.mend,
    connect: async (provider) => {
      const connected = await scene.connect(provider);
      const [calendarId = ""] = connected.calendarIds;
      const { calendars } = await scene.sandbox.control<{ calendars: { id: string; primary: boolean }[] }>(
        "GET",
        `accounts/${connected.email}`,
      );
      const remoteCalendarId = calendars.find(({ primary }) => primary)?.id ?? "";
      await scene.database.db.inWorkspace(connected, (tx) =>
        tx.calendar.update({
          where: { workspaceId_id: { workspaceId: connected.workspaceId, id: calendarId } },
          data: { remoteId: remoteCalendarId, timeZone: "Europe/Berlin" },
        }),
      );
      return { ...connected, calendarId, remoteCalendarId };
    },
    edit: ({ email }, edit) =>
      scene.sandbox.control<{ id: string }>("POST", `accounts/${email}/calendars/primary/edits`, edit),
    claim,
    sync: async (calendar, signal = new AbortController().signal) =>
      syncCalendar(scene.deps, await claim(calendar), signal),
    titles: ({ workspaceId, calendarId }) =>
      scene.database.db.inWorkspace({ workspaceId }, async (tx) => {
        const rows = await tx.event.findMany({ where: { workspaceId, calendarId }, orderBy: { title: "asc" } });
        return rows.map(({ title }) => title ?? "");
      }),
  };
}
