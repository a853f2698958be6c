import { nameOfService } from "@/core/calendar/meeting-links/catalog";
import { dayMs } from "@/core/time/wall-time";
import { listNextMeetings } from "@/server/db/meetings/next-meetings";
import type { Deps } from "@/server/deps";
import { requireHere, requireSelf, type Caller } from "@/server/people/person";

import type { NextMeetingShape } from "./shapes";

const aheadMs = 7 * dayMs;

/** One's own meetings of the week ahead, those that are going on included. Nobody else sees them. */
export async function loadNextMeetings(deps: Deps, caller: Caller, limit: number): Promise<NextMeetingShape[]> {
  const { user } = requireSelf(caller);
  const here = requireHere(caller, { role: "member" });
  const from = deps.now();
  const asked = { ...here, userId: user.id, from, until: new Date(from.getTime() + aheadMs), limit };
  const rows = await deps.db.inWorkspace(here, (tx) => listNextMeetings(tx, asked));
  return rows.map((row) => ({
    id: row.id,
    title: row.title,
    startsAt: row.starts_at.toISOString(),
    endsAt: row.ends_at.toISOString(),
    attendeeCount: row.attendee_count,
    joinUrl: row.join_url,
    joinService: row.join_service && nameOfService(row.join_service),
    calendarName: row.calendar_name,
  }));
}
