// Calendars of the stand-in for both providers, joined by their real adapters to a real database.
import { randomUUID } from "node:crypto";

import { afterAll, beforeAll } from "vitest";

import type { CalendarProvider } from "@/core/ports/calendar-provider";
import { Secret } from "@/lib/secret";
import type { SyncEnd } from "@/library/sync-end";
import { createProviders, readAddresses } from "@/providers/catalog";
import { createTransport, type Answer, type Outgoing } from "@/providers/transport";
import type { Tx } from "@/server/db/open-database";
import type { Deps } from "@/server/deps";
import { syncCalendar } from "@/server/sync/sync-calendar";
import type { SyncClaim } from "@/server/work/claim";

import { useTokenScene, type Connected, type TokenProvider, type TokenScene } from "./token-scene";

export type SyncedCalendar = Connected & { readonly calendarId: string; readonly remoteCalendarId: string };

/** The stand-in's name of the operation that lists changes. */
const listing = { google: "events.list", outlook: "events.delta" } as const;

type Fault = { readonly params?: Record<string, unknown>; readonly count?: number; readonly operation?: string };
type Options = { readonly pageSize?: number };
type Bend = (request: Outgoing, answer: Answer) => Answer;

export function useSyncScene({ pageSize }: Options = {}) {
  const base = useTokenScene();
  const wire = createTransport();
  let bend: Bend | null = null;
  const transport: ReturnType<typeof createTransport> = {
    ...wire,
    send: async (request, signal) => {
      const answer = await wire.send(request, signal);
      return bend === null ? answer : bend(request, answer);
    },
  };
  let providers: ReadonlyMap<string, CalendarProvider> = new Map();

  beforeAll(() => {
    providers = openProviders(base, { transport, ...(pageSize === undefined ? {} : { pageSize }) });
    base.use({ providers: () => Promise.resolve(providers) });
  });
  afterAll(() => {
    transport.close();
  });

  const inWorkspace = <T>({ workspaceId }: { workspaceId: string }, run: (tx: Tx) => Promise<T>) =>
    base.database.db.inWorkspace({ workspaceId }, run);
  const keyOf = ({ workspaceId, calendarId }: SyncedCalendar) => ({
    workspaceId_calendarId: { workspaceId, calendarId },
  });
  const claim = (calendar: SyncedCalendar) => claimCalendar(base.deps, calendar);

  return {
    base,
    get deps(): Deps {
      return base.deps;
    },
    get database() {
      return base.database;
    },
    get cast() {
      return base.cast;
    },
    get sandbox() {
      return base.sandbox;
    },
    use: base.use,
    pass: base.pass,
    connect: (provider: TokenProvider, whose: Whose = {}) => connect(base, provider, whose),
    /** What the person does in the provider's own application. */
    edit: ({ email }: SyncedCalendar, edit: Record<string, unknown>) =>
      base.sandbox.control<{ id: string }>("POST", `accounts/${email}/calendars/primary/edits`, edit),
    fill: ({ email }: SyncedCalendar, count: number) =>
      base.sandbox.control("POST", `accounts/${email}/calendars/primary/fill`, { count }),
    /** Another provider object than the real one, for everything that follows. */
    wrap: (wrap: (inner: CalendarProvider) => CalendarProvider) => {
      const wrapped = new Map([...providers].map(([id, inner]) => [id, wrap(inner)]));
      base.use({ providers: () => Promise.resolve(wrapped) });
    },
    /** Another answer on the wire than the stand-in's, which is never wrong by itself. Until `unwrap`. */
    bend: (how: Bend) => {
      bend = how;
    },
    unwrap: () => {
      bend = null;
      base.use({ providers: () => Promise.resolve(providers) });
    },
    play: (fault: string, { provider, email }: SyncedCalendar, { params, count, operation }: Fault = {}) =>
      base.sandbox.control("POST", "faults", {
        ...{ fault, provider: provider.sandboxName, account: email, operation: operation ?? listing[provider.id] },
        ...(params === undefined ? {} : { params }),
        ...(count === undefined ? {} : { count }),
      }),
    mend: base.mend,
    /** Listings that reached the provider for that account. */
    listings: async ({ provider, email }: SyncedCalendar): Promise<number> => {
      const query = new URLSearchParams({
        operation: listing[provider.id],
        account: email,
        limit: "5000",
        kind: "call",
      });
      return (await base.sandbox.control<{ entries: unknown[] }>("GET", `ledger?${query}`)).entries.length;
    },
    claim,
    /** One run, as a worker makes it. */
    sync: async (calendar: SyncedCalendar, signal = AbortSignal.timeout(120_000)): Promise<SyncEnd> =>
      syncCalendar(base.deps, await claim(calendar), signal),
    state: (calendar: SyncedCalendar) =>
      inWorkspace(calendar, (tx) => tx.calendarSyncState.findUniqueOrThrow({ where: keyOf(calendar) })),
    runs: ({ workspaceId, calendarId }: SyncedCalendar) =>
      inWorkspace({ workspaceId }, (tx) =>
        tx.syncRun.findMany({ where: { workspaceId, calendarId }, orderBy: { startedAt: "asc" } }),
      ),
    events: ({ workspaceId, calendarId }: SyncedCalendar) =>
      inWorkspace({ workspaceId }, (tx) =>
        tx.event.findMany({ where: { workspaceId, calendarId }, orderBy: [{ startsAt: "asc" }, { remoteId: "asc" }] }),
      ),
    titles: async ({ workspaceId, calendarId }: SyncedCalendar): Promise<readonly string[]> => {
      const rows = await inWorkspace({ workspaceId }, (tx) =>
        tx.event.findMany({ where: { workspaceId, calendarId }, orderBy: { title: "asc" } }),
      );
      return rows.map(({ title }) => title ?? "");
    },
    quarantine: ({ workspaceId, calendarId }: SyncedCalendar) =>
      inWorkspace({ workspaceId }, (tx) =>
        tx.quarantinedEvent.findMany({ where: { workspaceId, calendarId, resolvedAt: null } }),
      ),
    inWorkspace,
  };
}

