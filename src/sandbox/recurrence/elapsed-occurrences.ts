import { dayMs } from "./calendar-days";
import { dayMatches, planDays, type DayPlan } from "./candidate-days";
import type { Rule } from "./rule";
import { isPast, lastWall, pickPositions, type Placed, type Search, type Series } from "./rule-occurrences";

const unitMs = { HOURLY: 3_600_000, MINUTELY: 60_000, SECONDLY: 1000 } as const;
type ShortUnit = keyof typeof unitMs;

const smallUnits: ShortUnit[] = ["HOURLY", "MINUTELY", "SECONDLY"];

export function isElapsedRule(rule: Rule): boolean {
  return rule.frequency in unitMs;
}

function valueOf(unit: ShortUnit, wall: number): number {
  if (unit === "HOURLY") return Math.floor(wall / 3_600_000) % 24;
  return Math.floor(wall / (unit === "MINUTELY" ? 60_000 : 1000)) % 60;
}

function listOf(unit: ShortUnit, rule: Rule): number[] {
  return { HOURLY: rule.byHour, MINUTELY: rule.byMinute, SECONDLY: rule.bySecond }[unit];
}

/** The length of the coarsest part that excludes this wall time (a day, an hour, …), or 0 when it is wanted. */
function excludedFor(plan: DayPlan, wall: number, matchesDay: (day: number) => boolean): number {
  if (!matchesDay(Math.floor(wall / dayMs))) return dayMs;
  const own = smallUnits.indexOf(plan.rule.frequency as ShortUnit);
  for (const unit of smallUnits.slice(0, own + 1)) {
    const wanted = listOf(unit, plan.rule);
    if (wanted.length > 0 && !wanted.includes(valueOf(unit, wall))) return unitMs[unit];
  }
  return 0;
}

/**
 * Finer parts the rule lists are all taken inside the step (HOURLY;BYMINUTE=0,30 is two an hour); parts it does not list
 * stay as the step finds them. The result is how far each occurrence lies from the step.
 */
function movesInside(rule: Rule, wall: number): number[] {
  const own = smallUnits.indexOf(rule.frequency as ShortUnit);
  return smallUnits.slice(own + 1).reduce<number[]>(
    (moves, unit) => {
      const wanted = listOf(unit, rule);
      if (wanted.length === 0) return moves;
      return moves.flatMap((move) => wanted.map((value) => move + (value - valueOf(unit, wall)) * unitMs[unit]));
    },
    [0],
  );
}

function rememberLastDay(plan: DayPlan): (day: number) => boolean {
  let [lastDay, lastAnswer] = [Number.NaN, false];
  return (day) => {
    if (day !== lastDay) [lastDay, lastAnswer] = [day, dayMatches(plan, day)];
    return lastAnswer;
  };
}

/**
 * Occurrences of an HOURLY, MINUTELY or SECONDLY rule: elapsed time is what repeats, so "every hour" is an hour also on
 * the day the clocks change; the hour that exists twice is met twice, the one that does not exist is not met.
 */
export function* elapsedOccurrences(rule: Rule, series: Series, search: Search): Generator<Placed> {
  const plan = planDays(rule, Math.floor(series.wall / dayMs));
  const matchesDay = rememberLastDay(plan);
  const unit = unitMs[rule.frequency as ShortUnit];
  const step = unit * rule.interval;
  const first = series.zone.toInstant(series.wall).instant;
  let remaining = rule.count ?? Number.POSITIVE_INFINITY;
  let index = rule.count === null ? Math.max(0, Math.floor((search.from - dayMs - first) / step)) : 0;
  const end = Math.min(search.to + dayMs, lastWall);
  for (; first + index * step < end; index++) {
    search.work.left -= 1;
    if (search.work.left < 0) return;
    const instant = first + index * step;
    const wall = series.zone.toWall(instant);
    const excluded = excludedFor(plan, wall, matchesDay);
    if (excluded > 0) {
      // Jump to the last step before the excluded stretch ends, minus an hour for a change of offset inside it.
      const ends = Math.floor(wall / excluded) * excluded + excluded - wall - (excluded === dayMs ? 7_200_000 : 0);
      index += Math.max(0, Math.ceil(ends / step) - 1);
      continue;
    }
    for (const move of pickPositions(movesInside(rule, wall), rule.bySetPos)) {
      if (move + instant < first) continue;
      const placed = { wall: series.zone.toWall(instant + move), instant: instant + move, shifted: false };
      if (isPast(rule.until, placed, false)) return;
      yield placed;
      if (--remaining === 0) return;
    }
  }
}
