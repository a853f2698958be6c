// A calendar of the fake, its mirror in memory, and a clock that stands still until somebody moves it.
import { createHash } from "node:crypto";

import type { SyncStore } from "@/core/ports/sync-store";
import type { CalendarProvider } from "@/core/ports/calendar-provider";
import { rowsOf, touches } from "@/providers/fake/records";
import { createFake } from "@/providers/fake/provider";
import { FakeWorld, type FakeOptions } from "@/providers/fake/world";
import { Secret } from "@/lib/secret";

import { createCalendarSync } from "../calendar-sync";
import { createMemoryStore, type MemoryStore } from "../memory-store";
import type { SyncEnd } from "../sync-end";

export const styles = ["token", "link"] as const;

/** The process ends here: nothing after it happens. */
class Crash extends Error {}

export type SyncBed = ReturnType<typeof openSyncBed>;

export type BedOptions = Partial<Omit<FakeOptions, "now">> & { readonly meetingsOnly?: boolean };

/** Days from the bed's first day, at nine. */
export const dayOf = (day: number, hour = 9) => {
  const at = new Date(Date.UTC(2026, 2, 1 + day, hour));
  return at.toISOString().slice(0, 19);
};

export function openSyncBed({ meetingsOnly = false, ...options }: BedOptions = {}) {
  let nowMs = Date.UTC(2026, 2, 1, 12);
  let serial = 0;
  const now = () => new Date(nowMs);
  const world = new FakeWorld({ now, pageSize: 2, ...options });
  const { remoteCalendarId } = world.addAccount("alice@example.com", "UTC");
  let token = world.signIn.grant("alice@example.com", []).accessToken;
  const renewals = { count: 0 };
  const calls: string[] = [];
  let store = createMemoryStore({
    ...{ id: "calendar", remoteId: remoteCalendarId, zone: "UTC", meetingsOnly },
    reach: { pastDays: 30, futureDays: 180 },
  });
  let provider: CalendarProvider = createFake(world);
  let dying: { left: number } | null = null;

  /** Every await of a run passes here, before and after what it waits for. */
  const step = () => {
    if (dying === null) return;
    if (dying.left === 0) throw new Crash();
    dying.left -= 1;
  };
  const mortal = <T extends unknown[], R>(run: (...parts: T) => Promise<R>) => {
    return async (...parts: T): Promise<R> => {
      step();
      const result = await run(...parts);
      step();
      return result;
    };
  };
  const mortalStore = (inner: MemoryStore): SyncStore => ({
    loadFacts: mortal(() => inner.loadFacts()),
    loadKnown: mortal((keys) => inner.loadKnown(keys)),
    savePage: mortal((page, mark) => inner.savePage(page, mark)),
    saveLastPage: mortal((page, decide) => inner.saveLastPage(page, decide)),
    saveFailure: mortal((failure, decide) => inner.saveFailure(failure, decide)),
    release: mortal((dueAt) => inner.release(dueAt)),
  });
  const run = (over: MemoryStore, signal: AbortSignal): Promise<SyncEnd> =>
    createCalendarSync({
      store: mortalStore(over),
      provider: {
        ...provider,
        listChanges: mortal((call, request) => {
          calls.push(request.from.kind);
          return provider.listChanges(call, request);
        }),
      },
      access: {
        get: mortal(() => Promise.resolve({ kind: "bearer", token: new Secret(token) } as const)),
        renew: mortal(() => {
          renewals.count += 1;
          token = world.signIn.grant("alice@example.com", []).accessToken;
          return Promise.resolve({ kind: "bearer", token: new Secret(token) } as const);
        }),
      },
      now,
      chance: () => 0.5,
      newId: () => `round${(serial += 1)}`,
      digest: (text) => createHash("sha256").update(text).digest("hex"),
    }).sync({ signal });

  return {
    ...{ world, calls, renewals, remoteCalendarId },
    now,
    pass: (ms: number) => {
      nowMs += ms;
    },
    store: () => store,
    wrapProvider: (wrap: (inner: CalendarProvider) => CalendarProvider) => {
      provider = wrap(provider);
    },
    sync: (signal = new AbortController().signal) => run(store, signal),
    /** Dies at the given await, then another process takes over. True when it died. */
    syncAndDie: async (left: number): Promise<boolean> => {
      dying = { left };
      try {
        await run(store, new AbortController().signal);
        return false;
      } catch (error) {
        if (error instanceof Crash) return true;
        throw error;
      } finally {
        dying = null;
        store = store.takeOver();
      }
    },
    create: (title: string, day: number) =>
      world.edit(remoteCalendarId, { do: "create", title, start: dayOf(day), end: dayOf(day, 10) }).id,
    createSeries: (title: string, day: number, count: number) =>
      world.edit(remoteCalendarId, { do: "create_series", title, start: dayOf(day), end: dayOf(day, 10), count }).id,
    edit: (edit: Parameters<FakeWorld["edit"]>[1]) => world.edit(remoteCalendarId, edit),
    titles: () =>
      store
        .events()
        .map(({ title }) => title)
        .sort(),
    /** What the provider has in the window that the mirror claims to cover, and what the mirror has. */
    compare: () => {
      const window = store.state().coverage?.window ?? { from: now(), to: now() };
      const calendar = world.calendars.get(remoteCalendarId);
      const theirs = (calendar?.records ?? [])
        .flatMap(rowsOf)
        .filter((row) => touches(row, window))
        .map(({ id, draft }) => `${id} ${draft.title} ${draft.start}`);
      const ours = store.events().map(({ remoteId, title, times }) => {
        const start = times.kind === "timed" ? times.start.wall : times.firstDay;
        return `${remoteId} ${title} ${start}`;
      });
      return { theirs: theirs.sort(), ours: ours.sort() };
    },
  };
}
