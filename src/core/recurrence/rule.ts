export type Frequency = "DAILY" | "WEEKLY" | "MONTHLY" | "YEARLY";
/** 0 is Sunday. `nth` counts within the month or year, from its end when negative; 0 means every one. */
export type WeekdayRule = { readonly weekday: number; readonly nth: number };

/** A rule of RFC 5545 as far as calendars use it: its days, and the times of day where it names any. */
export type Rule = {
  readonly frequency: Frequency;
  readonly interval: number;
  readonly count: number | null;
  /** As written: `20260310`, `20260310T130000` or `20260310T130000Z`. */
  readonly until: string | null;
  readonly weekStart: number;
  readonly months: ReadonlySet<number>;
  readonly weekNumbers: ReadonlySet<number>;
  readonly yearDays: ReadonlySet<number>;
  readonly monthDays: ReadonlySet<number>;
  readonly weekdays: readonly WeekdayRule[];
  readonly hours: readonly number[];
  readonly minutes: readonly number[];
  readonly seconds: readonly number[];
  readonly positions: readonly number[];
};

export type RuleReading =
  { readonly kind: "rule"; readonly rule: Rule } | { readonly kind: "too_dense" } | { readonly kind: "unreadable" };

const longestRule = 2_000;
const days = ["SU", "MO", "TU", "WE", "TH", "FR", "SA"];
const frequencies: readonly string[] = ["DAILY", "WEEKLY", "MONTHLY", "YEARLY"] satisfies Frequency[];
/** No calendar that people read has these, and a bomb is easily made of them. */
const tooDense = new Set(["SECONDLY", "MINUTELY", "HOURLY"]);
const known = new Set(
  "FREQ INTERVAL COUNT UNTIL WKST BYMONTH BYWEEKNO BYYEARDAY BYMONTHDAY BYDAY BYHOUR BYMINUTE BYSECOND BYSETPOS".split(
    " ",
  ),
);
const untilPattern = /^\d{8}(?:T\d{6}Z?)?$/;

/** Reads `FREQ=WEEKLY;BYDAY=MO,WE`. Never throws; what is not a rule is no rule. */
export function readRule(text: string): RuleReading {
  if (text.length > longestRule) return { kind: "unreadable" };
  const parts = readParts(text);
  const frequency = parts?.get("FREQ") ?? "";
  if (tooDense.has(frequency)) return { kind: "too_dense" };
  if (!parts || !isFrequency(frequency)) return { kind: "unreadable" };
  const rule = readNumbers(parts, frequency);
  return rule === null ? { kind: "unreadable" } : { kind: "rule", rule };
}

const isFrequency = (text: string): text is Frequency => frequencies.includes(text);

function readParts(text: string): ReadonlyMap<string, string> | null {
  const parts = new Map<string, string>();
  for (const part of text.toUpperCase().split(";")) {
    if (part.trim() === "") continue;
    const [name = "", value = ""] = part.split("=", 2).map((side) => side.trim());
    if (!known.has(name) || value === "" || parts.has(name)) return null;
    parts.set(name, value);
  }
  return parts;
}

const ranges = {
  INTERVAL: [1, 100_000],
  COUNT: [1, Number.MAX_SAFE_INTEGER],
  BYMONTH: [1, 12],
  BYWEEKNO: [-53, 53],
  BYYEARDAY: [-366, 366],
  BYMONTHDAY: [-31, 31],
  BYHOUR: [0, 23],
  BYMINUTE: [0, 59],
  BYSECOND: [0, 59],
  BYSETPOS: [-366, 366],
} as const satisfies Readonly<Record<string, readonly [least: number, most: number]>>;
type Lists = Record<keyof typeof ranges, readonly number[]>;

function readNumbers(parts: ReadonlyMap<string, string>, frequency: Frequency): Rule | null {
  const lists = readLists(parts);
  const weekdays = readWeekdays(parts.get("BYDAY"));
  const until = parts.get("UNTIL") ?? null;
  const weekStart = days.indexOf(parts.get("WKST") ?? "MO");
  if (!lists || !weekdays || weekStart < 0 || (until !== null && !untilPattern.test(until))) return null;
  return {
    frequency,
    interval: lists.INTERVAL[0] ?? 1,
    count: lists.COUNT[0] ?? null,
    until,
    weekStart,
    weekdays,
    months: new Set(lists.BYMONTH),
    weekNumbers: new Set(lists.BYWEEKNO),
    yearDays: new Set(lists.BYYEARDAY),
    monthDays: new Set(lists.BYMONTHDAY),
    hours: lists.BYHOUR,
    minutes: lists.BYMINUTE,
    seconds: lists.BYSECOND,
    positions: lists.BYSETPOS,
  };
}

function readLists(parts: ReadonlyMap<string, string>): Lists | null {
  const read = Object.entries(ranges).map(
    ([name, [least, most]]) => [name, readList(parts.get(name), least, most)] as const,
  );
  return read.some(([, list]) => list === null) ? null : (Object.fromEntries(read) as Lists);
}

/** In order, each once; null when one is out of range. */
function readList(text: string | undefined, least: number, most: number): readonly number[] | null {
  if (text === undefined) return [];
  const numbers = text.split(",").map((item) => (/^[+-]?\d{1,15}$/.test(item) ? Number(item) : NaN));
  const isSound = numbers.every((number) => number >= least && number <= most && (least >= 0 || number !== 0));
  return isSound ? [...new Set(numbers)].sort((a, b) => a - b) : null;
}

function readWeekdays(text: string | undefined): readonly WeekdayRule[] | null {
  if (text === undefined) return [];
  const rules = text.split(",").map((item): WeekdayRule | null => {
    const parts = /^([+-]?\d{1,2})?(SU|MO|TU|WE|TH|FR|SA)$/.exec(item);
    const nth = Number(parts?.[1] ?? 0);
    return parts && Math.abs(nth) <= 53 ? { weekday: days.indexOf(parts[2] ?? ""), nth } : null;
  });
  return rules.includes(null) ? null : rules.filter((rule) => rule !== null);
}
