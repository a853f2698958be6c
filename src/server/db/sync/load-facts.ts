import { z } from "zod";

import { errorKinds, type ProviderErrorKind } from "@/core/errors/kinds";
import type { SyncFacts } from "@/core/ports/sync-store";
import type { HeldDeletion } from "@/core/sync/guard-mass-deletion";
import type { Round } from "@/core/sync/round";
import type { Tx } from "@/server/db/open-database";
import type { CalendarPlace } from "./known-events";

/** What a run has to know beside what the order of a sync asks for. */
export type RunFacts = SyncFacts & {
  readonly connectionId: string;
  readonly userId: string;
  /** As it was when the run began: another value at its end is a request that came meanwhile. */
  readonly requestedAt: Date | null;
  readonly requestedTrigger: string | null;
  readonly lastSuccessAt: Date | null;
};

type Row = {
  readonly connection_id: string;
  readonly user_id: string;
  readonly remote_id: string;
  readonly zone: string;
  readonly window_past_days: number;
  readonly window_future_days: number;
  readonly meetings_only: boolean;
  readonly cursor: string | null;
  readonly covered_from: Date | null;
  readonly covered_until: Date | null;
  readonly baselined_at: Date | null;
  readonly read_id: string | null;
  readonly read_page: string | null;
  readonly read_started_at: Date | null;
  readonly round: unknown;
  readonly full_reads_at: Date[] | null;
  readonly wants_full_read: boolean;
  readonly held_at: Date | null;
  readonly held_detail: unknown;
  readonly unresolved_rounds: number;
  readonly consecutive_failures: number;
  readonly disabled_at: Date | null;
  readonly last_failure: string | null;
  readonly failed_so: number | null;
  readonly sync_requested_at: Date | null;
  readonly requested_trigger: string | null;
  readonly last_success_at: Date | null;
};

/** Null when the lease is somebody else's, or the calendar is gone. */
export async function findRunFacts(tx: Tx, of: CalendarPlace, fence: bigint): Promise<RunFacts | null> {
  const [row] = await tx.$queryRaw<Row[]>`
    select c.connection_id, n.user_id, c.remote_id, coalesce(c.time_zone, u.time_zone, 'UTC') as zone,
      c.window_past_days, c.window_future_days, c.meetings_only,
      s.cursor, s.covered_from, s.covered_until, s.baselined_at, s.read_id, s.read_page, s.read_started_at, s.round,
      s.full_reads_at, s.next_full_read_at is not null as wants_full_read, s.held_at, s.held_detail, s.unresolved_rounds, s.consecutive_failures, s.disabled_at,
      s.last_error ->> 'code' as last_failure, (s.last_error ->> 'times')::int as failed_so,
      s.sync_requested_at, s.requested_trigger, s.last_success_at
    from calendar_sync_states s
    join calendars c on c.workspace_id = s.workspace_id and c.id = s.calendar_id
    join connections n on n.workspace_id = c.workspace_id and n.id = c.connection_id
    left join users u on u.id = n.user_id
    where s.workspace_id = ${of.workspaceId}::uuid and s.calendar_id = ${of.calendarId}::uuid and s.fence = ${fence}`;
  return row === undefined ? null : toFacts(of.calendarId, row);
}

function toFacts(calendarId: string, row: Row): RunFacts {
  return {
    calendar: {
      id: calendarId,
      remoteId: row.remote_id,
      zone: row.zone,
      reach: { pastDays: row.window_past_days, futureDays: row.window_future_days },
      meetingsOnly: row.meetings_only,
    },
    cursor: row.cursor,
    coverage: toCoverage(row),
    open: toOpenRound(row),
    fullReadsAt: row.full_reads_at ?? [],
    wantsFullRead: row.wants_full_read,
    held: toHeld(row),
    unresolvedRounds: row.unresolved_rounds,
    count: { failures: row.consecutive_failures, isDisabled: row.disabled_at !== null },
    lastFailure: toLastFailure(row),
    connectionId: row.connection_id,
    userId: row.user_id,
    requestedAt: row.sync_requested_at,
    requestedTrigger: row.requested_trigger,
    lastSuccessAt: row.last_success_at,
  };
}