function openProviders(
  { sandbox, deps }: TokenScene,
  { pageSize, transport }: Options & { readonly transport: ReturnType<typeof createTransport> },
): ReadonlyMap<string, CalendarProvider> {
  const addresses = readAddresses(sandbox.endpoints);
  const client = {
    ...{ clientId: "sandbox-client", clientSecret: new Secret("sandbox-secret") },
    ...(pageSize === undefined ? {} : { pageSize }),
  };
  return createProviders(
    { google: { ...client, addresses: addresses.google }, outlook: { ...client, addresses: addresses.outlook } },
    { now: () => deps.now(), transport },
  );
}

type Whose = Parameters<TokenScene["connect"]>[1];

async function connect(base: TokenScene, provider: TokenProvider, whose: Whose): Promise<SyncedCalendar> {
  const connected = await base.connect(provider, whose);
  const [calendarId = ""] = connected.calendarIds;
  type Account = { readonly calendars: readonly { readonly id: string; readonly primary: boolean }[] };
  const { calendars } = await base.sandbox.control<Account>("GET", `accounts/${connected.email}`);
  const remoteCalendarId = calendars.find(({ primary }) => primary)?.id ?? "";
  const { workspaceId } = connected;
  await base.database.db.inWorkspace(connected, (tx) =>
    tx.calendar.update({
      where: { workspaceId_id: { workspaceId, id: calendarId } },
      data: { remoteId: remoteCalendarId, timeZone: "Europe/Berlin" },
    }),
  );
  return { ...connected, calendarId, remoteCalendarId };
}

/** What a worker holds after it has claimed the calendar. */
async function claimCalendar(deps: Deps, { workspaceId, calendarId, provider }: SyncedCalendar): Promise<SyncClaim> {
  const now = deps.now();
  const owner = randomUUID();
  const lease = { leaseOwner: owner, leaseUntil: new Date(now.getTime() + 30_000), lastAttemptAt: now };
  const { fence, priority } = await deps.db.inWorkspace({ workspaceId }, (tx) =>
    tx.calendarSyncState.update({
      where: { workspaceId_calendarId: { workspaceId, calendarId } },
      data: { ...lease, fence: { increment: 1 } },
    }),
  );
  return { workspaceId, calendarId, provider: provider.id, fence, priority, wasDueAt: now, owner };
}

/** A wall time so many days from now, at the hour. */
export function at(days: number, hour: number): string {
  const day = new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
  return `${day}T${String(hour).padStart(2, "0")}:00:00`;
}

export const meeting = (summary: string, days: number, more: Record<string, unknown> = {}) => ({
  do: "create",
  event: { summary, start: at(days, 9), end: at(days, 10), ...more },
});
