import type { IncomingTime } from "@/core/calendar/event-times";
import { readTimes } from "@/core/calendar/event-times";

/** The place a rule gave an occurrence, as one text: `2026-03-08` or `2026-03-08T07:30:00Z`. Null when it is none. */
export function originalStartOf(time: IncomingTime, calendarZone: string): string | null {
  const reading = readTimes(time, {}, calendarZone);
  if (!("times" in reading)) return null;
  const { times } = reading;
  return times.kind === "all_day" ? times.firstDay : times.start.at.toISOString().replace(".000Z", "Z");
}
