import { dayMs } from "./calendar-days";
import { elapsedOccurrences, isElapsedRule } from "./elapsed-occurrences";
import { compare, inOrderOfInstants, merged, without } from "./ordered";
import { parseRecurrenceLines, type ListedDate, type RecurrenceLines } from "./recurrence-lines";
import { InvalidRecurrence, type Rule } from "./rule";
import { place, ruleOccurrences, type GapRule, type Placed, type Search, type Series } from "./rule-occurrences";
import { formatDate, formatWall, parseWall } from "./wall-time";
import { loadZone } from "./zone";

/** An all-day series starts on a date (`zone` says whose midnight the instants mean, UTC when absent). */
export type SeriesStart = { date: string; zone?: string } | { wall: string; zone: string };

/**
 * The original start of an occurrence, which is its identity: `2026-03-08T02:30:00`, or `2026-03-08` when all-day.
 * `instant` (epoch ms) is where it lies in time; `shifted` that the clocks skip that wall time, so it lies after the gap.
 */
export type OriginalStart = { wall: string; instant: number; shifted: boolean };

export type Expansion = {
  start: SeriesStart;
  /** RRULE, EXRULE, RDATE and EXDATE lines, in any number and order. */
  lines: readonly string[];
  /** Original starts with `from <= instant < to` (epoch ms); the caller widens the window by the length of the event. */
  from?: number;
  to?: number;
  limit?: number;
  /** A start its own rule does not name: RFC 5545 leaves it undefined. It is left out unless "include". */
  unmatchedStart?: "skip" | "include";
  /** A wall time that does not exist on a day: moved forward over the gap ("shift", as the providers do) or left out. */
  gaps?: GapRule;
  /** How many days or steps may be looked at: a rule that names almost nothing ends here instead of taking the machine. */
  workLimit?: number;
};

const defaultLimit = 100_000;
const defaultWorkLimit = 300_000;

function readSeries({ start, gaps = "shift" }: Expansion): Series {
  if ("date" in start) return { wall: parseWall(start.date), zone: loadZone(start.zone ?? "UTC"), allDay: true, gaps };
  return { wall: parseWall(start.wall), zone: loadZone(start.zone), allDay: false, gaps };
}

function occurrencesOf(rule: Rule, series: Series, search: Search): Iterable<Placed> {
  if (!isElapsedRule(rule)) return inOrderOfInstants(ruleOccurrences(rule, series, search));
  if (series.allDay) throw new InvalidRecurrence(`FREQ=${rule.frequency} does not go with an all-day start`);
  return elapsedOccurrences(rule, series, search);
}

function placeListed(listed: ListedDate, series: Series): Placed {
  if (listed.kind === "utc") {
    if (series.allDay) return place(series, Math.floor(listed.value / dayMs) * dayMs);
    return { wall: series.zone.toWall(listed.value), instant: listed.value, shifted: false };
  }
  if (series.allDay) return place(series, Math.floor(listed.value / dayMs) * dayMs);
  // A bare date on a timed series means that day at the time of the series.
  const wall = listed.kind === "date" ? listed.value + (((series.wall % dayMs) + dayMs) % dayMs) : listed.value;
  if (!listed.zone || listed.zone === series.zone) return place(series, wall);
  const instant = listed.zone.toInstant(wall).instant;
  return { wall: series.zone.toWall(instant), instant, shifted: false };
}

function* withCountedStart(rule: Rule, series: Series, search: Search): Generator<Placed> {
  const start = place(series, series.wall);
  let remaining = rule.count ?? Number.POSITIVE_INFINITY;
  for (const placed of merged([[start], occurrencesOf(rule, series, search)])) {
    yield placed;
    if (--remaining === 0) return;
  }
}

function included(parsed: RecurrenceLines, expansion: Expansion, search: Search): Iterable<Placed> {
  const series = readSeries(expansion);
  const listed = parsed.dates.map((date) => placeListed(date, series)).sort(compare);
  if (parsed.rules.length === 0) return merged([[place(series, series.wall)], listed]);
  const generate = expansion.unmatchedStart === "include" ? withCountedStart : occurrencesOf;
  return merged([...parsed.rules.map((rule) => generate(rule, series, search)), listed]);
}

function remaining(parsed: RecurrenceLines, expansion: Expansion, search: Search): Iterable<Placed> {
  const series = readSeries(expansion);
  const all = included(parsed, expansion, search);
  if (parsed.exceptDates.length + parsed.exceptRules.length === 0) return all;
  const instants = parsed.exceptDates.map((date) => placeListed(date, series)).sort(compare);
  return without(all, merged([instants, ...parsed.exceptRules.map((rule) => occurrencesOf(rule, series, search))]));
}

/**
 * The original starts of a series inside a window, lazily and in the order of their instants.
 * Throws InvalidRecurrence, InvalidWallTime or UnknownZone on bad input, at once and not at the first step.
 */
export function expandRecurrence(expansion: Expansion): Iterable<OriginalStart> {
  const series = readSeries(expansion);
  const parsed = parseRecurrenceLines(expansion.lines);
  const search: Search = {
    from: expansion.from ?? Number.NEGATIVE_INFINITY,
    to: expansion.to ?? Number.POSITIVE_INFINITY,
    work: { left: expansion.workLimit ?? defaultWorkLimit },
  };
  const source = remaining(parsed, expansion, search);
  return limitToWindow(source, search, {
    limit: expansion.limit ?? defaultLimit,
    format: series.allDay ? formatDate : formatWall,
  });
}

type Output = { limit: number; format: (wall: number) => string };

function* limitToWindow(source: Iterable<Placed>, search: Search, output: Output): Generator<OriginalStart> {
  let left = output.limit;
  if (left <= 0) return;
  for (const { wall, instant, shifted } of source) {
    if (instant >= search.to) return;
    if (instant < search.from) continue;
    yield { wall: output.format(wall), instant, shifted };
    if (--left === 0) return;
  }
}
