/**
 * What a clock on the wall shows, without a zone: `2026-03-08T02:30:00`. It is what people agreed on; the instant
 * follows from it and the zone, and follows anew when a government changes the zone's rules.
 */
export type WallTime = string;
/** A day of the calendar, `2026-03-08`. It belongs to no zone and is never shifted. */
export type Day = string;

export const minuteMs = 60_000;
export const hourMs = 60 * minuteMs;
export const dayMs = 24 * hourMs;

/** The first instant of a wall time. In a gap the clock has been put forward already: `shifted` says so. */
export function toInstant(wall: WallTime, zone: string): { readonly at: Date; readonly shifted: boolean } {
  const asked = Temporal.PlainDateTime.from(wall);
  // "compatible" is RFC 5545 3.3.5: in a gap the offset before it counts, in an overlap the first of both instants.
  const found = asked.toZonedDateTime(zone, { disambiguation: "compatible" });
  return { at: new Date(found.epochMilliseconds), shifted: !found.toPlainDateTime().equals(asked) };
}

/** Whether the wall shows this time twice. */
export function isRepeated(wall: WallTime, zone: string): boolean {
  const asked = Temporal.PlainDateTime.from(wall);
  const first = asked.toZonedDateTime(zone, { disambiguation: "earlier" });
  const second = asked.toZonedDateTime(zone, { disambiguation: "later" });
  return second.toPlainDateTime().equals(asked) && first.epochMilliseconds !== second.epochMilliseconds;
}

export function toWall(at: Date, zone: string): WallTime {
  return inZone(at, zone).toPlainDateTime().toString({ smallestUnit: "second" });
}

export function dayOf(at: Date, zone: string): Day {
  return inZone(at, zone).toPlainDate().toString();
}

/**
 * The same with how far the wall is from UTC at that instant, null when nobody knows the zone: all at once, since each look
 * into the time zone data costs 2 µs, and a calendar has thousands of events. `written` is what somebody else says that the
 * wall shows; where the offset is as they say, it does.
 */
export function readWall(
  at: Date,
  zone: string,
  written: { readonly wall: WallTime; readonly offsetMinutes: number },
): { readonly wall: WallTime; readonly offsetMinutes: number } | null {
  try {
    const zoned = new Temporal.ZonedDateTime(BigInt(at.getTime()) * 1_000_000n, zone);
    const minutes = zoned.offsetNanoseconds / 60_000_000_000;
    if (minutes === written.offsetMinutes) return written;
    return { wall: zoned.toPlainDateTime().toString({ smallestUnit: "second" }), offsetMinutes: minutes };
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

export function offsetMinutes(at: Date, zone: string): number {
  return inZone(at, zone).offsetNanoseconds / 60_000_000_000;
}

/** The first instant of a day: not always midnight, and on a day that a zone skipped the first instant after it. */
export function startOfDay(day: Day, zone: string): Date {
  return new Date(Temporal.PlainDate.from(day).toZonedDateTime({ timeZone: zone }).epochMilliseconds);
}

export function addDays(day: Day, days: number): Day {
  return Temporal.PlainDate.from(day).add({ days }).toString();
}

export function daysBetween(from: Day, to: Day): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / dayMs);
}

function inZone(at: Date, zone: string): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(zone);
}
