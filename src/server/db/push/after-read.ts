import { workCatalog } from "@/core/work/catalog";
import { Prisma } from "@/generated/prisma/client";
import type { CalendarPlace } from "@/server/db/sync/known-events";
import type { Tx } from "@/server/db/open-database";
import { tookMs } from "./notices";

export type Read = {
  /** What was accepted before that is part of what was read. */
  readonly startedAt: Date;
  readonly now: Date;
};

/**
 * The channels that tell of a calendar: its own, or that of its account; those that are over too, as long as something waits
 * that they brought. Part of a statement, to ask once and not twice.
 */
const covering = (of: CalendarPlace): Prisma.Sql => Prisma.sql`
    select w.id from calendar_webhooks w
    join calendars c on c.workspace_id = w.workspace_id and c.id = w.calendar_id
    join calendars me on me.workspace_id = w.workspace_id and me.id = ${of.calendarId}::uuid
    where w.workspace_id = ${of.workspaceId}::uuid and (w.state in ('creating', 'active', 'stopping') or exists (
        select from calendar_webhook_logs l where l.workspace_id = w.workspace_id and l.channel_id = w.id and l.state = 'received'))
      and (w.calendar_id = me.id or (w.covers = 'account' and c.connection_id = me.connection_id))`;

/**
 * WHK-5. What a notice hinted at has been read: by its calendar, or by every calendar of its account. Several notices that
 * one read served are all processed by it, and the older ones were not needed. What is said of a channel itself is not
 * done by reading a calendar, and waits for whoever sees to it.
 */
export async function settleNotices(tx: Tx, of: CalendarPlace, { startedAt, now }: Read): Promise<void> {
  await tx.$executeRaw`
    with due as (
      select l.id, row_number() over (partition by l.channel_id order by l.received_at desc, l.id desc) as turn
      from calendar_webhook_logs l
      join calendar_webhooks w on w.workspace_id = l.workspace_id and w.id = l.channel_id
      join calendars anchor on anchor.workspace_id = w.workspace_id and anchor.id = w.calendar_id
      where l.workspace_id = ${of.workspaceId}::uuid and l.channel_id in (${covering(of)}) and l.state = 'received'
        and l.kind in ('change', 'missed') and l.received_at <= ${startedAt}
        and (w.covers = 'calendar' or not exists (
          select from calendars c join calendar_sync_states s on s.workspace_id = c.workspace_id and s.calendar_id = c.id
          where c.workspace_id = w.workspace_id and c.connection_id = anchor.connection_id and c.id <> ${of.calendarId}::uuid
            and c.is_selected and c.retired_at is null and s.paused_at is null and s.disabled_at is null
            and (s.last_success_at is null or s.last_success_at < l.received_at)))
    )
    update calendar_webhook_logs l set state = case when due.turn = 1 then 'processed' else 'superseded' end,
      processed_at = ${now}, attempts = l.attempts + 1,
      duration_ms = ${tookMs(now)}
    from due where l.workspace_id = ${of.workspaceId}::uuid and l.id = due.id`;
}

/** The read that a notice asked for failed; it is asked for again by the calendar's own row. */
export async function noteFailedRead(
  tx: Tx,
  of: CalendarPlace,
  { startedAt, code }: { readonly startedAt: Date; readonly code: string },
): Promise<void> {
  await tx.$executeRaw`
    update calendar_webhook_logs set attempts = attempts + 1, error_code = ${code}
    where workspace_id = ${of.workspaceId}::uuid and channel_id in (${covering(of)}) and state = 'received'
      and received_at <= ${startedAt}`;
}

/** No opening takes longer. What was granted later than that was prolonged, and has listened all the time. */
const openingSeconds = workCatalog["connection.watch"].timeoutMs / 1_000;

/**
 * F31. A read that nobody asked for found changes, and no notice waits that the read before did not serve: the channel is
 * doubted from now on. Answers the connection whose channels have to be looked at. Calendars of others do not count where one channel
 * tells of an account: it need not tell of them.
 */
export async function doubtSilent(
  tx: Tx,
  of: CalendarPlace,
  { lastReadAt, now }: { readonly lastReadAt: Date; readonly now: Date },
): Promise<string | null> {
  const rows = await tx.$queryRaw<{ connection_id: string }[]>`
    update calendar_webhooks w set silent_since = ${now}
    from calendars me
    where w.workspace_id = ${of.workspaceId}::uuid and w.id in (${covering(of)}) and w.state = 'active'
      and w.silent_since is null and least(w.granted_at, w.created_at + ${openingSeconds} * interval '1 second') < ${lastReadAt}
      and me.workspace_id = w.workspace_id and me.id = ${of.calendarId}::uuid
      and (w.covers = 'calendar' or me.access_role = 'owner')
      and not exists (select from calendar_webhook_logs l
        where l.workspace_id = w.workspace_id and l.channel_id = w.id and l.kind in ('change', 'missed')
          and l.state = 'received')
    returning me.connection_id`;
  return rows[0]?.connection_id ?? null;
}
