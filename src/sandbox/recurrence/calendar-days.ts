/**
 * Dates as day numbers since 1970-01-01 (proleptic Gregorian), so that expansion is integer arithmetic.
 * Months are 1..12; weekdays are 0 = Sunday … 6 = Saturday.
 */
export const dayMs = 86_400_000;

export type CivilDate = { year: number; month: number; day: number };

const monthLengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;
const daysBeforeMonth = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334] as const;

function isLeapYear(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

export function daysInMonth(year: number, month: number): number {
  return month === 2 && isLeapYear(year) ? 29 : (monthLengths[month - 1] ?? 0);
}

export function daysInYear(year: number): number {
  return isLeapYear(year) ? 366 : 365;
}

export function dayOfYear(date: CivilDate): number {
  const leapDay = date.month > 2 && isLeapYear(date.year) ? 1 : 0;
  return (daysBeforeMonth[date.month - 1] ?? 0) + date.day + leapDay;
}

export function firstDayOfYear(year: number): number {
  const before = year - 1;
  return before * 365 + Math.floor(before / 4) - Math.floor(before / 100) + Math.floor(before / 400) - 719_162;
}

export function dayNumber(date: CivilDate): number {
  return firstDayOfYear(date.year) + dayOfYear(date) - 1;
}

/** Howard Hinnant's civil_from_days: exact for every year we can write. */
export function civilDate(dayNumberSinceEpoch: number): CivilDate {
  const shifted = dayNumberSinceEpoch + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfShiftedYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shiftedMonth = Math.floor((5 * dayOfShiftedYear + 2) / 153);
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: dayOfShiftedYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1,
  };
}

export function weekday(dayNumberSinceEpoch: number): number {
  return (((dayNumberSinceEpoch + 4) % 7) + 7) % 7;
}

export function startOfWeek(dayNumberSinceEpoch: number, weekStart: number): number {
  return dayNumberSinceEpoch - ((weekday(dayNumberSinceEpoch) - weekStart + 7) % 7);
}

/** First day of week 1: the first week with at least four days in the year (RFC 5545, BYWEEKNO). */
export function firstWeekOfYear(year: number, weekStart: number): number {
  return startOfWeek(firstDayOfYear(year) + 3, weekStart);
}

export function weeksInYear(year: number, weekStart: number): number {
  return (firstWeekOfYear(year + 1, weekStart) - firstWeekOfYear(year, weekStart)) / 7;
}
