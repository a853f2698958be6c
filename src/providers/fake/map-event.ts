import { admitEvent, type Admission, type IncomingEvent } from "@/core/calendar/admit-event";
import type { RemoteChange } from "@/core/ports/calendar-provider";
import { originalStartOf } from "../original-start";
import { toTime, type Row } from "./records";

/** A row as a listing gives it. */
export function fromEvent(row: Row, calendarZone: string): RemoteChange {
  const admission = readEvent(row, calendarZone);
  return admission.kind === "event" ? admission : { kind: "set_aside", setAside: admission.setAside };
}

export const readEvent = (row: Row, calendarZone: string): Admission =>
  admitEvent(toIncoming(row, calendarZone), calendarZone);

function toIncoming({ id, draft, record, original, isException }: Row, calendarZone: string): IncomingEvent {
  return {
    remoteId: id,
    remoteVersion: `"${record.revision}"`,
    iCalUid: `${record.id}@fake.example`,
    updatedAt: record.updatedAt,
    series:
      original === null
        ? null
        : {
            seriesId: record.id,
            originalStart: originalStartOf(toTime(original, draft.zone), calendarZone),
            isException,
          },
    shownAs: draft.shownAs,
    visibility: draft.visibility,
    title: draft.title,
    location: draft.location,
    description: draft.description,
    start: toTime(draft.start, draft.zone),
    end: toTime(draft.end, draft.zone),
    attendees: {
      listed: draft.attendees.map(({ email, name, isOptional, response }) => ({
        email,
        name,
        role: isOptional ? "optional" : "required",
        ...(response !== undefined && { response }),
      })),
    },
    conferenceUrls: draft.hasConference ? ["https://meet.jit.si/FakeConference"] : [],
    ownMark: draft.mark,
  };
}
