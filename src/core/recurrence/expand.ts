import type { QuarantineReason } from "../calendar/quarantine";
import type { Interval } from "../time/interval";
import { dayMs, type Day, type WallTime } from "../time/wall-time";
import { toDayNumber, toDayText, type DayNumber } from "./civil-day";
import { matchingPeriods } from "./matching-days";
import { readRule, type Rule } from "./rule";

/** A place in time as a calendar object writes it: a day, or a wall time, or an instant. */
export type WrittenPlace = { readonly day: Day } | { readonly wall: WallTime } | { readonly at: Date };

/** A series: its first start, how long each lasts, and what says when the others are. */
export type Series = {
  /** A day makes every occurrence a day. */
  readonly start: { readonly day: Day } | { readonly wall: WallTime };
  /** From wall time to instant, in the series' zone; of a day its beginning in the calendar's zone. */
  readonly toInstant: (wall: WallTime) => Date;
  readonly durationMs: number;
  /** RRULE values. */
  readonly rules: readonly string[];
  /** RDATE and EXDATE. */
  readonly added: readonly WrittenPlace[];
  readonly removed: readonly WrittenPlace[];
};

/** `place` is what the rule says and stays the occurrence's identity, wherever a person moves it. */
export type Occurrence = { readonly place: WallTime | Day; readonly at: Date };
export type Expansion = { readonly occurrences: readonly Occurrence[] } | { readonly reason: QuarantineReason };

export const mostOccurrences = 2_000;
/** Days that are looked at, times the times of each, for all rules together: 150 years of days. */
const mostPlaces = 55_000;
const mostDates = 10_000;
const mostRules = 8;

/**
 * The occurrences that are on within a window. F67: looks at each day from the first (or from the window, where nothing
 * is counted) to the window's end once for each rule, so that any rule ends within milliseconds.
 */
export function expandSeries(series: Series, window: Interval): Expansion {
  const { rules, added, removed } = series;
  if (rules.length > mostRules || added.length + removed.length > mostDates) return { reason: "too_many_occurrences" };
  const found = new Map<number, Occurrence>();
  const keep = (occurrence: Occurrence) => {
    const startMs = occurrence.at.getTime();
    const isOn = startMs + Math.max(series.durationMs, 1) > window.from.getTime() && startMs < window.to.getTime();
    if (isOn && !found.has(startMs)) found.set(startMs, occurrence);
    return found.size <= mostOccurrences;
  };
  if (rules.length === 0) keep(occurrenceAt(series, textOf(series.start)));
  let places = 0;
  for (const text of rules) {
    const reading = readRule(text);
    if (reading.kind !== "rule")
      return { reason: reading.kind === "too_dense" ? "too_many_occurrences" : "unreadable_rule" };
    const reach = reachOf({ series, rule: reading.rule, window });
    places += Math.max(0, reach.to - reach.from) * reach.times.length;
    if (places > mostPlaces || !expandRule({ series, rule: reading.rule, window, reach }, keep))
      return { reason: "too_many_occurrences" };
  }
  for (const place of added) keep(toOccurrence(series, place));
  const isRemoved = matcherOf(removed);
  const occurrences = [...found.values()]
    .filter((occurrence) => !isRemoved(occurrence))
    .sort((a, b) => a.at.getTime() - b.at.getTime());
  return occurrences.length > mostOccurrences ? { reason: "too_many_occurrences" } : { occurrences };
}

type RuleCase = { readonly series: Series; readonly rule: Rule; readonly window: Interval };
/** The days that have to be looked at, the first that can be in the window, and the times of each. */
type Reach = {
  readonly from: DayNumber;
  readonly near: DayNumber;
  readonly to: DayNumber;
  readonly times: readonly string[];
};

function reachOf({ series, rule, window }: RuleCase): Reach {
  const start = dayNumberOf(series.start);
  // Two days, since a zone may be half a day off UTC on either side.
  const near = Math.floor((window.from.getTime() - series.durationMs) / dayMs) - 2;
  // Counting has to begin at the beginning; everything else may begin where the window does.
  const from = rule.count === null ? Math.max(start, near) : start;
  return { from, near, to: Math.ceil(window.to.getTime() / dayMs) + 1, times: timesOfDay(rule, series.start) };
}

