import {
  civilDate,
  dayNumber,
  dayOfYear,
  daysInMonth,
  daysInYear,
  firstDayOfYear,
  firstWeekOfYear,
  startOfWeek,
  weekday,
  weeksInYear,
  type CivilDate,
} from "./calendar-days";
import type { Rule, WeekdayRule } from "./rule";

/** What a rule says about days, with the parts it leaves out taken from the start (RFC 5545 3.3.10). */
export type DayPlan = {
  rule: Rule;
  startDay: number;
  start: CivilDate;
  tests: DayTest[];
};

type Day = CivilDate & { number: number };
type DayTest = (day: Day) => boolean;

function withDefaults(rule: Rule, startDay: number, start: CivilDate): Rule {
  const expandsDays = rule.byMonthDay.length + rule.byDay.length + rule.byYearDay.length > 0;
  const sameWeekday: WeekdayRule[] = [{ ordinal: 0, weekday: weekday(startDay) }];
  if (rule.frequency === "WEEKLY" && rule.byDay.length === 0) return { ...rule, byDay: sameWeekday };
  if (expandsDays) return rule;
  if (rule.frequency === "MONTHLY") return { ...rule, byMonthDay: [start.day] };
  if (rule.frequency !== "YEARLY") return rule;
  if (rule.byWeekNo.length > 0) return { ...rule, byDay: sameWeekday };
  return { ...rule, byMonthDay: [start.day], byMonth: rule.byMonth.length > 0 ? rule.byMonth : [start.month] };
}

/** True when position (1-based) is in the list, counting negative members from the end. */
function positionMatches(wanted: ReadonlySet<number>, position: number, total: number): boolean {
  return wanted.has(position) || wanted.has(position - total - 1);
}

function weekNumberTest(rule: Rule): DayTest {
  const wanted = new Set(rule.byWeekNo);
  return (day) => {
    const week = startOfWeek(day.number, rule.weekStart);
    // The week belongs to the year that holds its fourth day.
    const year = civilDate(week + 3).year;
    const position = (week - firstWeekOfYear(year, rule.weekStart)) / 7 + 1;
    return positionMatches(wanted, position, weeksInYear(year, rule.weekStart));
  };
}

function weekdayTest(rule: Rule): DayTest {
  const plain = new Set(rule.byDay.filter((day) => day.ordinal === 0).map((day) => day.weekday));
  const counted = rule.byDay.filter((day) => day.ordinal !== 0);
  if (counted.length === 0) return (day) => plain.has(weekday(day.number));
  const insideMonth = rule.frequency === "MONTHLY" || rule.byMonth.length > 0;
  return (day) => {
    const name = weekday(day.number);
    if (plain.has(name)) return true;
    const position = insideMonth ? day.day : dayOfYear(day);
    const total = insideMonth ? daysInMonth(day.year, day.month) : daysInYear(day.year);
    const fromStart = Math.ceil(position / 7);
    const fromEnd = -Math.ceil((total - position + 1) / 7);
    return counted.some(
      (rule_) => rule_.weekday === name && (rule_.ordinal === fromStart || rule_.ordinal === fromEnd),
    );
  };
}

function compileTests(rule: Rule): DayTest[] {
  const tests: DayTest[] = [];
  if (rule.byMonth.length > 0) {
    const months = new Set(rule.byMonth);
    tests.push((day) => months.has(day.month));
  }
  if (rule.byMonthDay.length > 0) {
    const days = new Set(rule.byMonthDay);
    tests.push((day) => positionMatches(days, day.day, daysInMonth(day.year, day.month)));
  }
  if (rule.byDay.length > 0) tests.push(weekdayTest(rule));
  if (rule.byYearDay.length > 0) {
    const days = new Set(rule.byYearDay);
    tests.push((day) => positionMatches(days, dayOfYear(day), daysInYear(day.year)));
  }
  if (rule.byWeekNo.length > 0) tests.push(weekNumberTest(rule));
  return tests;
}

