import type { Tx } from "@/server/db/open-database";

type Where = { readonly workspaceId: string; readonly id: string };
export type Recorded = { readonly state: string; readonly because: string | null; readonly since: Date };

export async function recordCalendarStatus(tx: Tx, { workspaceId, id }: Where, to: Recorded): Promise<void> {
  await tx.$executeRaw`
    update calendar_sync_states set status = ${to.state}, status_cause = ${to.because}, status_since = ${to.since}
    where workspace_id = ${workspaceId}::uuid and calendar_id = ${id}::uuid`;
}

export async function recordConnectionStatus(tx: Tx, { workspaceId, id }: Where, to: Recorded): Promise<void> {
  await tx.$executeRaw`
    update connections set status = ${to.state}, status_cause = ${to.because}, status_since = ${to.since}
    where workspace_id = ${workspaceId}::uuid and id = ${id}::uuid`;
}

/** A calendar nobody reads any more: what was recorded of it says nothing. */
export async function forgetCalendarStatus(tx: Tx, { workspaceId, id }: Where, now: Date): Promise<void> {
  await tx.$executeRaw`
    update calendar_sync_states set status = 'unknown', status_cause = null, status_since = ${now}
    where workspace_id = ${workspaceId}::uuid and calendar_id = ${id}::uuid and status <> 'unknown'`;
}

/** Evidence read after this is not overtaken by a run that ends meanwhile. */
export async function lockCalendar(tx: Tx, { workspaceId, id }: Where): Promise<void> {
  await tx.$queryRaw`
    select from calendar_sync_states where workspace_id = ${workspaceId}::uuid and calendar_id = ${id}::uuid for no key update`;
}

/** False: somebody is at it, and records by themselves. */
export async function tryLockCalendar(tx: Tx, { workspaceId, id }: Where): Promise<boolean> {
  const rows = await tx.$queryRaw<unknown[]>`
    select 1 from calendar_sync_states
    where workspace_id = ${workspaceId}::uuid and calendar_id = ${id}::uuid for no key update skip locked`;
  return rows.length > 0;
}

/** In one order, so that two who lock the same ones wait instead of locking each other out. */
export async function lockCalendarsOf(tx: Tx, { workspaceId, id }: Where): Promise<void> {
  await tx.$queryRaw`
    select from calendar_sync_states s
    join calendars k on k.workspace_id = s.workspace_id and k.id = s.calendar_id
    where k.workspace_id = ${workspaceId}::uuid and k.connection_id = ${id}::uuid
    order by s.calendar_id for no key update of s`;
}

/** Two calendars that end at once would each summarise without the other. */
export async function lockConnection(tx: Tx, { workspaceId, id }: Where): Promise<void> {
  await tx.$queryRaw`
    select from connections where workspace_id = ${workspaceId}::uuid and id = ${id}::uuid for no key update`;
}

export async function findConnectionOf(tx: Tx, { workspaceId, id }: Where): Promise<string | null> {
  const calendar = await tx.calendar.findFirst({ where: { workspaceId, id }, select: { connectionId: true } });
  return calendar?.connectionId ?? null;
}

export type TransitionRow = {
  readonly workspaceId: string;
  readonly subjectKind: "calendar" | "connection";
  readonly subjectId: string;
  readonly userId: string;
  readonly fromStatus: string;
  readonly toStatus: string;
  readonly cause: string;
  readonly at: Date;
};

export async function addTransition(tx: Tx, row: TransitionRow): Promise<void> {
  await tx.healthTransition.create({ data: row });
}

export type StaleCalendar = { readonly workspaceId: string; readonly calendarId: string };

/** Over all workspaces; asked outside of any. */
export async function findStaleCalendars(tx: Tx, now: Date, limit: number): Promise<StaleCalendar[]> {
  const rows = await tx.$queryRaw<
    { workspace_id: string; calendar_id: string }[]
  >`select workspace_id, calendar_id from system.stale_calendars(${now}, ${limit}::int)`;
  return rows.map((row) => ({ workspaceId: row.workspace_id, calendarId: row.calendar_id }));
}
