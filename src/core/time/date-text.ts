import type { Day, WallTime } from "./wall-time";

/** A date-time as written: its wall time, and the offset that was written with it, if any. */
export type WrittenTime = { readonly wall: WallTime; readonly offsetMinutes: number | null };

const dayPattern = /^(\d{4})-(\d\d)-(\d\d)$/;
const timePattern = /^(\d{4}-\d\d-\d\d)[Tt ](\d\d):(\d\d)(?::(\d\d)(?:\.\d{1,12})?)?(?:([Zz])|([+-])(\d\d):?(\d\d))?$/;

/** Reads `2026-03-08`; null when there is no such day. */
export function readDay(text: string): Day | null {
  const parts = dayPattern.exec(text);
  if (!parts) return null;
  const [, year, month, day] = parts.map(Number) as [number, number, number, number];
  return month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month) ? text : null;
}

/**
 * Reads `2026-03-08T02:30:00.0000000`, with or without `Z` or an offset. Fractions of a second are dropped: providers
 * send between none and seven digits of them and compare without. Null when there is no such day or time.
 */
export function readTime(text: string): WrittenTime | null {
  const parts = timePattern.exec(text);
  const day = readDay(parts?.[1] ?? "");
  if (!parts || day === null) return null;
  const [, , hour = "", minute = "", second = "00"] = parts;
  // Second 60 is a leap second, which no calendar keeps and no instant of ours can hold.
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return null;
  const offsetMinutes = readOffset(parts.slice(5));
  return offsetMinutes === "impossible" ? null : { wall: `${day}T${hour}:${minute}:${second}`, offsetMinutes };
}

function readOffset([utc, sign, hours, minutes]: readonly (string | undefined)[]): number | null | "impossible" {
  if (utc !== undefined) return 0;
  if (sign === undefined) return null;
  const size = Number(hours) * 60 + Number(minutes);
  if (Number(hours) > 23 || Number(minutes) > 59) return "impossible";
  return sign === "-" ? 0 - size : size;
}

export function atOffset(wall: WallTime, offsetMinutes: number): Date {
  return new Date(Date.parse(`${wall}Z`) - offsetMinutes * 60_000);
}

function daysInMonth(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}
