import type { EventRecord } from "../world/event";
import type { When } from "../world/when";

/** An event as the control API shows it: neutral, the same for every provider. */
export function eventView(record: EventRecord): Record<string, unknown> {
  return {
    id: record.id,
    uid: record.uid,
    revision: record.revision,
    status: record.status,
    deleted: record.deleted,
    summary: record.summary,
    start: whenView(record.start),
    end: whenView(record.end),
    recurrence: record.recurrence,
    seriesId: record.seriesId,
    original: record.original ? whenView(record.original) : null,
    attendees: record.attendees,
    location: record.location,
    eventType: record.eventType,
    visibility: record.visibility,
    free: record.free,
    updatedAt: record.updatedAt,
  };
}

function whenView(when: When): unknown {
  return when.kind === "date"
    ? when.date
    : { at: when.wall, zone: when.zone, instant: new Date(when.ms).toISOString() };
}
