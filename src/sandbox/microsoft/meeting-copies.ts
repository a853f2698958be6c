import type { Account } from "../world/account";
import type { Calendar } from "../world/calendar";
import type { EventFields, EventRecord, Response } from "../world/event";
import type { Office } from "./office";

/**
 * A meeting is a copy in everybody's own calendar, held together by the iCalUId. What the organizer does reaches the
 * attendees who have a mailbox here; what an attendee answers reaches the organizer. Copies are in the primary calendar.
 */
interface Copy {
  readonly account: Account;
  readonly calendar: Calendar;
  readonly record: EventRecord | undefined;
}

function copiesOf(office: Office, record: EventRecord, emails: readonly string[]): Copy[] {
  return emails.flatMap((email) => {
    const account = office.ground.world.findAccount(email);
    if (account?.facts.provider !== "microsoft") return [];
    const calendar = office.ground.world.primaryOf(account);
    return [{ account, calendar, record: findByUid(calendar, record.uid) }];
  });
}

function findByUid(calendar: Calendar, uid: string): EventRecord | undefined {
  return calendar.events
    .all()
    .find((candidate) => candidate.uid === uid && candidate.seriesId === null && !candidate.deleted);
}

function organizes(office: Office, calendar: Calendar, record: EventRecord): boolean {
  const owner = office.ground.world.accounts.get(calendar.ownerId);
  return owner?.email.toLowerCase() === record.organizer.email.toLowerCase();
}

/** Sends a new or changed meeting to its attendees' mailboxes. Single occurrences stay the organizer's own business. */
export function tellAttendees(office: Office, calendar: Calendar, record: EventRecord): void {
  if (record.attendees.length === 0 || !organizes(office, calendar, record)) return;
  const { summary, description, location, start, end, recurrence, visibility, attendees } = record;
  const shared: Partial<EventFields> = {
    summary,
    description,
    location,
    start,
    end,
    recurrence,
    visibility,
    attendees,
  };
  const invited = attendees
    .map(({ email }) => email)
    .filter((email) => email.toLowerCase() !== record.organizer.email.toLowerCase());
  for (const copy of copiesOf(office, record, invited)) {
    if (copy.record) {
      copy.calendar.events.update(copy.record.id, shared);
      continue;
    }
    const { joinUrl } = record.extra;
    copy.calendar.events.insert({
      ...record,
      ...shared,
      status: "tentative",
      extra: joinUrl === undefined ? {} : { joinUrl },
      id: office.ground.ids.base64url(24),
      uid: record.uid,
      createdAt: office.ground.clock.now(),
    } as Parameters<typeof copy.calendar.events.insert>[0]);
  }
}

/** The organizer deleted or cancelled: copies stay, marked as cancelled, until their owners remove them. */
export function withdrawFromAttendees(office: Office, calendar: Calendar, record: EventRecord): void {
  if (!organizes(office, calendar, record)) return;
  for (const copy of copiesOf(
    office,
    record,
    record.attendees.map(({ email }) => email),
  )) {
    if (!copy.record || copy.calendar === calendar) continue;
    const { extra, summary } = copy.record;
    copy.calendar.events.update(copy.record.id, {
      free: true,
      summary: `Canceled: ${summary ?? ""}`,
      extra: { ...extra, isCancelled: true, showAs: "free" },
    });
  }
}

/** An answer to an invitation changes the attendee's own copy and, when sent, the organizer's. */
export function respondTo(
  office: Office,
  own: { calendar: Calendar; record: EventRecord; email: string },
  answer: { response: Response; send: boolean },
): void {
  const change = (record: EventRecord): Partial<EventFields> => ({
    attendees: record.attendees.map((attendee) =>
      attendee.email.toLowerCase() === own.email.toLowerCase() ? { ...attendee, response: answer.response } : attendee,
    ),
  });
  const status =
    answer.response === "accepted" ? "confirmed" : answer.response === "tentative" ? "tentative" : own.record.status;
  own.calendar.events.update(own.record.id, { ...change(own.record), status, free: answer.response === "declined" });
  if (!answer.send) return;
  for (const copy of copiesOf(office, own.record, [own.record.organizer.email])) {
    if (copy.record && copy.calendar !== own.calendar) copy.calendar.events.update(copy.record.id, change(copy.record));
  }
}
