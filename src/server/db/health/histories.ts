import type { Tx } from "@/server/db/open-database";

export type OfCalendar = { readonly workspaceId: string; readonly calendarId: string };

/** Whose calendar it is; null when there is none, or its connection is over. */
export async function findCalendarOwner(tx: Tx, { workspaceId, calendarId }: OfCalendar): Promise<string | null> {
  const calendar = await tx.calendar.findFirst({
    where: { workspaceId, id: calendarId, connection: { disconnectedAt: null } },
    select: { connection: { select: { userId: true } } },
  });
  return calendar?.connection.userId ?? null;
}

export type PastRunRow = Awaited<ReturnType<typeof listRuns>>[number];

type Page = OfCalendar & { readonly before: Date | null; readonly limit: number };

/** Newest first. */
export function listRuns(tx: Tx, { workspaceId, calendarId, before, limit }: Page) {
  return tx.syncRun.findMany({
    where: { workspaceId, calendarId, ...(before === null ? {} : { startedAt: { lt: before } }) },
    orderBy: [{ startedAt: "desc" }, { id: "asc" }],
    take: limit,
  });
}

export type SetAsideRow = Awaited<ReturnType<typeof listSetAside>>[number];
const mostShown = 200;

export function listSetAside(tx: Tx, { workspaceId, calendarId }: OfCalendar) {
  return tx.quarantinedEvent.findMany({
    where: { workspaceId, calendarId, resolvedAt: null },
    orderBy: [{ lastSeenAt: "desc" }, { id: "asc" }],
    take: mostShown,
  });
}

type OneOf = OfCalendar & { readonly remoteIds: readonly string[] };

/** By any of its spellings in an address. */
export async function findSetAside(tx: Tx, { workspaceId, calendarId, remoteIds }: OneOf): Promise<string | null> {
  const row = await tx.quarantinedEvent.findFirst({
    where: { workspaceId, calendarId, remoteId: { in: [...remoteIds] }, resolvedAt: null },
    select: { remoteId: true },
  });
  return row?.remoteId ?? null;
}