export function planDays(written: Rule, startDay: number): DayPlan {
  const start = civilDate(startDay);
  const rule = withDefaults(written, startDay, start);
  return { rule, startDay, start, tests: compileTests(rule) };
}

function keepMatching(plan: DayPlan, found: number[], day: Day): void {
  for (const test of plan.tests) if (!test(day)) return;
  found.push(day.number);
}

export function dayMatches(plan: DayPlan, number: number): boolean {
  const found: number[] = [];
  keepMatching(plan, found, { ...civilDate(number), number });
  return found.length > 0;
}

function daysOfMonth(plan: DayPlan, year: number, month: number): number[] {
  const found: number[] = [];
  const first = dayNumber({ year, month, day: 1 });
  const length = daysInMonth(year, month);
  for (let day = 1; day <= length; day++) keepMatching(plan, found, { year, month, day, number: first + day - 1 });
  return found;
}

function daysOfYear(plan: DayPlan, year: number): number[] {
  const { rule } = plan;
  if (rule.byWeekNo.length > 0) {
    // Weeks belong whole to one year, so with INTERVAL the first days of January may belong to a year that is left out.
    const first = firstWeekOfYear(year, rule.weekStart);
    return daysBetween(plan, first, firstWeekOfYear(year + 1, rule.weekStart) - first);
  }
  const months = rule.byMonth.length > 0 ? rule.byMonth : [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];
  return months.flatMap((month) => daysOfMonth(plan, year, month));
}

function daysBetween(plan: DayPlan, first: number, length: number): number[] {
  if (plan.tests.length === 0) return [first];
  const found: number[] = [];
  for (let number = first; number < first + length; number++)
    keepMatching(plan, found, { ...civilDate(number), number });
  return found;
}

/** One period of a rule: the day it begins on, and the days in it that the rule names, in order. */
export type Period = { firstDay: number; cost: number; days: () => number[] };

export function periodAt(plan: DayPlan, index: number): Period {
  const { rule, start, startDay } = plan;
  const step = index * rule.interval;
  switch (rule.frequency) {
    case "YEARLY": {
      const year = start.year + step;
      return {
        firstDay: rule.byWeekNo.length > 0 ? firstWeekOfYear(year, rule.weekStart) : firstDayOfYear(year),
        cost: 30 * (rule.byMonth.length || 12),
        days: () => daysOfYear(plan, year),
      };
    }
    case "MONTHLY": {
      const months = start.year * 12 + start.month - 1 + step;
      const [year, month] = [Math.floor(months / 12), (months % 12) + 1];
      const skipped = rule.byMonth.length > 0 && !rule.byMonth.includes(month);
      const firstDay = dayNumber({ year, month, day: 1 });
      return { firstDay, cost: skipped ? 1 : 30, days: () => (skipped ? [] : daysOfMonth(plan, year, month)) };
    }
    case "WEEKLY": {
      const firstDay = startOfWeek(startDay, rule.weekStart) + 7 * step;
      return { firstDay, cost: 7, days: () => daysBetween(plan, firstDay, 7) };
    }
    default: {
      const firstDay = startDay + step;
      return { firstDay, cost: 1, days: () => daysBetween(plan, firstDay, 1) };
    }
  }
}

/** The index of the last period that begins on or before the day: where to begin when the window is far away. */
export function periodIndexOf(plan: DayPlan, day: number): number {
  const { rule, start, startDay } = plan;
  const date = civilDate(Math.max(day, startDay));
  const elapsed = {
    YEARLY: () => civilDate(Math.max(day - 7, startDay)).year - start.year,
    MONTHLY: () => (date.year - start.year) * 12 + date.month - start.month,
    WEEKLY: () => (startOfWeek(Math.max(day, startDay), rule.weekStart) - startOfWeek(startDay, rule.weekStart)) / 7,
  }[rule.frequency as "YEARLY" | "MONTHLY" | "WEEKLY"];
  return Math.floor((elapsed ? elapsed() : Math.max(day, startDay) - startDay) / rule.interval);
}
