import { words } from "@/core/health/words";
import { listOverseenCalendars, type OverseenCalendarRow } from "@/server/db/admin/connections";
import type { Deps } from "@/server/deps";
import { readKeptError } from "@/server/health/to-evidence";
import { Problem } from "@/server/http/problem";
import type { Caller } from "@/server/people/person";

import { requireOversight } from "./oversight";
import type { OverseenCalendarShape, OverseenCalendarsShape } from "./shapes";
import { toState } from "./to-shapes";

/** More than anybody may have. */
const most = 200;

type Asked = { readonly connectionId: string; readonly workspaceId?: string | undefined };

/** How each calendar of an account was last recorded to be. Which one it is, only its person knows. */
export async function loadOverseenCalendars(
  deps: Deps,
  caller: Caller,
  { connectionId, workspaceId }: Asked,
): Promise<OverseenCalendarsShape> {
  const overseer = requireOversight(caller, workspaceId);
  const rows = await deps.db.outsideWorkspace((tx) =>
    listOverseenCalendars(tx, overseer, { connectionId, limit: most }),
  );
  if (rows.length === 0) throw new Problem("not_found");
  return { calendars: rows.flatMap((row) => (row.calendar_id === null ? [] : toCalendar(row, row.calendar_id))) };
}

function toCalendar(row: OverseenCalendarRow, calendarId: string): OverseenCalendarShape {
  const state = toState(row.status);
  return {
    calendarId,
    isPrimary: row.is_primary,
    state,
    badge: words[state].badge,
    cause: row.status_cause,
    code: readKeptError(row.last_error)?.code ?? null,
    since: row.status_since.toISOString(),
    lastProven: row.last_success_at?.toISOString() ?? null,
    nextSyncAt: row.next_sync_at?.toISOString() ?? null,
    failures: row.consecutive_failures,
  };
}
