import type { EventTimes, RemoteEvent } from "@/core/calendar/event";
import type { CalendarCall } from "@/core/ports/provider-call";
import type { EventDraft, EventRemoval, EventSave } from "@/core/ports/provider-write";
import type { FakeCalendar } from "./calendar-store";
import type { FakeTrouble } from "./map-error";
import { readEvent } from "./map-event";
import { rowsOf, type Draft, type FakeRecord, type Row } from "./records";
import type { FakeWire } from "./wire";

type Place = { readonly calendar: FakeCalendar; readonly fail: (trouble: FakeTrouble) => never };

export function saveEvent(wire: FakeWire, call: CalendarCall, save: EventSave): Promise<RemoteEvent> {
  const endpoint =
    save.kind === "create" ? "POST /calendars/{calendar}/events" : "PATCH /calendars/{calendar}/events/{event}";
  return wire.ask(call, { operation: "saveEvent", endpoint, access: call.access }, ({ fail }) => {
    const calendar = wire.world.calendars.get(call.remoteCalendarId) ?? fail({ kind: "not_found" });
    const place: Place = { calendar, fail };
    const row = save.kind === "create" ? create(place, save.mark, save.draft) : change(place, save);
    wire.world.announce(calendar);
    const admission = readEvent(row, call.calendarZone);
    return admission.kind === "event" ? admission.event : fail({ kind: "outcome_unknown" });
  });
}

function create({ calendar, fail }: Place, mark: string, draft: EventDraft): Row {
  const known = calendar.records.find((record) => record.mark === mark);
  if (known?.isDeleted === true) fail({ kind: "already_gone" });
  const { start = "", end = "", ...rest } = toDraft(draft);
  return only(known ?? calendar.insert({ ...rest, start, end, mark }, { id: mark }));
}

function change(place: Place, { remoteId, ifVersion, changes }: Extract<EventSave, { kind: "change" }>): Row {
  const { calendar } = place;
  const { record, row } = stand(place, remoteId, ifVersion);
  const draft = toDraft(changes);
  if (row.original === null) return only(calendar.update(record.id, draft));
  const excepted = calendar.except(record.id, row.original, draft);
  return rowsOf(excepted).find(({ id }) => id === remoteId) ?? row;
}

export function removeEvent(wire: FakeWire, call: CalendarCall, { remoteId, ifVersion }: EventRemoval): Promise<void> {
  const asked = {
    operation: "removeEvent",
    endpoint: "DELETE /calendars/{calendar}/events/{event}",
    access: call.access,
  };
  return wire.ask(call, asked, ({ fail }) => {
    const calendar = wire.world.calendars.get(call.remoteCalendarId) ?? fail({ kind: "not_found" });
    const { record, row } = stand({ calendar, fail }, remoteId, ifVersion);
    if (row.original === null) calendar.update(record.id, { isDeleted: true });
    else calendar.except(record.id, row.original, null);
    wire.world.announce(calendar);
  });
}

/** The event as it stands, or why it cannot be written to. */
function stand(
  { calendar, fail }: Place,
  remoteId: string,
  ifVersion: string | null,
): { record: FakeRecord; row: Row } {
  const record = calendar.records.find((each) => each.shown.has(remoteId)) ?? fail({ kind: "not_found" });
  const row = rowsOf(record).find(({ id }) => id === remoteId) ?? fail({ kind: "already_gone" });
  if (ifVersion !== null && ifVersion !== `"${record.revision}"`) fail({ kind: "version_conflict" });
  return { record, row };
}

const only = (record: FakeRecord): Row => ({
  id: record.id,
  draft: record,
  record,
  original: null,
  isException: false,
});

function toDraft({ times, withConference, ...rest }: Partial<EventDraft>): Partial<Draft> {
  return {
    ...rest,
    ...(times === undefined ? {} : toWhen(times)),
    ...(withConference === true ? { hasConference: true } : {}),
  };
}

function toWhen(times: EventTimes): Partial<Draft> {
  if (times.kind === "all_day") return { start: times.firstDay, end: times.endDay };
  return {
    start: times.start.wall,
    end: times.end.wall,
    ...(times.start.zone === null ? {} : { zone: times.start.zone }),
  };
}
