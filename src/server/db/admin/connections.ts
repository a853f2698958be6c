import type { Tx } from "@/server/db/open-database";

import type { Oversight } from "./overview";

export type OverseenFilter = {
  readonly provider: string | null;
  /** Null: whatever its state. */
  readonly states: readonly string[] | null;
  readonly search: string | null;
};

export type OverseenRow = {
  readonly workspace_id: string;
  readonly workspace_name: string;
  readonly connection_id: string;
  readonly user_id: string;
  readonly user_name: string;
  readonly user_email: string;
  readonly provider: string;
  readonly status: string;
  readonly status_cause: string | null;
  readonly status_since: Date;
  readonly last_error: unknown;
  readonly last_success_at: Date | null;
  readonly calendars: number;
  readonly reminded_at: Date | null;
};

type Paging = { readonly order: string; readonly after: string | null; readonly limit: number };
type Asked = { readonly filter: OverseenFilter; readonly page: Paging };

/** Names and states of people, by keyset: a page costs a page, however many come before it. */
export function listOverseen(tx: Tx, of: Oversight, { filter, page }: Asked): Promise<OverseenRow[]> {
  return tx.$queryRaw<OverseenRow[]>`
    select workspace_id, workspace_name, connection_id, user_id, user_name, user_email, provider, status, status_cause,
      status_since, last_error, last_success_at, calendars, reminded_at
    from system.overseen_connections(${of.viewerId}::uuid, ${of.workspaceId}::uuid, ${filter.provider}::text,
      ${filter.states}::text[], ${filter.search}::text, ${page.order}::text, ${page.after}::uuid, ${page.limit}::int)`;
}

/** Exact from the counters; with a search, counted to the limit. */
export async function countOverseen(
  tx: Tx,
  of: Oversight,
  { filter, limit }: { filter: OverseenFilter; limit: number },
) {
  const [row] = await tx.$queryRaw<{ total: number }[]>`
    select system.count_overseen(${of.viewerId}::uuid, ${of.workspaceId}::uuid, ${filter.provider}::text,
      ${filter.states}::text[], ${filter.search}::text, ${limit}::int) as total`;
  return row?.total ?? 0;
}

export type OverseenCalendarRow = {
  /** Null: the connection is there, and has no calendar. */
  readonly calendar_id: string | null;
  readonly is_primary: boolean;
  readonly status: string;
  readonly status_cause: string | null;
  readonly status_since: Date;
  readonly last_error: unknown;
  readonly last_success_at: Date | null;
  readonly next_sync_at: Date | null;
  readonly consecutive_failures: number;
};

/** The worst first; no row at all where there is no such connection for this viewer. */
export function listOverseenCalendars(tx: Tx, of: Oversight, asked: { connectionId: string; limit: number }) {
  return tx.$queryRaw<OverseenCalendarRow[]>`
    select calendar_id, is_primary, status, status_cause, status_since, last_error, last_success_at, next_sync_at,
      consecutive_failures
    from system.overseen_calendars(${of.viewerId}::uuid, ${of.workspaceId}::uuid, ${asked.connectionId}::uuid,
      ${asked.limit}::int)`;
}
