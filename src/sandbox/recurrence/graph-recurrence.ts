import { dayMs } from "./calendar-days";
import { InvalidRecurrence, weekdayNames } from "./rule";
import { formatWall, InvalidWallTime, parseWall } from "./wall-time";
import { loadZone } from "./zone";

export const graphWeekdays = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"] as const;
export const weekIndexes = ["first", "second", "third", "fourth", "last"] as const;

export type PatternType =
  "daily" | "weekly" | "absoluteMonthly" | "relativeMonthly" | "absoluteYearly" | "relativeYearly";

/** Microsoft Graph's recurrence pattern as it goes over the wire; parts that do not apply are 0 or empty. */
export type RecurrencePattern = {
  type: PatternType;
  interval: number;
  month: number;
  dayOfMonth: number;
  daysOfWeek: string[];
  firstDayOfWeek: string;
  index: string;
};

export type RecurrenceRange = {
  type: "endDate" | "noEnd" | "numbered";
  startDate: string;
  endDate: string;
  recurrenceTimeZone: string;
  numberOfOccurrences: number;
};

export type PatternedRecurrence = { pattern: RecurrencePattern; range: RecurrenceRange };

/**
 * `zone` is the IANA zone of range.endDate. `shortMonths`: what Outlook does with day 31 in shorter months and with
 * 29 February in other years is undocumented; "last-day" uses the last day there is, "skip" leaves the month out.
 */
export type RuleContext = { zone: string; allDay: boolean; shortMonths: "last-day" | "skip" };

function weekdayCode(name: string): string {
  const found = (graphWeekdays as readonly string[]).indexOf(name.toLowerCase());
  const code = weekdayNames[found];
  if (!code) throw new InvalidRecurrence(`Not a day of the week: ${name.slice(0, 20)}`);
  return code;
}

function between(value: number, bounds: { low: number; high: number }, name: string): number {
  if (!Number.isInteger(value) || value < bounds.low || value > bounds.high)
    throw new InvalidRecurrence(`${name} is out of range: ${value}`);
  return value;
}

function weekdayCodes(pattern: RecurrencePattern): string {
  if (pattern.daysOfWeek.length === 0) throw new InvalidRecurrence("daysOfWeek is missing");
  return [...new Set(pattern.daysOfWeek.map(weekdayCode))].join(",");
}

/** Outlook: of several days of the week, the first (or last …) that fits. */
function relativeDays(pattern: RecurrencePattern): string {
  const index = (weekIndexes as readonly string[]).indexOf(pattern.index.toLowerCase());
  if (index < 0) throw new InvalidRecurrence(`Not a week index: ${pattern.index.slice(0, 20)}`);
  return `BYDAY=${weekdayCodes(pattern)};BYSETPOS=${index === 4 ? -1 : index + 1}`;
}

function lastFittingDay(day: number, context: RuleContext, first = 28): string {
  if (day <= first || context.shortMonths === "skip") return `BYMONTHDAY=${day}`;
  const days = Array.from({ length: day - first + 1 }, (_, index) => first + index);
  return `BYMONTHDAY=${days.join(",")};BYSETPOS=-1`;
}

function patternParts(pattern: RecurrencePattern, context: RuleContext): string {
  const day = (): number => between(pattern.dayOfMonth, { low: 1, high: 31 }, "dayOfMonth");
  const month = (): number => between(pattern.month, { low: 1, high: 12 }, "month");
  switch (pattern.type) {
    case "daily":
      return "FREQ=DAILY";
    case "weekly":
      return `FREQ=WEEKLY;BYDAY=${weekdayCodes(pattern)};WKST=${weekdayCode(pattern.firstDayOfWeek)}`;
    case "absoluteMonthly":
      return `FREQ=MONTHLY;${lastFittingDay(day(), context)}`;
    case "relativeMonthly":
      return `FREQ=MONTHLY;${relativeDays(pattern)}`;
    case "absoluteYearly":
      return `FREQ=YEARLY;BYMONTH=${month()};${lastFittingDay(day(), context)}`;
    case "relativeYearly":
      return `FREQ=YEARLY;BYMONTH=${month()};${relativeDays(pattern)}`;
    default:
      throw new InvalidRecurrence(`Unknown pattern type: ${String(pattern.type).slice(0, 30)}`);
  }
}

function compact(text: string): string {
  return text.replaceAll("-", "").replaceAll(":", "");
}

function readDate(text: string, name: string): number {
  try {
    return parseWall(text.slice(0, 10));
  } catch (error) {
    if (!(error instanceof InvalidWallTime)) throw error;
    throw new InvalidRecurrence(`${name} is not a date: ${text.slice(0, 20)}`);
  }
}

function rangeParts(range: RecurrenceRange, context: RuleContext): string {
  if (range.type === "noEnd") return "";
  if (range.type === "numbered")
    return `;COUNT=${between(range.numberOfOccurrences, { low: 1, high: 999 }, "numberOfOccurrences")}`;
  if (range.type !== "endDate") throw new InvalidRecurrence(`Unknown range type: ${String(range.type).slice(0, 30)}`);
  const end = readDate(range.endDate, "endDate");
  if (end < readDate(range.startDate, "startDate")) throw new InvalidRecurrence("endDate is before startDate");
  if (context.allDay) return `;UNTIL=${compact(range.endDate.slice(0, 10))}`;
  // endDate is inclusive: the last second of that day in the zone of the range, written in UTC.
  return `;UNTIL=${compact(formatWall(loadZone(context.zone).toInstant(end + dayMs).instant - 1000))}Z`;
}

/** The RRULE line of a Graph recurrence. Throws InvalidRecurrence when Graph would refuse it. */
export function toRecurrenceLine({ pattern, range }: PatternedRecurrence, context: RuleContext): string {
  const interval = between(pattern.interval, { low: 1, high: 999 }, "interval");
  const [frequency = "", ...others] = patternParts(pattern, context).split(";");
  const parts = [frequency, ...(interval > 1 ? [`INTERVAL=${interval}`] : []), ...others];
  return `RRULE:${parts.join(";")}${rangeParts(range, context)}`;
}
