/** Days as numbers since 1970-01-01, so that a rule can walk over 100 years of them in a millisecond. */
export type DayNumber = number;
export type CivilDay = { readonly year: number; readonly month: number; readonly day: number };

const daysPerEra = 146_097;
/** From 0000-03-01, where the count below begins, to 1970-01-01. */
const epochOffset = 719_468;

/**
 * Howard Hinnant's algorithms for the Gregorian calendar: years begin in March, so that the leap day is the last of
 * them. Several times as fast as Date, which matters where a rule is walked day by day.
 */
export function toDayNumber(year: number, month: number, day: number): DayNumber {
  const shifted = year + Math.floor((month - 1) / 12) - ((month - 1) % 12 < 2 ? 1 : 0);
  const era = Math.floor(shifted / 400);
  const yearOfEra = shifted - era * 400;
  const dayOfYear = Math.floor((153 * (((month - 1) % 12) + ((month - 1) % 12 < 2 ? 10 : -2)) + 2) / 5) + day - 1;
  return (
    era * daysPerEra +
    yearOfEra * 365 +
    Math.floor(yearOfEra / 4) -
    Math.floor(yearOfEra / 100) +
    dayOfYear -
    epochOffset
  );
}

export function toCivil(number: DayNumber): CivilDay {
  const shifted = number + epochOffset;
  const era = Math.floor(shifted / daysPerEra);
  const dayOfEra = shifted - era * daysPerEra;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1_460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const march = Math.floor((5 * dayOfYear + 2) / 153);
  const month = march < 10 ? march + 3 : march - 9;
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * march + 2) / 5) + 1,
  };
}

/** 0 is Sunday; 1970-01-01 was a Thursday. */
export const weekdayOf = (number: DayNumber): number => (((number + 4) % 7) + 7) % 7;

const two = (value: number) => (value < 10 ? `0${value}` : `${value}`);

export function toDayText(number: DayNumber): string {
  const { year, month, day } = toCivil(number);
  return `${String(year).padStart(4, "0")}-${two(month)}-${two(day)}`;
}

export const lengthOfMonth = (year: number, month: number): number =>
  toDayNumber(year, month + 1, 1) - toDayNumber(year, month, 1);

/** The first day of the week that a day is in. */
export const startOfWeek = (number: DayNumber, weekStart: number): DayNumber =>
  number - ((weekdayOf(number) - weekStart + 7) % 7);

/** Week 1 is the first with four days in the year. A day may be in a week of the year before or after its own. */
export function weekOf(number: DayNumber, weekStart: number): { readonly year: number; readonly week: number } {
  const fourth = startOfWeek(number, weekStart) + 3;
  const { year } = toCivil(fourth);
  return { year, week: Math.floor((fourth - toDayNumber(year, 1, 1)) / 7) + 1 };
}

export function weeksIn(year: number, weekStart: number): number {
  return weekOf(toDayNumber(year, 12, 28), weekStart).week;
}
