import {
  lengthOfMonth,
  startOfWeek,
  toCivil,
  toDayNumber,
  weekdayOf,
  weekOf,
  weeksIn,
  type CivilDay,
  type DayNumber,
} from "./civil-day";
import type { Rule } from "./rule";

/** The days of one period of a rule (a day, a week, a month or a year): the period's number, and the days that match. */
export type MatchingPeriod = { readonly period: number; readonly days: readonly DayNumber[] };

/**
 * Walks the days from `from` to `to` and gives the matching ones, period by period. Looks at each day once, so that what
 * a rule says cannot make it slow. A period that `from` cuts is given whole: BYSETPOS counts from its beginning.
 */
export function* matchingPeriods(
  rule: Rule,
  start: DayNumber,
  range: { readonly from: DayNumber; readonly to: DayNumber },
): Generator<MatchingPeriod> {
  const meant = withDefaults(rule, start);
  const first = periodOf(rule, start);
  let period = NaN;
  let days: DayNumber[] = [];
  for (let day = startOfPeriod(rule, range.from); day <= range.to; day += 1) {
    const now = periodOf(rule, day);
    if (now !== period) {
      if (days.length > 0) yield { period, days };
      [period, days] = [now, []];
    }
    if ((now - first) % rule.interval === 0 && matches(meant, day)) days.push(day);
  }
  if (days.length > 0) yield { period, days };
}

/** RFC 5545 3.3.10: what a rule leaves open is as DTSTART is. */
function withDefaults(rule: Rule, start: DayNumber): Rule {
  const { weekdays, monthDays, yearDays, weekNumbers } = rule;
  const weekday = [{ weekday: weekdayOf(start), nth: 0 }];
  if (weekNumbers.size > 0 && weekdays.length + monthDays.size + yearDays.size === 0)
    return { ...rule, weekdays: weekday };
  if (weekdays.length > 0 || monthDays.size > 0 || yearDays.size > 0 || rule.frequency === "DAILY") return rule;
  if (rule.frequency === "WEEKLY") return { ...rule, weekdays: weekday };
  const { month, day } = toCivil(start);
  const months = rule.frequency === "YEARLY" && rule.months.size === 0 ? new Set([month]) : rule.months;
  return { ...rule, months, monthDays: new Set([day]) };
}

function periodOf({ frequency, weekStart }: Rule, day: DayNumber): number {
  if (frequency === "DAILY") return day;
  if (frequency === "WEEKLY") return Math.floor((startOfWeek(day, weekStart) + 3) / 7);
  const { year, month } = toCivil(day);
  return frequency === "MONTHLY" ? year * 12 + month : year;
}

function startOfPeriod({ frequency, weekStart }: Rule, day: DayNumber): DayNumber {
  if (frequency === "DAILY") return day;
  if (frequency === "WEEKLY") return startOfWeek(day, weekStart);
  const { year, month } = toCivil(day);
  return toDayNumber(year, frequency === "MONTHLY" ? month : 1, 1);
}

function matches(rule: Rule, number: DayNumber): boolean {
  const { months, monthDays, yearDays, weekNumbers, weekdays } = rule;
  const civil = toCivil(number);
  if (months.size > 0 && !months.has(civil.month)) return false;
  if (monthDays.size > 0 && !isAmong(monthDays, civil.day, lengthOfMonth(civil.year, civil.month))) return false;
  if (yearDays.size > 0 && !isYearDay(yearDays, number, civil.year)) return false;
  if (weekNumbers.size > 0 && !isWeekNumber(rule, number)) return false;
  return weekdays.length === 0 || isWeekday(rule, number, civil);
}

/** Counted from the beginning, or from the end when negative. */
const isAmong = (wanted: ReadonlySet<number>, place: number, length: number) =>
  wanted.has(place) || wanted.has(place - length - 1);

function isYearDay(wanted: ReadonlySet<number>, number: DayNumber, year: number): boolean {
  const first = toDayNumber(year, 1, 1);
  return isAmong(wanted, number - first + 1, toDayNumber(year + 1, 1, 1) - first);
}

function isWeekNumber({ weekNumbers, weekStart }: Rule, number: DayNumber): boolean {
  const { year, week } = weekOf(number, weekStart);
  return isAmong(weekNumbers, week, weeksIn(year, weekStart));
}

/** "The second Tuesday" counts within the month, or within the year when a yearly rule names no month. */
function isWeekday({ weekdays, frequency, months }: Rule, number: DayNumber, { year, month, day }: CivilDay): boolean {
  const isInMonth = frequency === "MONTHLY" || months.size > 0;
  const place = isInMonth ? day : number - toDayNumber(year, 1, 1) + 1;
  const length = isInMonth ? lengthOfMonth(year, month) : toDayNumber(year + 1, 1, 1) - toDayNumber(year, 1, 1);
  const nth = Math.ceil(place / 7);
  const fromEnd = -Math.ceil((length - place + 1) / 7);
  const today = weekdayOf(number);
  return weekdays.some(
    (rule) =>
      rule.weekday === today &&
      (rule.nth === 0 || frequency === "WEEKLY" || frequency === "DAILY" || rule.nth === nth || rule.nth === fromEnd),
  );
}
