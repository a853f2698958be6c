import { addDays, dayStart, msToWall, wallToMs } from "../kernel/zone";

/** A start or an end: a calendar day, or a moment that remembers the wall clock and zone it was meant in. */
export type When =
  | { readonly kind: "date"; readonly date: string }
  | { readonly kind: "time"; readonly wall: string; readonly zone: string; readonly ms: number };

export type TimedWhen = Extract<When, { kind: "time" }>;

export function onDate(date: string): When {
  return { kind: "date", date };
}

export function atWall(wall: string, zone: string): TimedWhen {
  return { kind: "time", wall, zone, ms: wallToMs(wall, zone) };
}

export function atInstant(ms: number, zone: string): TimedWhen {
  return { kind: "time", wall: msToWall(ms, zone), zone, ms };
}

/** The instant; an all-day date begins when the day does in `zone` (the calendar's own). */
export function instantOf(when: When, zone: string): number {
  return when.kind === "time" ? when.ms : dayStart(when.date, zone);
}

/** Identity of an occurrence inside its series: `20260126` or `20260126T140000Z`. */
export function originalKey(when: When): string {
  if (when.kind === "date") return when.date.replaceAll("-", "");
  return `${new Date(when.ms).toISOString().slice(0, 19).replaceAll("-", "").replaceAll(":", "")}Z`;
}

/** The wall clock reading that recurrence counts in; midnight for all-day. */
export function wallOf(when: When): string {
  return when.kind === "time" ? when.wall : `${when.date}T00:00:00`;
}

/** `start` moved so far that an event of the same length ends where it should: days for dates, exact time else. */
export function endAfter(start: When, model: { readonly start: When; readonly end: When }): When {
  if (start.kind === "date") {
    const days =
      model.start.kind === "date" && model.end.kind === "date" ? daysBetween(model.start.date, model.end.date) : 1;
    return onDate(addDays(start.date, days));
  }
  const length = model.start.kind === "time" && model.end.kind === "time" ? model.end.ms - model.start.ms : 3_600_000;
  return atInstant(start.ms + length, model.end.kind === "time" ? model.end.zone : start.zone);
}

export function sameWhen(a: When, b: When): boolean {
  if (a.kind === "date") return b.kind === "date" && a.date === b.date;
  return b.kind === "time" && a.ms === b.ms && a.zone === b.zone;
}

function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);
}
