import { isWritable } from "@/core/calendar/may-write";
import { takesBookings } from "@/server/db/booking/write-configuration";
import { findCalendar, setCalendar, toAccess, type CalendarRow } from "@/server/db/connections/calendars";
import {
  createSyncStates,
  deleteMirror,
  forgetCursors,
  openGap,
  pauseSyncs,
  stopSyncs,
} from "@/server/db/connections/sync-states";
import { lockCalendar } from "@/server/db/health/statuses";
import type { Tx } from "@/server/db/open-database";
import { getDeps, type Deps } from "@/server/deps";
import { recordCalendarHealth } from "@/server/health/record-health";
import { Problem } from "@/server/http/problem";
import { actorOf, recordAudit } from "@/server/people/audit-log";
import { requireHere, requireSelf, type Caller, type Here, type Person } from "@/server/people/person";
import { planWatching } from "@/server/push/plan-watching";
import { requestSync } from "@/server/sync/request-sync";

import { canReadEvents } from "./find-missing";
import type { CalendarInput } from "./inputs";
import type { ConnectionCalendarShape } from "./shapes";
import { toCalendar } from "./to-shape";

async function requireOwn(tx: Tx, { workspaceId }: Here, { person, id }: { person: Person; id: string }) {
  await lockCalendar(tx, { workspaceId, id });
  const row = await findCalendar(tx, { workspaceId, id });
  if (row?.connection.userId !== person.user.id) throw new Problem("not_found");
  return row;
}

type What = { readonly workspaceId: string; readonly before: CalendarRow; readonly input: CalendarInput };

/** How far and what is read changes what the copy has to hold: it is read anew, and stays as it is until then. */
function changesRead({ before, input }: What): boolean {
  const { windowPastDays, windowFutureDays, meetingsOnly } = input;
  return (
    (windowPastDays ?? before.windowPastDays) !== before.windowPastDays ||
    (windowFutureDays ?? before.windowFutureDays) !== before.windowFutureDays ||
    (meetingsOnly ?? before.meetingsOnly) !== before.meetingsOnly
  );
}

/** What nobody chose is not kept: its copy goes, and comes back with a full read when it is chosen again. */
async function leaveOut(tx: Tx, { workspaceId, before }: What): Promise<void> {
  const calendarIds = [before.id];
  await stopSyncs(tx, { workspaceId, calendarIds });
  await forgetCursors(tx, { workspaceId, calendarIds });
  await deleteMirror(tx, { workspaceId, calendarIds });
}

type Choice = { readonly isSelected: boolean; readonly isPaused: boolean; readonly wasPaused: boolean };

function readChoice({ before, input }: What): Choice {
  const wasPaused = (before.syncState?.pausedAt ?? null) !== null;
  return {
    isSelected: input.isSelected ?? before.isSelected,
    isPaused: input.isPaused ?? wasPaused,
    wasPaused,
  };
}

async function applyChoice(tx: Tx, deps: Deps, what: What): Promise<void> {
  const { workspaceId, before, input } = what;
  const choice = readChoice(what);
  // Locks the row, so that no booking page chooses it between the look and the change.
  await setCalendar(tx, { workspaceId, id: before.id }, pickSettings(input));
  await requireDirection(tx, what);
  if (choice.isSelected) return readOn(tx, deps, { what, choice });
  if (before.isSelected) await leaveOut(tx, what);
}

const pickSettings = ({ syncDirection, ...input }: CalendarInput) => {
  const { isSelected, windowPastDays, windowFutureDays, meetingsOnly } = input;
  const mayWrite = syncDirection === undefined ? undefined : syncDirection === "two_way";
  return { isSelected, windowPastDays, windowFutureDays, meetingsOnly, mayWrite };
};

/** Bookings need somewhere to go, and nobody is let into a calendar by us. */
async function requireDirection(tx: Tx, { workspaceId, before, input }: What): Promise<void> {
  const { accessRole, connection } = before;
  if (input.syncDirection === "two_way" && !(connection.mayWrite && isWritable(toAccess(accessRole))))
    throw new Problem("calendar_is_read_only");
  if (input.syncDirection === "read" && (await takesBookings(tx, { workspaceId, calendarIds: [before.id] })))
    throw new Problem("calendar_takes_bookings");
}

async function readOn(tx: Tx, deps: Deps, { what, choice }: { what: What; choice: Choice }): Promise<void> {
  const { workspaceId, before } = what;
  const { isPaused, wasPaused } = choice;
  const calendarIds = [before.id];
  const now = deps.now();
  await createSyncStates(tx, { workspaceId, calendarIds }, before.connection.provider);
  if (isPaused !== wasPaused) await pauseSyncs(tx, { workspaceId, calendarIds }, isPaused ? now : null);
  if (isPaused) await stopSyncs(tx, { workspaceId, calendarIds });
  if (changesRead(what)) await forgetCursors(tx, { workspaceId, calendarIds });
  if (!before.isSelected) await openGap(tx, { workspaceId, calendarIds }, now);
  const isNews = !before.isSelected || wasPaused || changesRead(what);
  if (!isPaused && isNews && isReadable(before))
    await requestSync(tx, { workspaceId, calendarIds, trigger: "manual", priority: 2, now });
}

const isReadable = ({ retiredAt, connection }: CalendarRow): boolean =>
  retiredAt === null && connection.pausedAt === null && canReadEvents(connection);

/** SYN-5. Chosen or left out, paused, how far, meetings only, and whether we may write. */
export async function changeCalendar(
  caller: Caller,
  id: string,
  input: CalendarInput,
): Promise<ConnectionCalendarShape> {
  const person = requireSelf(caller);
  const here = requireHere(person, { role: "member" });
  const { workspaceId } = here;
  const deps = getDeps();
  return deps.db.inWorkspace(here, async (tx) => {
    const before = await requireOwn(tx, here, { person, id });
    await applyChoice(tx, deps, { workspaceId, before, input });
    await planWatching(tx, deps, { workspaceId, connectionId: before.connectionId });
    await recordCalendarHealth(tx, deps, { workspaceId, calendarId: id });
    await recordAudit(tx, {
      workspaceId,
      actor: actorOf(person),
      action: "calendar.changed",
      subject: { kind: "calendar", id },
      detail: input,
    });
    return toCalendar(await requireOwn(tx, here, { person, id }));
  });
}
