import { atOffset, readDay, readTime, type WrittenTime } from "../time/date-text";
import type { Interval } from "../time/interval";
import { addDays, offsetMinutes, readWall, startOfDay, toInstant } from "../time/wall-time";
import { readZone, readZoneName } from "../time/zones";
import { eventLimits, type EventFlag, type EventTimes, type Moment } from "./event";
import type { QuarantineReason } from "./quarantine";

/** A start or an end as it came: a day, or a time with an offset, a zone's name, both or neither. */
export type IncomingTime = {
  readonly day?: unknown;
  readonly time?: unknown;
  readonly zone?: unknown;
};
export type TimesReading =
  { readonly times: EventTimes; readonly flags: readonly EventFlag[] } | { readonly reason: QuarantineReason };
type MomentReading =
  { readonly moment: Moment; readonly flags: readonly EventFlag[] } | { readonly reason: QuarantineReason };

const text = (value: unknown): string => (typeof value === "string" ? value : "");
/** Graph writes year 1 where it means "none". */
const isSet = (value: string) => value !== "" && !value.startsWith("0001-");
const failed = (reason: QuarantineReason) => ({ reason });

/** `calendarZone` is the zone of floating times, and one that providers write offsets in. */
export function readTimes(start: IncomingTime, end: IncomingTime, calendarZone: string): TimesReading {
  const startsOnDay = isSet(text(start.day));
  const endsOnDay = isSet(text(end.day));
  const hasEnd = endsOnDay || isSet(text(end.time));
  if (!startsOnDay && !isSet(text(start.time))) return failed("no_start");
  if (hasEnd && startsOnDay !== endsOnDay) return failed("mixed_times");
  if (startsOnDay) return readDays(text(start.day), endsOnDay ? text(end.day) : null);
  return readMoments(start, hasEnd ? end : null, calendarZone);
}

function readDays(start: string, end: string | null): TimesReading {
  const firstDay = readDay(start);
  const endDay = end === null ? firstDay : readDay(end);
  if (firstDay === null || endDay === null) return failed("impossible_date");
  if (!inRange(firstDay) || !inRange(endDay)) return failed("year_out_of_range");
  if (endDay < firstDay) return failed("ends_before_it_starts");
  // RFC 5545 3.6.1: a day without an end is one day long. Some write the same day twice and mean the same.
  if (endDay === firstDay)
    return {
      times: { kind: "all_day", firstDay, endDay: addDays(firstDay, 1) },
      flags: end === null ? ["no_end"] : [],
    };
  return { times: { kind: "all_day", firstDay, endDay }, flags: [] };
}

function readMoments(start: IncomingTime, end: IncomingTime | null, calendarZone: string): TimesReading {
  const from = readMoment(start, calendarZone);
  if ("reason" in from) return from;
  if (end === null)
    return { times: { kind: "timed", start: from.moment, end: from.moment }, flags: [...from.flags, "no_end"] };
  const to = readMoment(end, calendarZone);
  if ("reason" in to) return to;
  if (to.moment.at < from.moment.at) return failed("ends_before_it_starts");
  return { times: { kind: "timed", start: from.moment, end: to.moment }, flags: [...from.flags, ...to.flags] };
}

function readMoment(incoming: IncomingTime, calendarZone: string): MomentReading {
  const written = readTime(text(incoming.time));
  if (written === null) return failed("impossible_date");
  if (!inRange(written.wall)) return failed("year_out_of_range");
  const name = text(incoming.zone);
  return written.offsetMinutes === null ? byZone(written, name, calendarZone) : byOffset(written, name, calendarZone);
}

/** No offset: the zone alone makes the instant, so an unknown zone makes none. */
function byZone({ wall }: WrittenTime, name: string, calendarZone: string): MomentReading {
  const reading = name === "" ? ({ kind: "known", zone: calendarZone } as const) : readZone(name);
  if (reading.kind !== "known") return failed("unknown_zone");
  const { at, shifted } = toInstant(wall, reading.zone);
  const flags: EventFlag[] = [
    ...(name === "" ? (["floating"] as const) : []),
    ...(shifted ? (["in_gap"] as const) : []),
  ];
  return { moment: { at, wall, zone: reading.zone, writtenZone: name === "" ? null : name }, flags };
}

/** An offset makes the instant certain, whatever the zone's name is worth. */
function byOffset({ wall, offsetMinutes: offset }: WrittenTime, name: string, calendarZone: string): MomentReading {
  const minutes = offset ?? 0;
  const at = atOffset(wall, minutes);
  const written = { wall, offsetMinutes: minutes };
  if (name === "") {
    const shown = readWall(at, calendarZone, written)?.wall ?? wall;
    return { moment: { at, wall: shown, zone: calendarZone, writtenZone: null }, flags: [] };
  }
  const reading = readZoneName(name);
  const here = reading.kind === "known" ? readWall(at, reading.zone, written) : null;
  if (reading.kind !== "known" || here === null) {
    return {
      moment: { at, wall, zone: null, writtenZone: name },
      flags: [reading.kind === "custom" ? "zone_custom" : "zone_unknown"],
    };
  }
  const moment: Moment = { at, wall: here.wall, zone: reading.zone, writtenZone: name };
  // Providers also write times in UTC or in the calendar's zone beside the event's own zone: that is no contradiction.
  const agrees = minutes === 0 || here.offsetMinutes === minutes || offsetMinutes(at, calendarZone) === minutes;
  return { moment, flags: agrees ? [] : ["zone_contradicts_offset"] };
}

const inRange = (written: string): boolean => {
  const year = Number(written.slice(0, 4));
  return year >= eventLimits.firstYear && year <= eventLimits.lastYear;
};

/** When an event is on. An all-day event is busy in the zone of the calendar's owner. */
export function spanOf(times: EventTimes, calendarZone: string): Interval {
  if (times.kind === "timed") return { from: times.start.at, to: times.end.at };
  return { from: startOfDay(times.firstDay, calendarZone), to: startOfDay(times.endDay, calendarZone) };
}