/** False when there are too many. */
function expandRule(
  { series, rule, reach }: RuleCase & { readonly reach: Reach },
  keep: (occurrence: Occurrence) => boolean,
): boolean {
  const isOver = untilOf(rule, series);
  const [first, near] = [textOf(series.start), toDayText(reach.near)];
  let count = 0;
  for (const { days } of matchingPeriods(rule, dayNumberOf(series.start), reach)) {
    for (const place of pick(placesOf(days, reach.times), rule.positions)) {
      if (place < first) continue;
      count += 1;
      if (count > (rule.count ?? Infinity)) return true;
      if (place < near) continue;
      const occurrence = occurrenceAt(series, place);
      if (isOver(occurrence)) return true;
      if (!keep(occurrence)) return false;
    }
  }
  return true;
}

const placesOf = (days: readonly DayNumber[], times: readonly string[]): readonly string[] =>
  days.flatMap((day) => {
    const text = toDayText(day);
    return times.map((time) => text + time);
  });

/** BYSETPOS, in order and each once. */
function pick(places: readonly string[], positions: readonly number[]): readonly string[] {
  if (positions.length === 0) return places;
  const chosen = positions.map((position) => places.at(position > 0 ? position - 1 : position));
  return [...new Set(chosen)].filter((place) => place !== undefined).sort();
}

/** What stands behind the day: nothing for whole days. */
function timesOfDay({ hours, minutes, seconds }: Rule, start: Series["start"]): readonly string[] {
  if ("day" in start) return [""];
  const [hour = "", minute = "", second = ""] = start.wall.slice(11).split(":");
  const or = (list: readonly number[], own: string) =>
    list.length > 0 ? list.map((number) => String(number).padStart(2, "0")) : [own];
  const [allHours, allMinutes, allSeconds] = [or(hours, hour), or(minutes, minute), or(seconds, second)];
  return allHours.flatMap((h) => allMinutes.flatMap((m) => allSeconds.map((s) => `T${h}:${m}:${s}`)));
}

/** UNTIL is inclusive. Written as a day it lasts through that day, written in UTC it is an instant. */
function untilOf({ until }: Rule, { start }: Series): (occurrence: Occurrence) => boolean {
  if (until === null) return () => false;
  const day = `${until.slice(0, 4)}-${until.slice(4, 6)}-${until.slice(6, 8)}`;
  if (until.length === 8 || "day" in start) return ({ place }) => place.slice(0, 10) > day;
  const wall = `${day}T${until.slice(9, 11)}:${until.slice(11, 13)}:${until.slice(13, 15)}`;
  if (!until.endsWith("Z")) return ({ place }) => place > wall;
  const untilMs = Date.parse(`${wall}Z`);
  return ({ at }) => at.getTime() > untilMs;
}

const textOf = (start: Series["start"]): string => ("day" in start ? start.day : start.wall);

function dayNumberOf(start: Series["start"]): DayNumber {
  const [year = 0, month = 1, day = 1] = textOf(start).slice(0, 10).split("-").map(Number);
  return toDayNumber(year, month, day);
}

function occurrenceAt(series: Series, place: string): Occurrence {
  return { place, at: series.toInstant(place.length === 10 ? `${place}T00:00:00` : place) };
}

function toOccurrence(series: Series, place: WrittenPlace): Occurrence {
  if ("at" in place) return { place: place.at.toISOString().slice(0, "day" in series.start ? 10 : 19), at: place.at };
  return occurrenceAt(series, "day" in place ? place.day : place.wall);
}

/** RFC 5545 wants EXDATE written as DTSTART is; others write a day, or UTC, and mean the same. */
export function matcherOf(places: readonly WrittenPlace[]): (occurrence: Occurrence) => boolean {
  const instants = new Set(places.flatMap((place) => ("at" in place ? [place.at.getTime()] : [])));
  const texts = new Set(places.flatMap((place) => ("at" in place ? [] : ["day" in place ? place.day : place.wall])));
  return ({ place, at }) => instants.has(at.getTime()) || texts.has(place) || texts.has(place.slice(0, 10));
}