function toLastFailure({ last_failure: code, failed_so: times }: Row): SyncFacts["lastFailure"] {
  if (code === null || !Object.hasOwn(errorKinds, code)) return null;
  return { kind: code as ProviderErrorKind, times: times ?? 1 };
}

type Covered = Pick<Row, "covered_from" | "covered_until" | "baselined_at">;

function toCoverage({
  covered_from: from,
  covered_until: to,
  baselined_at: baselinedAt,
}: Covered): SyncFacts["coverage"] {
  return from === null || to === null || baselinedAt === null ? null : { window: { from, to }, baselinedAt };
}

const instant = z.iso.datetime().transform((text) => new Date(text));
const roundShape = z.object({
  kind: z.enum(["full", "delta"]),
  window: z.object({ from: instant, to: instant }),
  pages: z.int(),
  traces: z.array(z.string()),
  replacedSeries: z.array(z.string()),
  unresolved: z.array(z.object({ remoteId: z.string(), seriesId: z.string().nullable() })),
  staged: z.array(z.object({ remoteId: z.string(), because: z.enum(["removed", "moved_out"]) })),
});

/** A round that this version does not understand is read anew: it costs calls, never data. */
function toOpenRound({ read_id: id, read_page: mark, read_started_at: startedAt, round }: Row): SyncFacts["open"] {
  if (id === null || mark === null || startedAt === null) return null;
  const parsed = roundShape.safeParse(round);
  return parsed.success ? { round: { id, startedAt, ...parsed.data }, mark } : null;
}

export const fromRound = ({ kind, window, pages, traces, replacedSeries, unresolved, staged }: Round): string =>
  JSON.stringify({ kind, window, pages, traces, replacedSeries, unresolved, staged });

const heldShape = z.object({ reads: z.int(), approvedAt: instant.nullable() });

function toHeld({ held_at: heldSince, held_detail: detail }: Row): HeldDeletion | null {
  if (heldSince === null) return null;
  const parsed = heldShape.safeParse(detail);
  return { heldSince, ...(parsed.success ? parsed.data : { reads: 1, approvedAt: null }) };
}

/** A calendar as a single call about it needs it. */
export type CalendarFacts = {
  readonly connectionId: string;
  readonly userId: string;
  readonly provider: string;
  readonly remoteId: string;
  readonly zone: string;
  readonly meetingsOnly: boolean;
  readonly coverage: SyncFacts["coverage"];
};

type CalendarRow = Pick<
  Row,
  | "connection_id"
  | "user_id"
  | "remote_id"
  | "zone"
  | "meetings_only"
  | "covered_from"
  | "covered_until"
  | "baselined_at"
> & { readonly provider: string };

/** Null when nobody wants it read or written any more. */
export async function findCalendarFacts(tx: Tx, of: CalendarPlace): Promise<CalendarFacts | null> {
  const [row] = await tx.$queryRaw<CalendarRow[]>`
    select c.connection_id, n.user_id, n.provider, c.remote_id, coalesce(c.time_zone, u.time_zone, 'UTC') as zone,
      c.meetings_only, s.covered_from, s.covered_until, s.baselined_at
    from calendars c
    join connections n on n.workspace_id = c.workspace_id and n.id = c.connection_id
    left join calendar_sync_states s on s.workspace_id = c.workspace_id and s.calendar_id = c.id
    left join users u on u.id = n.user_id
    where c.workspace_id = ${of.workspaceId}::uuid and c.id = ${of.calendarId}::uuid and c.retired_at is null
      and n.disconnected_at is null`;
  if (row === undefined) return null;
  return {
    connectionId: row.connection_id,
    userId: row.user_id,
    provider: row.provider,
    remoteId: row.remote_id,
    zone: row.zone,
    meetingsOnly: row.meetings_only,
    coverage: toCoverage(row),
  };
}
