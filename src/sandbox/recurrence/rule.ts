import { InvalidWallTime, parseWall } from "./wall-time";

export class InvalidRecurrence extends Error {
  override name = "InvalidRecurrence";
}

export type Frequency = "YEARLY" | "MONTHLY" | "WEEKLY" | "DAILY" | "HOURLY" | "MINUTELY" | "SECONDLY";

/** `ordinal` 0 is every such weekday of the period. */
export type WeekdayRule = { ordinal: number; weekday: number };

/** The end as written: a date covers that whole local day, a UTC date-time is an instant, a local one a wall time. */
export type Until = { kind: "date" | "utc" | "wall"; value: number };

export type Rule = {
  frequency: Frequency;
  interval: number;
  count: number | null;
  until: Until | null;
  weekStart: number;
  byMonth: number[];
  byMonthDay: number[];
  byYearDay: number[];
  byWeekNo: number[];
  byDay: WeekdayRule[];
  byHour: number[];
  byMinute: number[];
  bySecond: number[];
  bySetPos: number[];
};

const frequencies = new Set<string>(["YEARLY", "MONTHLY", "WEEKLY", "DAILY", "HOURLY", "MINUTELY", "SECONDLY"]);
export const weekdayNames = ["SU", "MO", "TU", "WE", "TH", "FR", "SA"] as const;

function weekdayNumber(name: string): number {
  const found = (weekdayNames as readonly string[]).indexOf(name);
  if (found < 0) throw new InvalidRecurrence(`Not a weekday: ${name.slice(0, 10)}`);
  return found;
}

function readInteger(text: string, name: string): number {
  if (!/^[+-]?\d{1,10}$/.test(text)) throw new InvalidRecurrence(`${name} is not a number: ${text.slice(0, 20)}`);
  return Number(text);
}

type Bounds = { low: number; high: number; signed?: boolean };

function readList(text: string, name: string, bounds: Bounds): number[] {
  const values = text.split(",").map((part) => readInteger(part, name));
  for (const value of values) {
    const size = bounds.signed ? Math.abs(value) : value;
    if (size < bounds.low || size > bounds.high) throw new InvalidRecurrence(`${name} is out of range: ${value}`);
  }
  return [...new Set(values)].sort((a, b) => a - b);
}

function readByDay(text: string): WeekdayRule[] {
  return text.split(",").map((part) => {
    const match = /^([+-]?\d{1,2})?(SU|MO|TU|WE|TH|FR|SA)$/.exec(part);
    if (!match) throw new InvalidRecurrence(`BYDAY is not valid: ${part.slice(0, 20)}`);
    const ordinal = match[1] === undefined ? 0 : Number(match[1]);
    if (match[1] !== undefined && (ordinal === 0 || Math.abs(ordinal) > 53))
      throw new InvalidRecurrence(`BYDAY is out of range: ${part}`);
    return { ordinal, weekday: weekdayNumber(match[2] ?? "") };
  });
}

function readUntil(text: string): Until {
  try {
    if (/^\d{8}$/.test(text)) return { kind: "date", value: parseWall(text) };
    if (/^\d{8}T\d{6}Z$/.test(text)) return { kind: "utc", value: parseWall(text.slice(0, -1)) };
    if (/^\d{8}T\d{6}$/.test(text)) return { kind: "wall", value: parseWall(text) };
  } catch (error) {
    if (!(error instanceof InvalidWallTime)) throw error;
  }
  throw new InvalidRecurrence(`UNTIL is not a date or date-time: ${text.slice(0, 30)}`);
}

function readPositive(text: string, name: string): number {
  const value = readInteger(text, name);
  if (value < 1) throw new InvalidRecurrence(`${name} is out of range: ${value}`);
  return value;
}

