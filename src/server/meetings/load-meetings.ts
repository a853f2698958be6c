import { z } from "zod";

import { nameOfService } from "@/core/calendar/meeting-links/catalog";
import { orderGuests } from "@/core/calendar/order-guests";
import { dayMs } from "@/core/time/wall-time";
import {
  listMeetingsOf,
  listOwnMeetings,
  type MeetingRecord,
  type MeetingRow,
} from "@/server/db/meetings/list-meetings";
import { findMembershipIdOf } from "@/server/db/people/memberships";
import type { Deps } from "@/server/deps";
import { Problem } from "@/server/http/problem";
import { requireHere, requireSelf, type Caller } from "@/server/people/person";
import { includesRole } from "@/server/people/roles";

import { meeting, type MeetingShape, type MeetingsQuery } from "./shapes";

/** As far as a calendar is mirrored at most. */
const reachMs = 366 * dayMs;

const attendees = z
  .array(
    z.object({ email: z.string(), name: z.string().nullable().catch(null), isSelf: z.boolean(), role: z.string() }),
  )
  .catch([]);

/**
 * MTG-3. One's own meetings with all that is in them. Of somebody else's, who looks after the team learns that there is one
 * and what became of it; the contents belong to the owner of the calendar, private or not.
 */
export async function loadMeetings(deps: Deps, caller: Caller, query: MeetingsQuery): Promise<MeetingShape[]> {
  const { user, role } = requireSelf(caller);
  const here = requireHere(caller, { role: "member" });
  const { workspaceId } = here;
  const span = spanOf(query, deps.now());
  const userId = query.userId ?? user.id;
  if (userId === user.id) {
    const own = await deps.db.inWorkspace(here, (tx) => listOwnMeetings(tx, { workspaceId, userId }, span));
    return own.map((row) => ({ ...toRecord(row), content: contentOf(row, user.email) }));
  }
  if (!includesRole(role, "manager")) throw new Problem("not_found");
  // As the engine: within a person's request the database shows nothing of another's events, not even that there are any.
  const theirs = await deps.db.inWorkspace({ workspaceId }, async (tx) => {
    if ((await findMembershipIdOf(tx, workspaceId, userId)) === null) throw new Problem("not_found");
    return listMeetingsOf(tx, { workspaceId, userId }, span);
  });
  return theirs.map((row) => ({ ...toRecord(row), content: null }));
}

function spanOf({ view, limit }: MeetingsQuery, now: Date) {
  const [past, future] = [new Date(now.getTime() - reachMs), new Date(now.getTime() + reachMs)];
  return view === "past"
    ? { isPast: true, from: past, until: now, limit }
    : { isPast: false, from: now, until: future, limit };
}

const toRecord = (row: MeetingRecord) => ({
  id: row.id,
  startsAt: row.starts_at.toISOString(),
  endsAt: row.ends_at.toISOString(),
  state: meeting.shape.state.parse(row.state),
  outcome: meeting.shape.outcome.catch(null).parse(row.outcome),
});

function contentOf(row: MeetingRow, ownEmail: string): MeetingShape["content"] {
  const people = attendees.parse(row.attendees).filter(({ isSelf, role }) => !isSelf && role !== "resource");
  const listed = people.map(({ email, name }) => ({ email, name }));
  return {
    title: row.title,
    isPrivate: row.is_private,
    guests: [...orderGuests(listed, row.account_email === null ? [ownEmail] : [ownEmail, row.account_email])],
    attendeeCount: row.attendee_count,
    joinUrl: row.join_url,
    joinService: row.join_service && nameOfService(row.join_service),
    calendarName: row.calendar_name,
    note: row.outcome_note,
  };
}
