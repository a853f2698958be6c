import { minuteMs } from "@/core/time/wall-time";
import type { Tx } from "@/server/db/open-database";
import type { BookingRow } from "./bookings";

type Withdrawal = { readonly workspaceId: string; readonly writeId: string; readonly now: Date };

/** A write that was never sent is not sent any more. False: it may have been. */
export async function withdrawWrite(tx: Tx, { workspaceId, writeId, now }: Withdrawal): Promise<boolean> {
  const { count } = await tx.eventWrite.updateMany({
    where: { workspaceId, id: writeId, state: "pending" },
    data: { state: "failed", errorCode: "withdrawn", finishedAt: now },
  });
  return count > 0;
}

/** Whoever finds it among what failed for good does not send it again: its time is somebody else's. */
export async function giveUpWrite(tx: Tx, { workspaceId, writeId, now }: Withdrawal): Promise<void> {
  await tx.eventWrite.updateMany({
    where: { workspaceId, id: writeId, state: { in: ["pending", "sending", "unknown"] } },
    data: { state: "failed", errorCode: "given_up", finishedAt: now },
  });
}

/** Longer than a try may take and a round of reading lasts: what is read after it was begun after it. */
const settledMs = 15 * minuteMs;

export type Evidence = { readonly isProvedAbsent: boolean; readonly mayBeProved: boolean };
const noEvidence: Evidence = { isProvedAbsent: false, mayBeProved: false };

/**
 * Proved absent: the calendar was read to its end well after the last try of its event, and does not hold it: had the
 * reading met it, the write would be done. While somebody may still send it nothing is proved. It may be proved as long as
 * somebody reads the calendar.
 */
export async function findEvidence(tx: Tx, booking: BookingRow): Promise<Evidence> {
  const { workspaceId, calendarId, write, holdExpiresAt, startsAt, endsAt } = booking;
  if (write === null || calendarId === null) return noEvidence;
  const [row] = await tx.$queryRaw<Evidence[]>`
    select (s.covered_until >= ${endsAt} and (w.id is null or w.dead_at is not null)
        and s.last_success_at > greatest(coalesce(w.dead_at, ${holdExpiresAt}), e.finished_at) + make_interval(secs => ${settledMs / 1_000}))
        is true as "isProvedAbsent",
      c.is_selected and c.retired_at is null and s.paused_at is null and s.disabled_at is null
        and n.paused_at is null and n.disconnected_at is null and n.auth_status = 'active' as "mayBeProved"
    from calendar_sync_states s
    join calendars c on c.workspace_id = s.workspace_id and c.id = s.calendar_id
    join connections n on n.workspace_id = c.workspace_id and n.id = c.connection_id
    join event_writes e on e.workspace_id = s.workspace_id and e.id = ${write.id}::uuid
    left join due_work w on w.workspace_id = s.workspace_id and w.kind = 'event.write' and w.key = ${`event.write:${write.id}`}
    where s.workspace_id = ${workspaceId}::uuid and s.calendar_id = ${calendarId}::uuid and s.covered_from <= ${startsAt}`;
  return row ?? noEvidence;
}
