"use client";

import { useLocale, useTimeZone } from "next-intl";

/** English here means the order a European reads: day before month. */
export const regional = (locale: string) => (locale === "en" ? "en-GB" : locale);

const formats = new Map<string, Intl.DateTimeFormat>();

/** Making one costs more than a hundred uses, and a page of forty calendars says a hundred times. */
function formatOf(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = JSON.stringify([locale, options]);
  const known = formats.get(key) ?? new Intl.DateTimeFormat(locale, options);
  formats.set(key, known);
  return known;
}

/** Times as this person reads them: in their zone and language. */
export function useClock() {
  const locale = regional(useLocale());
  const timeZone = useTimeZone() ?? "UTC";
  const format = (at: Date, options: Intl.DateTimeFormatOptions) =>
    formatOf(locale, { timeZone, ...options }).format(at);
  const day = (at: Date) => format(at, { year: "numeric", month: "2-digit", day: "2-digit" });
  const clock = (at: Date) => format(at, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });

  return {
    clock,
    /** "12 Nov" of a date that is a day everywhere, not an instant. */
    calendarDay: (day: string) =>
      formatOf(locale, { timeZone: "UTC", day: "numeric", month: "short" }).format(new Date(day)),
    /** "12 Nov 2026". */
    date: (at: Date) => format(at, { day: "numeric", month: "short", year: "numeric" }),
    /** "07:54" today, "10 Nov, 09:02" this year, "10 Nov 2025" before. */
    short(at: Date, now: Date) {
      if (day(at) === day(now)) return clock(at);
      if (format(at, { year: "numeric" }) === format(now, { year: "numeric" }))
        return `${format(at, { day: "numeric", month: "short" })}, ${clock(at)}`;
      return format(at, { day: "numeric", month: "short", year: "numeric" });
    },
    /** "12 Nov 2026, 07:54:04": for logs, where the page names the zone once. */
    full: (at: Date) =>
      `${format(at, { day: "numeric", month: "short", year: "numeric" })}, ${format(at, { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" })}`,
    /** "12 November 2026, 07:54:04 GMT+1". */
    exact: (at: Date) =>
      `${format(at, { day: "numeric", month: "long", year: "numeric" })}, ${format(at, { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23", timeZoneName: "shortOffset" })}`,
  };
}
