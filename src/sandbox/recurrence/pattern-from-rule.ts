import { civilDate, dayMs, weekday } from "./calendar-days";
import {
  graphWeekdays,
  weekIndexes,
  type PatternedRecurrence,
  type PatternType,
  type RecurrencePattern,
} from "./graph-recurrence";
import { parseRule, type Rule } from "./rule";
import { formatDate, parseWall } from "./wall-time";
import { loadZone } from "./zone";

/** `startWall` is the wall time or date of the first occurrence, `zone` its IANA zone, `zoneName` how Graph shall say it. */
export type PatternContext = { startWall: string; zone: string; zoneName: string };

const noDate = "0001-01-01";

function namesOf(rule: Rule): string[] {
  return rule.byDay.map((day) => graphWeekdays[day.weekday] ?? "sunday");
}

function isMadeOf(rule: Rule, allowed: readonly (keyof Rule)[]): boolean {
  const lists = [
    "byMonth",
    "byMonthDay",
    "byYearDay",
    "byWeekNo",
    "byDay",
    "byHour",
    "byMinute",
    "bySecond",
    "bySetPos",
  ] as const;
  return lists.every((name) => allowed.includes(name) || rule[name].length === 0);
}

/** One position in the month: BYDAY=2MO, or BYDAY=MO,TU;BYSETPOS=2. Graph has first to fourth and last. */
function findIndex(rule: Rule): string | null {
  const ordinals = new Set(rule.byDay.map((day) => day.ordinal));
  const counted = rule.bySetPos.length === 1 && ordinals.size === 1 && ordinals.has(0) ? rule.bySetPos[0] : undefined;
  const named = rule.bySetPos.length === 0 && rule.byDay.length === 1 ? rule.byDay[0]?.ordinal : undefined;
  const position = counted ?? named;
  if (position === undefined || position === 0) return null;
  return position === -1 ? "last" : (weekIndexes[position - 1] ?? null);
}

/** The last day of the month as "day 31" or "29 February" only Outlook itself writes: the day is the greatest of them. */
function findMonthDay(rule: Rule, startDay: number): number | null {
  if (rule.byMonthDay.length === 0) return startDay;
  const last = Math.max(...rule.byMonthDay);
  const isLastFitting = rule.bySetPos[0] === -1 && rule.byMonthDay[0] === 28 && rule.byMonthDay.length === last - 27;
  if (rule.byMonthDay.length === 1 && rule.bySetPos.length === 0) return last > 0 ? last : null;
  return isLastFitting ? last : null;
}

type Found = Partial<RecurrencePattern> & { type: PatternType };

function findMonthly(rule: Rule, startDay: number): Found | null {
  if (rule.byDay.length === 0) {
    const dayOfMonth = isMadeOf(rule, ["byMonth", "byMonthDay", "bySetPos"]) ? findMonthDay(rule, startDay) : null;
    return dayOfMonth === null ? null : { type: "absoluteMonthly", dayOfMonth };
  }
  const index = isMadeOf(rule, ["byMonth", "byDay", "bySetPos"]) ? findIndex(rule) : null;
  return index === null ? null : { type: "relativeMonthly", index, daysOfWeek: namesOf(rule) };
}

function findYearly(rule: Rule, start: { month: number; day: number }): Found | null {
  const month = rule.byMonth[0] ?? start.month;
  if (rule.byMonth.length > 1 || (rule.byMonth.length === 0 && rule.byDay.length + rule.byMonthDay.length > 0))
    return null;
  const monthly = findMonthly(rule, start.day);
  if (!monthly) return null;
  return { ...monthly, month, type: monthly.type === "absoluteMonthly" ? "absoluteYearly" : "relativeYearly" };
}

function findPattern(rule: Rule, startWall: number): Found | null {
  const start = civilDate(Math.floor(startWall / dayMs));
  switch (rule.frequency) {
    case "DAILY":
      return isMadeOf(rule, []) ? { type: "daily" } : null;
    case "WEEKLY": {
      const names =
        rule.byDay.length > 0 ? namesOf(rule) : [graphWeekdays[weekday(Math.floor(startWall / dayMs))] ?? "sunday"];
      return isMadeOf(rule, ["byDay"]) ? { type: "weekly", daysOfWeek: names } : null;
    }
    case "MONTHLY":
      return rule.byMonth.length > 0 ? null : findMonthly(rule, start.day);
    case "YEARLY":
      return findYearly(rule, start);
    default:
      return null;
  }
}

/** The last day with an occurrence: an UNTIL before the time of the series on its day leaves that day out. */
function endDateOf(rule: Rule, context: PatternContext): string {
  const { until } = rule;
  if (!until) return noDate;
  if (until.kind === "date") return formatDate(until.value);
  const wall = until.kind === "utc" ? loadZone(context.zone).toWall(until.value) : until.value;
  const start = parseWall(context.startWall);
  return formatDate(wall - (start - Math.floor(start / dayMs) * dayMs));
}

/** The Graph recurrence of an RRULE (without "RRULE:"), or null when Graph cannot say it. */
export function findPatternedRecurrence(ruleText: string, context: PatternContext): PatternedRecurrence | null {
  const rule = parseRule(ruleText);
  const found = findPattern(rule, parseWall(context.startWall));
  if (!found) return null;
  return {
    pattern: {
      interval: rule.interval,
      month: 0,
      dayOfMonth: 0,
      daysOfWeek: [],
      firstDayOfWeek: graphWeekdays[rule.weekStart] ?? "sunday",
      index: "first",
      ...found,
    },
    range: {
      type: rule.count !== null ? "numbered" : rule.until ? "endDate" : "noEnd",
      startDate: context.startWall.slice(0, 10),
      endDate: endDateOf(rule, context),
      recurrenceTimeZone: context.zoneName,
      numberOfOccurrences: rule.count ?? 0,
    },
  };
}
