import { civilDate, dayMs, dayNumber, daysInMonth } from "./calendar-days";

/**
 * A wall time is what a clock on the wall shows, kept as milliseconds as if the wall were in UTC.
 * It is the identity of an occurrence; the instant follows from it and the zone.
 */
export type WallMs = number;

export class InvalidWallTime extends Error {
  override name = "InvalidWallTime";
}

const wallPattern = /^(\d{4})-?(\d{2})-?(\d{2})(?:T(\d{2}):?(\d{2})(?::?(\d{2})(?:\.\d{1,9})?)?)?$/;

/** Reads `2026-03-08T02:30:00`, `2026-03-08`, `20260308T023000` and `20260308`; fractions are dropped. */
export function parseWall(text: string): WallMs {
  const parts = wallPattern.exec(text);
  if (!parts) throw new InvalidWallTime(`Not a date or a date-time: ${text.slice(0, 40)}`);
  const [year, month, day, hour, minute, second] = parts.slice(1).map((part) => Number(part ?? 0)) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  if (month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month))
    throw new InvalidWallTime(`No such date: ${text}`);
  // Second 60 is a leap second in iCalendar; nobody's calendar has it, so it is refused.
  if (hour > 23 || minute > 59 || second > 59) throw new InvalidWallTime(`No such time: ${text}`);
  return dayNumber({ year, month, day }) * dayMs + ((hour * 60 + minute) * 60 + second) * 1000;
}

const two = (value: number): string => (value < 10 ? `0${value}` : `${value}`);

export function formatDate(wall: WallMs): string {
  const { year, month, day } = civilDate(Math.floor(wall / dayMs));
  return `${String(year).padStart(4, "0")}-${two(month)}-${two(day)}`;
}

export function formatWall(wall: WallMs): string {
  const seconds = Math.floor((wall - Math.floor(wall / dayMs) * dayMs) / 1000);
  return `${formatDate(wall)}T${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
}
