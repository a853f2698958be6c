import {
  graphWeekdays,
  toRecurrenceLine,
  weekIndexes,
  type PatternedRecurrence,
  type RecurrencePattern,
  type RecurrenceRange,
} from "../recurrence/graph-recurrence";
import { InvalidRecurrence } from "../recurrence/rule";
import type { When } from "../world/when";
import { refuse } from "./graph-errors";
import type { Office } from "./office";
import { isObject, needKind, readChoice, readText, type Fields } from "./request-body";
import { acceptedZone } from "./wire-times";

const patternTypes = [
  "daily",
  "weekly",
  "absoluteMonthly",
  "relativeMonthly",
  "absoluteYearly",
  "relativeYearly",
] as const;
const rangeTypes = ["endDate", "noEnd", "numbered"] as const;

/** The lines of a recurrence a client sent; `start` says its zone when the range does not. */
export function readRecurrence(office: Office, value: unknown, start: { when: When; zone: string }): string[] {
  needKind(office, { name: "recurrence", value }, "object");
  const recurrence = readPatterned(office, value as Fields, start);
  const zoneName = recurrence.range.recurrenceTimeZone;
  const zone = zoneName === "" ? start.zone : acceptedZone(zoneName, office.switches);
  if (zone === null)
    return refuse(office.ground, "TimeZoneNotSupportedException", {
      message: `A valid TimeZone value must be specified. The following TimeZone value is not supported: '${zoneName.slice(0, 80)}'.`,
    });
  try {
    return [
      toRecurrenceLine(recurrence, {
        zone,
        allDay: start.when.kind === "date",
        shortMonths: office.switches.shortMonths,
      }),
    ];
  } catch (error) {
    if (error instanceof InvalidRecurrence)
      return refuse(office.ground, "ErrorInvalidRecurrencePattern", { message: error.message });
    throw error;
  }
}

function readPatterned(office: Office, value: Fields, start: { when: When }): PatternedRecurrence {
  const { pattern, range } = value;
  if (!isObject(pattern) || !isObject(range))
    return refuse(office.ground, "ErrorPropertyValidationFailure", {
      message: "A recurrence needs a pattern and a range.",
    });
  return { pattern: readPattern(office, pattern), range: readRange(office, range, start.when) };
}

function readNumber(office: Office, fields: Fields, name: string): number | undefined {
  const value = fields[name];
  if (value === undefined || value === null) return undefined;
  needKind(office, { name, value }, "number");
  return value as number;
}

function readPattern(office: Office, fields: Fields): RecurrencePattern {
  const type = readChoice(office, fields, { name: "type", of: patternTypes });
  if (type === undefined)
    return refuse(office.ground, "ErrorPropertyValidationFailure", { message: "The recurrence pattern needs a type." });
  const days = fields["daysOfWeek"] ?? [];
  needKind(office, { name: "daysOfWeek", value: days }, "array");
  return {
    type,
    interval: readNumber(office, fields, "interval") ?? 1,
    month: readNumber(office, fields, "month") ?? 0,
    dayOfMonth: readNumber(office, fields, "dayOfMonth") ?? 0,
    daysOfWeek: (days as unknown[]).map(
      (day) => readChoice(office, { daysOfWeek: day }, { name: "daysOfWeek", of: graphWeekdays }) ?? "",
    ),
    firstDayOfWeek: readChoice(office, fields, { name: "firstDayOfWeek", of: graphWeekdays }) ?? "sunday",
    index: readChoice(office, fields, { name: "index", of: weekIndexes }) ?? "first",
  };
}

function readRange(office: Office, fields: Fields, start: When): RecurrenceRange {
  const type = readChoice(office, fields, { name: "type", of: rangeTypes });
  if (type === undefined)
    return refuse(office.ground, "ErrorPropertyValidationFailure", { message: "The recurrence range needs a type." });
  const startDate = start.kind === "date" ? start.date : start.wall.slice(0, 10);
  return {
    type,
    startDate: readText(office, fields, "startDate") ?? startDate,
    endDate: readText(office, fields, "endDate") ?? "0001-01-01",
    recurrenceTimeZone: readText(office, fields, "recurrenceTimeZone") ?? "",
    numberOfOccurrences: readNumber(office, fields, "numberOfOccurrences") ?? 0,
  };
}
