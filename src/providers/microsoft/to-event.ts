import type { EventTimes, Moment, ShownAs, Visibility } from "@/core/calendar/event";
import type { EventDraft } from "@/core/ports/provider-write";
import { toInstant, toWall } from "@/core/time/wall-time";
import { windowsZones } from "@/core/time/windows-zones";
import { isSameZone } from "@/core/time/zones";
import type { Wire } from "../wire-values";

const showAs: Readonly<Record<ShownAs, string>> = {
  busy: "busy",
  free: "free",
  tentative: "tentative",
  out_of_office: "oof",
  working_elsewhere: "workingElsewhere",
};
const sensitivities: Readonly<Record<Visibility, string>> = {
  default: "normal",
  public: "normal",
  private: "private",
  confidential: "confidential",
};

/** What changes, in Graph's words. What is left out stays as it is. */
export function toEvent(draft: Partial<EventDraft>, calendarZone: string): Wire {
  return {
    ...(draft.title === undefined ? {} : { subject: draft.title }),
    ...(draft.location === undefined ? {} : { location: { displayName: draft.location } }),
    ...(draft.description === undefined ? {} : { body: { contentType: "text", content: draft.description } }),
    ...(draft.times === undefined ? {} : toTimes(draft.times, calendarZone)),
    ...(draft.attendees === undefined ? {} : { attendees: draft.attendees.map(toAttendee) }),
    ...(draft.shownAs === undefined ? {} : { showAs: showAs[draft.shownAs] }),
    ...(draft.visibility === undefined ? {} : { sensitivity: sensitivities[draft.visibility] }),
    ...(draft.withConference === true ? { isOnlineMeeting: true, onlineMeetingProvider: "teamsForBusiness" } : {}),
  };
}

const toAttendee = ({ email, name, isOptional }: EventDraft["attendees"][number]): Wire => ({
  type: isOptional ? "optional" : "required",
  emailAddress: { address: email, ...(name === null ? {} : { name }) },
});

/** Whole days begin and end at midnight of one zone. */
function toTimes(times: EventTimes, calendarZone: string): Wire {
  if (times.kind === "timed") return { isAllDay: false, start: toMoment(times.start), end: toMoment(times.end) };
  const timeZone = toWindowsZone(calendarZone) ?? "UTC";
  const midnight = (day: string) => ({ dateTime: `${day}T00:00:00`, timeZone });
  return { isAllDay: true, start: midnight(times.firstDay), end: midnight(times.endDay) };
}

/** The time on the wall with its zone, so that it moves with the zone's rules; the instant where no zone is certain. */
function toMoment({ at, wall, zone, writtenZone }: Moment): Wire {
  const written = writtenZone !== null && Object.hasOwn(windowsZones, writtenZone) ? writtenZone : null;
  const timeZone = zone === null ? null : (written ?? toWindowsZone(zone));
  const isCertain = zone !== null && toInstant(wall, zone).at.getTime() === at.getTime();
  if (timeZone === null || !isCertain) return { dateTime: toWall(at, "UTC"), timeZone: "UTC" };
  return { dateTime: wall, timeZone };
}

/** Graph takes every Windows name and only some IANA names. */
function toWindowsZone(zone: string): string | null {
  const names = Object.entries(windowsZones);
  const found = names.find(([, iana]) => iana === zone) ?? names.find(([, iana]) => isSameZone(iana, zone));
  return found?.[0] ?? null;
}
