import type { KnownCalendar, RemoteCalendar } from "@/core/calendar/plan-calendars";
import type { Tx } from "@/server/db/open-database";

type Of = { readonly workspaceId: string; readonly connectionId: string };
type Which = { readonly workspaceId: string; readonly id: string };

const access = ["owner", "writer", "reader", "free_busy"] as const;
type Access = (typeof access)[number];
const isAccess = (text: string | null): text is Access => access.some((each) => each === text);

const shown = {
  id: true,
  connectionId: true,
  name: true,
  color: true,
  timeZone: true,
  accessRole: true,
  isPrimary: true,
  isGenerated: true,
  isSelected: true,
  retiredAt: true,
  windowPastDays: true,
  windowFutureDays: true,
  meetingsOnly: true,
  mayWrite: true,
  syncState: { select: { pausedAt: true } },
  connection: {
    select: {
      userId: true,
      provider: true,
      pausedAt: true,
      grantedScopes: true,
      missingFeatures: true,
      mayWrite: true,
    },
  },
} as const;

export type CalendarRow = {
  readonly id: string;
  readonly connectionId: string;
  readonly name: string;
  readonly color: string | null;
  readonly timeZone: string | null;
  readonly accessRole: string | null;
  readonly isPrimary: boolean;
  readonly isGenerated: boolean;
  readonly isSelected: boolean;
  readonly retiredAt: Date | null;
  readonly windowPastDays: number;
  readonly windowFutureDays: number;
  readonly meetingsOnly: boolean;
  readonly mayWrite: boolean;
  readonly syncState: { readonly pausedAt: Date | null } | null;
  readonly connection: {
    readonly userId: string;
    readonly provider: string;
    readonly pausedAt: Date | null;
    readonly grantedScopes: string[];
    readonly missingFeatures: string[];
    readonly mayWrite: boolean;
  };
};

export const toAccess = (text: string | null): Access | null => (isAccess(text) ? text : null);

/** Primary first, then those that are read, then by name. */
export function listCalendarsOf(
  tx: Tx,
  { workspaceId, connectionIds }: { readonly workspaceId: string; readonly connectionIds: readonly string[] },
): Promise<CalendarRow[]> {
  return tx.calendar.findMany({
    where: { workspaceId, connectionId: { in: [...connectionIds] } },
    select: shown,
    orderBy: [{ isPrimary: "desc" }, { isSelected: "desc" }, { name: "asc" }, { id: "asc" }],
  });
}

/** Of a connection that is not over. */
export function findCalendar(tx: Tx, { workspaceId, id }: Which): Promise<CalendarRow | null> {
  return tx.calendar.findFirst({ where: { workspaceId, id, connection: { disconnectedAt: null } }, select: shown });
}

export async function listKnownCalendars(tx: Tx, { workspaceId, connectionId }: Of): Promise<KnownCalendar[]> {
  const rows = await tx.calendar.findMany({
    where: { workspaceId, connectionId },
    select: { ...shown, remoteId: true, isHidden: true },
  });
  return rows.map((row) => ({
    id: row.id,
    remoteCalendarId: row.remoteId,
    name: row.name,
    zone: row.timeZone,
    color: row.color,
    access: toAccess(row.accessRole) ?? "reader",
    isPrimary: row.isPrimary,
    isHidden: row.isHidden,
    isGenerated: row.isGenerated,
    retiredAt: row.retiredAt,
  }));
}

const toColumns = ({ name, zone, color, access: accessRole, isPrimary, isHidden, isGenerated }: RemoteCalendar) => ({
  name,
  timeZone: zone,
  color,
  accessRole,
  isPrimary,
  isHidden,
  isGenerated,
});

export async function addCalendars(
  tx: Tx,
  { workspaceId, connectionId }: Of,
  added: readonly { readonly calendar: RemoteCalendar; readonly isSelected: boolean }[],
): Promise<{ readonly id: string; readonly isSelected: boolean }[]> {
  return tx.calendar.createManyAndReturn({
    data: added.map(({ calendar, isSelected }) => ({
      workspaceId,
      connectionId,
      remoteId: calendar.remoteCalendarId,
      isSelected,
      ...toColumns(calendar),
    })),
    select: { id: true, isSelected: true },
  });
}

export async function updateCalendar(tx: Tx, { workspaceId, id }: Which, calendar: RemoteCalendar): Promise<void> {
  await tx.calendar.updateMany({ where: { workspaceId, id }, data: toColumns(calendar) });
}

export async function retireCalendars(
  tx: Tx,
  { workspaceId, ids }: { readonly workspaceId: string; readonly ids: readonly string[] },
  retiredAt: Date | null,
): Promise<void> {
  await tx.calendar.updateMany({ where: { workspaceId, id: { in: [...ids] } }, data: { retiredAt } });
}

export type Settings = {
  readonly isSelected?: boolean | undefined;
  readonly windowPastDays?: number | undefined;
  readonly windowFutureDays?: number | undefined;
  readonly meetingsOnly?: boolean | undefined;
  readonly mayWrite?: boolean | undefined;
};

export async function setCalendar(tx: Tx, { workspaceId, id }: Which, settings: Settings): Promise<void> {
  const given = Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined));
  if (Object.keys(given).length > 0) await tx.calendar.updateMany({ where: { workspaceId, id }, data: given });
}

/** SYN-5. Held until the transaction ends: nobody forbids it between this look and what is ordered after it. */
export async function holdMayWrite(tx: Tx, { workspaceId, id }: Which): Promise<boolean> {
  const rows = await tx.$queryRaw<{ may_write: boolean }[]>`
    select k.may_write and c.may_write as may_write
    from calendars k
    join connections c on c.workspace_id = k.workspace_id and c.id = k.connection_id
    where k.workspace_id = ${workspaceId}::uuid and k.id = ${id}::uuid for share of k`;
  return rows[0]?.may_write ?? false;
}

/** Those that are read: chosen, still there, and neither they nor their connection paused. */
export async function listReadable(tx: Tx, { workspaceId, connectionId }: Of): Promise<string[]> {
  const rows = await tx.calendar.findMany({
    where: {
      workspaceId,
      connectionId,
      isSelected: true,
      retiredAt: null,
      connection: { pausedAt: null, disconnectedAt: null },
      OR: [{ syncState: null }, { syncState: { pausedAt: null } }],
    },
    select: { id: true },
    orderBy: { id: "asc" },
  });
  return rows.map(({ id }) => id);
}

export async function listCalendarIds(tx: Tx, { workspaceId, connectionId }: Of): Promise<string[]> {
  const rows = await tx.calendar.findMany({ where: { workspaceId, connectionId }, select: { id: true } });
  return rows.map(({ id }) => id);
}