const readers: Record<string, (rule: Rule, text: string) => void> = {
  FREQ: (rule, text) => {
    if (!frequencies.has(text)) throw new InvalidRecurrence(`FREQ is not valid: ${text.slice(0, 20)}`);
    rule.frequency = text as Frequency;
  },
  INTERVAL: (rule, text) => void (rule.interval = readPositive(text, "INTERVAL")),
  COUNT: (rule, text) => void (rule.count = readPositive(text, "COUNT")),
  UNTIL: (rule, text) => void (rule.until = readUntil(text)),
  WKST: (rule, text) => void (rule.weekStart = weekdayNumber(text)),
  BYMONTH: (rule, text) => void (rule.byMonth = readList(text, "BYMONTH", { low: 1, high: 12 })),
  BYMONTHDAY: (rule, text) => void (rule.byMonthDay = readList(text, "BYMONTHDAY", { low: 1, high: 31, signed: true })),
  BYYEARDAY: (rule, text) => void (rule.byYearDay = readList(text, "BYYEARDAY", { low: 1, high: 366, signed: true })),
  BYWEEKNO: (rule, text) => void (rule.byWeekNo = readList(text, "BYWEEKNO", { low: 1, high: 53, signed: true })),
  BYDAY: (rule, text) => void (rule.byDay = readByDay(text)),
  BYHOUR: (rule, text) => void (rule.byHour = readList(text, "BYHOUR", { low: 0, high: 23 })),
  BYMINUTE: (rule, text) => void (rule.byMinute = readList(text, "BYMINUTE", { low: 0, high: 59 })),
  BYSECOND: (rule, text) => void (rule.bySecond = readList(text, "BYSECOND", { low: 0, high: 59 })),
  BYSETPOS: (rule, text) => void (rule.bySetPos = readList(text, "BYSETPOS", { low: 1, high: 366, signed: true })),
};

/** Combinations RFC 5545 3.3.10 forbids; a provider refuses them rather than guess. */
function refuseForbidden(rule: Rule): void {
  const { frequency } = rule;
  const refuse = (bad: boolean, text: string): void => {
    if (bad) throw new InvalidRecurrence(text);
  };
  const hasOrdinal = rule.byDay.some((day) => day.ordinal !== 0);
  refuse(rule.count !== null && rule.until !== null, "COUNT and UNTIL exclude each other");
  refuse(rule.byWeekNo.length > 0 && frequency !== "YEARLY", "BYWEEKNO needs FREQ=YEARLY");
  refuse(
    rule.byYearDay.length > 0 && ["DAILY", "WEEKLY", "MONTHLY"].includes(frequency),
    `BYYEARDAY does not go with FREQ=${frequency}`,
  );
  refuse(rule.byMonthDay.length > 0 && frequency === "WEEKLY", "BYMONTHDAY does not go with FREQ=WEEKLY");
  refuse(
    hasOrdinal && frequency !== "MONTHLY" && frequency !== "YEARLY",
    "BYDAY with a number needs FREQ=MONTHLY or YEARLY",
  );
  refuse(hasOrdinal && rule.byWeekNo.length > 0, "BYDAY with a number does not go with BYWEEKNO");
  const others = [
    rule.byMonth,
    rule.byMonthDay,
    rule.byYearDay,
    rule.byWeekNo,
    rule.byDay,
    rule.byHour,
    rule.byMinute,
    rule.bySecond,
  ];
  refuse(rule.bySetPos.length > 0 && others.every((list) => list.length === 0), "BYSETPOS needs another BY part");
}

export function parseRule(text: string): Rule {
  const rule: Rule = {
    frequency: "DAILY",
    interval: 1,
    count: null,
    until: null,
    weekStart: 1,
    byMonth: [],
    byMonthDay: [],
    byYearDay: [],
    byWeekNo: [],
    byDay: [],
    byHour: [],
    byMinute: [],
    bySecond: [],
    bySetPos: [],
  };
  const seen = new Set<string>();
  for (const part of text.replace(/;$/, "").split(";")) {
    const equals = part.indexOf("=");
    const name = part.slice(0, Math.max(0, equals)).toUpperCase();
    const reader = Object.hasOwn(readers, name) ? readers[name] : undefined;
    if (!reader) throw new InvalidRecurrence(`Unknown rule part: ${part.slice(0, 30)}`);
    if (seen.has(name)) throw new InvalidRecurrence(`${name} is given twice`);
    seen.add(name);
    reader(rule, part.slice(equals + 1).toUpperCase());
  }
  if (!seen.has("FREQ")) throw new InvalidRecurrence("FREQ is missing");
  refuseForbidden(rule);
  return rule;
}
