import type { KnownPage } from "@/core/ports/sync-store";
import type { KnownEvent, PageKeys } from "@/core/sync/known-event";
import { Prisma } from "@/generated/prisma/client";
import { queryDirect } from "@/server/db/direct-client";
import type { Tx } from "@/server/db/open-database";

export type CalendarPlace = { readonly workspaceId: string; readonly calendarId: string };

export type KnownRow = {
  readonly id: string;
  readonly remote_id: string;
  readonly remote_version: string | null;
  readonly series_remote_id: string | null;
  readonly remote_updated_at: Date | null;
  readonly fingerprint: string;
  readonly starts_at: Date;
  readonly ends_at: Date;
  readonly written_at: Date | null;
};

export const toKnownEvent = (row: KnownRow): KnownEvent => ({
  id: row.id,
  remoteId: row.remote_id,
  remoteVersion: row.remote_version ?? "",
  seriesId: row.series_remote_id,
  updatedAt: row.remote_updated_at,
  fingerprint: row.fingerprint,
  span: { from: row.starts_at, to: row.ends_at },
  writtenAt: row.written_at,
});

type WriteRow = {
  readonly id: string;
  readonly remote_id: string | null;
  readonly result_version: string | null;
  /** Of a cancel that is done; null while a creation is under way. */
  readonly cancelled_at: string | null;
};
/** Beside each event, or alone where the page has none: what is set aside, and writes of ours that are under way. */
type PageRow = (KnownRow | Readonly<Record<keyof KnownRow, null>>) & {
  readonly held: readonly string[] | null;
  readonly writes: readonly WriteRow[] | null;
};

/** What a page has to be compared with, by one statement. */
export async function loadKnownPage(tx: Tx, of: CalendarPlace, keys: PageKeys): Promise<KnownPage> {
  const { workspaceId, calendarId } = of;
  const ids = [...keys.remoteIds];
  const rows = await queryDirect<PageRow>(
    tx,
    Prisma.sql`
    select e.id, e.remote_id, e.remote_version, e.series_remote_id, e.remote_updated_at, e.fingerprint, e.starts_at, e.ends_at,
      e.written_at, case when row_number() over () = 1 then beside.held end as held,
      case when row_number() over () = 1 then beside.writes end as writes
    from (select
      array(select q.remote_id from quarantined_events q
        where q.workspace_id = ${workspaceId}::uuid and q.calendar_id = ${calendarId}::uuid and q.resolved_at is null
          and q.remote_id = any (${ids}::text[])) as held,
      (select jsonb_agg(jsonb_build_object('id', w.id, 'remote_id', w.remote_id, 'result_version', w.result_version,
          'cancelled_at', case when w.operation = 'cancel' then w.finished_at end))
        from event_writes w
        where w.workspace_id = ${workspaceId}::uuid and w.calendar_id = ${calendarId}::uuid
          and (w.state in ('sending', 'unknown') and w.operation = 'create'
            or w.state = 'done' and w.operation = 'cancel' and w.remote_id = any (${ids}::text[]))) as writes) beside
    left join (
      select id, remote_id, remote_version, series_remote_id, remote_updated_at, encode(fingerprint, 'hex') as fingerprint,
        starts_at, ends_at, written_at
      from events
      where workspace_id = ${workspaceId}::uuid and calendar_id = ${calendarId}::uuid
        and (remote_id = any (${ids}::text[]) or series_remote_id = any (${[...keys.seriesIds]}::text[]))) e on true`,
  );
  const [first] = rows;
  const writes = first?.writes ?? [];
  return {
    known: rows.flatMap((row) => (row.id === null ? [] : [toKnownEvent(row)])),
    setAsideIds: new Set(first?.held),
    openWrites: writes
      .filter(({ cancelled_at: at }) => at === null)
      .map((write) => ({
        id: write.id,
        mark: markOf(write.id),
        remoteId: write.remote_id,
        remoteVersion: write.result_version,
      })),
    cancelledAt: new Map(
      writes.flatMap(({ remote_id: id, cancelled_at: at }) => (id === null || at === null ? [] : [[id, new Date(at)]])),
    ),
  };
}

/** The mark that an event carries at the provider: the write's id without its dashes. */
export const markOf = (writeId: string): string => writeId.replaceAll("-", "");
