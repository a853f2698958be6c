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

/**
 * Whether the calendar was read to its end well after the last try of its event, and does not hold it: had the reading
 * met it, the write would be done. While somebody may still send it nothing is proved.
 */
export async function isProvedAbsent(tx: Tx, booking: BookingRow): Promise<boolean> {
  const { workspaceId, calendarId, write, holdExpiresAt, startsAt, endsAt } = booking;
  if (write === null || calendarId === null) return false;
  const [row] = await tx.$queryRaw<{ proved: boolean }[]>`
    select exists (
      select from calendar_sync_states s
      left join due_work w on w.workspace_id = s.workspace_id and w.kind = 'event.write' and w.key = ${`event.write:${write.id}`}
      where s.workspace_id = ${workspaceId}::uuid and s.calendar_id = ${calendarId}::uuid
        and s.covered_from <= ${startsAt} and s.covered_until >= ${endsAt}
        and (w.id is null or w.dead_at is not null)
        and s.last_success_at > coalesce(w.dead_at, ${holdExpiresAt}) + make_interval(secs => ${settledMs / 1_000})
    ) as proved`;
  return row?.proved ?? false;
}
